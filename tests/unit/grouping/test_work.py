"""Grouping as a stage, whole, in memory."""

import asyncio
from collections.abc import Sequence

from schemas.article import Article, Retraction
from schemas.catalogue import GROUPS, dead_letters
from schemas.envelope import Event, Message, Record, decode, encode
from schemas.tagged import TaggedArticle
from services.grouping.grouper import Limits
from services.grouping.state import State
from services.grouping.trends import Rules
from services.grouping.work import SERVICE, Grouping
from services.runtime.deadletters import DeadLetters
from services.runtime.faults import Transient
from services.runtime.health import Health
from services.runtime.stage import Incoming, Stage
from tests.fakes import Streams, article_event, incoming
from tests.unit.grouping.articles import PICTURES, article


class Sink:
    """Sends results as the service does."""

    def __init__(self, streams: Streams, grouping: Grouping) -> None:
        self._streams = streams
        self._grouping = grouping

    async def write(self, batch: Sequence[Incoming], results: Sequence[Sequence[Event[Message]]]) -> None:
        await self._streams.send(GROUPS, [encode(event) for events in results for event in events])
        self._grouping.delivered(results)


def process(streams: Streams, *batches: Sequence[Record]) -> list[Event[Message]]:
    """What is on the groups stream after `batches`."""
    grouping = Grouping(State(PICTURES, Limits(), Rules()))
    letters = DeadLetters(streams, SERVICE)
    stage = Stage(SERVICE, grouping.work, Sink(streams, grouping), letters, Health(SERVICE))

    async def all_of_them() -> None:
        for batch in batches:
            await stage.process([incoming(record, offset) for offset, record in enumerate(batch)])

    asyncio.run(all_of_them())
    return [decode(record) for record in streams.sent.get(GROUPS, [])]


def tagged(data: Article | Retraction) -> Record:
    message = (
        data
        if isinstance(data, Retraction)
        else TaggedArticle(article=data, mentions=(), entities=(), quotes=(), topics=())
    )
    time = "2026-11-03T12:00:00+00:00"
    return encode(Event(id=data.id, source="dateline/tagging", time=time, partitionkey=data.id, data=message))


A, B, C = (tagged(article(name)) for name in "abc")


def test_a_batch_says_each_group_once() -> None:
    said = process(Streams(), [A, B, C])
    assert sorted(type(event.data).__name__ for event in said) == ["Duplicates", "Story"]
    assert all(event.partitionkey == event.data.id for event in said if hasattr(event.data, "id"))


def test_what_the_broker_did_not_take_is_said_again_with_the_same_ids() -> None:
    once, again = process(Streams(), [A, B]), process(Streams([Transient("broker", "away")]), [A, B])
    assert [(event.id, event.data) for event in again] == [(event.id, event.data) for event in once]


def test_what_was_said_is_not_said_again() -> None:
    assert len(process(Streams(), [A, B], [A, B], [B])) == 2


def test_what_is_no_tagged_article_is_set_aside_and_the_rest_is_grouped() -> None:
    streams = Streams()
    said = process(streams, [A, encode(article_event(1)), B])
    assert len(said) == 2
    assert len(streams.sent[dead_letters(SERVICE)]) == 1


def test_equal_states_have_equal_event_ids_and_others_have_others() -> None:
    one, other = process(Streams(), [A, B], [C]), process(Streams(), [A, B], [C])
    assert [event.id for event in one] == [event.id for event in other]
    assert len({event.id for event in one}) == 4
