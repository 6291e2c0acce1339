"""The state of grouping put together again: from what it has said, and from the tagged articles of the window."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from schemas.article import Retraction
from schemas.catalogue import GROUPS, TAGGED
from schemas.envelope import EnvelopeError, Event, Message, Record, decode
from schemas.tagged import TaggedArticle
from schemas.trends import Trend
from services.grouping.members import Moved, Said
from services.grouping.state import State
from services.grouping.work import accepted
from services.runtime import logs
from services.runtime.connection import options
from services.runtime.streams import LARGEST_RECORD

log = logs.get(__name__)
MARGIN_S = 3600.0
"""Read from this much before the window: a record is written after its submission was accepted, clocks differ."""

POLL_MS = 500
Read = Sequence[tuple[Event[Message], bool]]


async def remember(
    state: State,
    bootstrap: str,
    counts: Mapping[str, int],
    positions: Mapping[TopicPartition, int],
    window_s: float,
) -> None:
    """Fill the empty `state`: as it was when the record before each of `positions` had been acknowledged.

    `counts` are the partitions of each stream. `KafkaError` where the broker does not answer.
    """
    since_ms = int((time.time() - window_s - MARGIN_S) * 1000)
    said: dict[tuple[str, ...], Event[Message]] = {}
    async for batch in _since(bootstrap, GROUPS, counts[GROUPS], since_ms):
        for record in batch:
            if (event := _event(record)) is not None:
                said[_about(event)] = event
    for event in sorted(said.values(), key=lambda event: event.time):
        if isinstance(event.data, Said | Moved | Trend):
            state.recall(event.data, event.time)
    async for batch in _since(bootstrap, TAGGED, counts[TAGGED], since_ms):
        read = [
            (event, record.offset < positions.get(TopicPartition(TAGGED, record.partition), 0))
            for record in batch
            if (event := _event(record)) is not None
        ]
        await asyncio.to_thread(_restore, state, read)  # heartbeats go on meanwhile
    log.info(
        "remembered", articles=state.groups.articles, stories=state.groups.stories, groups_said=len(said)
    )


def _about(event: Event[Message]) -> tuple[str, ...]:
    """What only the last message of matters: a group or trend, but each move from one story into another."""
    into = (event.data.into,) if isinstance(event.data, Moved) else ()
    return event.partitionkey, *into


def _restore(state: State, read: Read) -> None:
    for event, acknowledged in read:
        if isinstance(event.data, TaggedArticle):
            state.restore(event.data, accepted(event), acknowledged)
        elif isinstance(event.data, Retraction) and acknowledged:
            state.withdraw(event.data)


def _event(record: ConsumerRecord) -> Event[Message] | None:
    """What is no event is a dead letter since it was first read."""
    try:
        return decode(Record(key=record.key, value=record.value, headers=tuple(record.headers)))
    except EnvelopeError:
        return None


async def _since(
    bootstrap: str, stream: str, count: int, since_ms: int
) -> AsyncIterator[Sequence[ConsumerRecord]]:
    """The records of `stream`, of `count` partitions, from `since_ms` (Unix milliseconds) to its end of now."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        max_partition_fetch_bytes=LARGEST_RECORD,
        **options(),
    )
    await consumer.start()
    try:
        partitions = [TopicPartition(stream, number) for number in range(count)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        starts = await consumer.offsets_for_times(dict.fromkeys(partitions, since_ms))
        for partition in partitions:
            start = starts[partition]
            consumer.seek(partition, start.offset if start else ends[partition])
        while any([await consumer.position(partition) < ends[partition] for partition in partitions]):
            for partition, records in (await consumer.getmany(timeout_ms=POLL_MS)).items():
                yield [record for record in records if record.offset < ends[partition]]
    finally:
        await consumer.stop()
