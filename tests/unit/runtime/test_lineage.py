"""What follows from an event has an id from the content; retractions pass in their place."""

from collections.abc import Sequence

import msgspec
import pytest

from schemas.article import Article, Retraction
from schemas.entities import ExtractedArticle
from schemas.envelope import Event, Message, payload
from services.runtime.faults import Poison
from services.runtime.lineage import follow, passing_retractions
from tests.fakes import article, article_event


def extract(articles: Sequence[Article]) -> list[ExtractedArticle]:
    return [ExtractedArticle(article=one, mentions=(), entities=(), quotes=()) for one in articles]


def retraction(number: int) -> Event[Message]:
    gone = article(number)
    data = Retraction(id=gone.id, version=2, digest=gone.digest, source=gone.source, reason="canceled")
    return msgspec.structs.replace(article_event(number), data=data)


def test_a_replay_has_the_same_id_and_the_same_bytes_and_another_processor_another_id() -> None:
    (data,) = extract([article(1)])
    first, second = (follow(article_event(1), data, "extraction", "1.0.0") for _ in range(2))
    assert first.id == second.id != follow(article_event(1), data, "extraction", "1.0.1").id
    assert payload(first.data) == payload(second.data)


def test_trace_and_time_of_acceptance_are_carried_on() -> None:
    cause = msgspec.structs.replace(article_event(1), traceparent="00-aa-bb-01")
    result = follow(cause, article(1), "extraction", "1")
    assert (result.traceparent, result.receivedtime) == ("00-aa-bb-01", cause.receivedtime)


def test_retractions_keep_their_place_among_articles() -> None:
    events = [article_event(1), retraction(2), article_event(3)]
    results = passing_retractions(events, Article, extract, "extraction", "1")
    assert [type(event.data) for (event,) in results] == [ExtractedArticle, Retraction, ExtractedArticle]
    assert [event.partitionkey for (event,) in results] == [event.partitionkey for event in events]


def test_a_message_of_another_stream_is_poison() -> None:
    with pytest.raises(Poison, match=r"dateline.article.versioned.v1 does not belong"):
        passing_retractions([article_event(1)], ExtractedArticle, lambda _: [], "tagging", "1")
