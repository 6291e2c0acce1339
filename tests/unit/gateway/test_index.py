"""An event becomes the row that says the same, or poison that names the field."""

from datetime import UTC, datetime
from itertools import takewhile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article
from schemas.envelope import Event, Message, payload
from schemas.submission import Submission
from schemas.tagged import TaggedArticle
from services.gateway import pairs
from services.gateway.index import row
from services.runtime.faults import Poison
from tests.gateway.events import VOCABULARY, entity, retracted, row_of, tagged

RECEIVED = datetime(2026, 11, 2, tzinfo=UTC)


def changed(**fields: object) -> Event[Message]:
    """A tagged event with other fields in its article."""
    event = tagged("a")
    assert isinstance(event.data, TaggedArticle)
    article: Article = msgspec.structs.replace(event.data.article, **fields)
    return msgspec.structs.replace(event, data=msgspec.structs.replace(event.data, article=article))


def test_the_row_holds_what_is_searched_and_the_payload_itself() -> None:
    event = tagged("a", 3, topics=("medtop:04000000", "medtop:15000000"))
    found = row_of(event)
    assert (found.version, found.kind, found.source, found.language) == (3, "tagged", "wire", "en")
    assert (str(found.event_id), str(found.article_id)) == (event.id, event.partitionkey)
    assert found.topics == {"medtop:04000000": 0.5, "medtop:15000000": 0.5}
    assert found.words == " a 3 | rates stay where they are "
    assert len(found.pairs) == 5
    assert found.doc == payload(event.data)


def test_a_topic_that_is_named_twice_is_kept_once() -> None:
    assert row_of(tagged("a", topics=("medtop:04000000",) * 2)).topics == {"medtop:04000000": 0.5}


def test_a_topic_brings_those_above_it_with_the_best_score() -> None:
    found = row_of(tagged("a", topics=("medtop:20000640",), score=0.75))
    assert found.topics == dict.fromkeys(
        ("medtop:20000640", "medtop:20000639", "medtop:20000638", "medtop:11000000"), 0.75
    )


def test_entities_are_found_by_id_name_and_type_and_listed_once_each() -> None:
    named = (
        entity("Kaja Kallas", id_="Q1", score=0.5),
        entity("KAJA KALLÁS"),
        entity("Kaja Kallas", mentions=2),
    )
    found = row_of(tagged("a", entities=named))
    assert found.entities == {"Q1": 0.5, "name:kaja kallas": 0.9, "type:person": 0.9}
    assert [(one.key, one.mentions) for one in found.listed] == [("Q1", 1), ("person:kaja kallas", 3)]


@given(st.lists(st.sampled_from(("port", "is", "open", "|", "東", "京")), max_size=30), st.data())
def test_words_in_a_row_are_among_the_pairs_of_their_text(said: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(said)))
    row_ = list(takewhile(lambda word: word != "|", said[start:]))[: data.draw(st.integers(0, 5))]
    assert set(pairs.asked(row_)) <= set(pairs.held(f" {' '.join(said)} "))


def test_no_pair_reaches_over_the_end_of_a_block() -> None:
    assert pairs.held(" open | port ") == []
    assert pairs.held(" open port ") == pairs.asked(("open", "port"))
    assert pairs.asked(("port", "open")) != pairs.asked(("open", "port"))


def test_a_retraction_keeps_no_word_of_the_article() -> None:
    found = row_of(retracted("a", 4))
    assert (found.kind, found.version, found.title, found.topics) == ("retracted", 4, "", {})
    assert (found.words, found.prose, found.entities, found.listed) == ("", "", {}, ())


@given(st.datetimes(timezones=st.just(UTC)))
def test_no_article_sorts_after_its_receipt(published: datetime) -> None:
    found = row_of(tagged("a", published=published.isoformat()))
    assert found.sort_at == min(published, RECEIVED)
    assert found.published == published


@pytest.mark.parametrize(
    ("published", "sort_at"),
    [
        (None, RECEIVED),
        ("2026-11-01T02:00:00+02:00", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T00:00:00Z", datetime(2026, 11, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", RECEIVED),
    ],
)
def test_the_place_in_newest_first(published: str | None, sort_at: datetime) -> None:
    assert row_of(tagged("a", published=published)).sort_at == sort_at


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (changed(published="yesterday"), "article.published"),
        (changed(published="2026-11-01T00:00:00"), "article.published"),
        (changed(published="0001-01-01T00:00:00+14:00"), "article.published"),
        (changed(version=0), "article.version"),
        (changed(version=2**31), "article.version"),
        (changed(id="3f1c"), "article.id"),
        (changed(title="a\0b"), "article.title"),
        (changed(text="a\0b"), "article.text"),
        (msgspec.structs.replace(tagged("a"), id="x"), "ce_id"),
        (msgspec.structs.replace(tagged("a"), time="now"), "ce_time"),
        (msgspec.structs.replace(tagged("a"), receivedtime="now"), "ce_receivedtime"),
        (msgspec.structs.replace(tagged("a"), partitionkey="b"), "article.id"),
        (msgspec.structs.replace(retracted("a"), partitionkey="b"), "id"),
    ],
)
def test_a_wrong_field_is_poison_that_names_it(event: Event[Message], field: str) -> None:
    with pytest.raises(Poison, match=f"^{field}: ") as caught:
        row_of(event)
    assert caught.value.reason == "invalid"


def test_an_event_of_another_kind_does_not_belong_here() -> None:
    event: Event[Message] = msgspec.structs.replace(tagged("a"), data=Submission(source="a", content="b"))
    with pytest.raises(Poison, match="Submission does not belong") as caught:
        row(event, b"{}", VOCABULARY)
    assert caught.value.reason == "unsupported"
