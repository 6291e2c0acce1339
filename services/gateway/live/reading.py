"""Reading the tagged stream outside any group: from a place to a place, and where places are."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from schemas.catalogue import TAGGED
from services.gateway.live.position import Position
from services.runtime.connection import options
from services.runtime.faults import Transient
from services.runtime.streams import LARGEST_RECORD

POLL_MS = 500
AT_ONCE = 50
SILENT_POLLS = 40
"""Polls without a record, before the end that the broker itself named, after which reading is given up."""


@asynccontextmanager
async def consumer(bootstrap: str, wait_ms: int = 500) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer in no group. `Transient` where the broker does not answer, then or later.

    The broker holds a fetch that finds nothing for `wait_ms`, and who then asks for other partitions waits for that.
    """
    reader = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        client_id="dateline.gateway.stream",
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=LARGEST_RECORD,
        fetch_max_wait_ms=wait_ms,
        metadata_max_age_ms=30_000,
        **options(),
    )
    try:
        await reader.start()
        yield reader
    except (KafkaError, OSError) as error:
        raise Transient("broker", repr(error)) from error
    finally:
        await reader.stop()


async def earliest(bootstrap: str, partitions: int) -> Position:
    """The place before the oldest event that is kept."""
    async with consumer(bootstrap) as reader:
        return _position(await reader.beginning_offsets(_all(partitions)))


async def ends(bootstrap: str, partitions: int) -> Position:
    """The place behind the newest event."""
    async with consumer(bootstrap) as reader:
        return _position(await reader.end_offsets(_all(partitions)))


async def at(bootstrap: str, partitions: int, moment: datetime) -> Position:
    """The place before the first event of each partition that was written at `moment` or later."""
    async with consumer(bootstrap) as reader:
        places = _all(partitions)
        last = await reader.end_offsets(places)
        milliseconds = max(0, int(moment.timestamp() * 1000))
        found = await reader.offsets_for_times(dict.fromkeys(places, milliseconds))
        return _position({place: held.offset if (held := found[place]) else last[place] for place in places})


async def between(bootstrap: str, start: Position, end: Position) -> AsyncIterator[Sequence[ConsumerRecord]]:
    """The records from `start` up to `end`, a few at a time, each partition's in order.

    `Transient` where the broker goes away, or gives nothing more before the end.
    """
    places = {place: last for place, last in zip(_all(len(end)), end, strict=True) if start[place[1]] < last}
    if not places:
        return
    async with consumer(bootstrap) as reader:
        reader.assign(list(places))
        for place in places:
            reader.seek(place, start[place.partition])
        silent = 0
        while places and silent < SILENT_POLLS:
            read = await reader.getmany(*places, timeout_ms=POLL_MS, max_records=AT_ONCE)
            records = [one for of_place in read.values() for one in of_place if one.offset < places[_of(one)]]
            silent = 0 if records else silent + 1
            if records:
                yield records
            places = {place: last for place, last in places.items() if await reader.position(place) < last}
        if places:
            raise Transient("broker", f"{sorted(places)} end before {end}")


def _all(partitions: int) -> list[TopicPartition]:
    return [TopicPartition(TAGGED, number) for number in range(partitions)]


def _of(record: ConsumerRecord) -> TopicPartition:
    return TopicPartition(record.topic, record.partition)


def _position(offsets: Mapping[TopicPartition, int]) -> Position:
    return tuple(offsets[place] for place in sorted(offsets))
