"""How the whole pipeline is doing, as the broker tells it: what each stage has still to do, and what was set aside."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from schemas.catalogue import ARTICLES, ENTITIES, GROUPS, SOURCES, SUBMISSIONS, TAGGED, dead_letters
from schemas.deadletter import DeadLetter
from schemas.envelope import EnvelopeError, Record, decode
from services.gateway.groups.sink import GROUPS_GROUP, SOURCES_GROUP
from services.gateway.indexer import GROUP
from services.gateway.live import reading
from services.runtime.cluster import partitions
from services.runtime.connection import options
from services.runtime.faults import Transient

FRESH_S = 2.0
"""Seconds for which an answer serves everybody who asks."""

PATIENCE_S = 5.0
"""Seconds for the whole look-up. One question of it may take them all: a busy broker is slow, not away."""

READ_MS = 500
FETCH_MS = 20
"""It asks for other partitions again and again, and finds what it asks for: nothing is gained by waiting."""

LETTERS = 5
STAGES: Sequence[tuple[str, str, str]] = (
    ("ingest", "dateline.ingest", SUBMISSIONS),
    ("extraction", "dateline.extraction", ARTICLES),
    ("tagging", "dateline.tagging", ENTITIES),
    ("grouping", "dateline.grouping", TAGGED),
    ("gateway, articles", GROUP, TAGGED),
    ("gateway, groups", GROUPS_GROUP, GROUPS),
    ("gateway, sources", SOURCES_GROUP, SOURCES),
)
"""Each stage with its consumer group and the stream that it reads."""

SERVICES = ("ingest", "extraction", "tagging", "grouping", "gateway")
STREAMS = sorted({stream for _, _, stream in STAGES} | {dead_letters(service) for service in SERVICES})


class StageLine(msgspec.Struct, frozen=True, kw_only=True):
    """`waiting` records that the stage has not acknowledged, the oldest of them `lag_s` seconds old.

    `begun` is False where the group has acknowledged nothing yet; `records` is how many the stream ever held.
    """

    stage: str
    stream: str
    begun: bool
    records: int
    waiting: int
    lag_s: float


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A dead letter without its record."""

    reason: str
    detail: str
    origin: str
    at: datetime


class LetterBox(msgspec.Struct, frozen=True, kw_only=True):
    """The dead letters of a service that are kept, the newest few of them last."""

    service: str
    count: int
    newest: tuple[Letter, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything at one moment."""

    at: datetime
    stages: tuple[StageLine, ...]
    letters: tuple[LetterBox, ...]


class Pulse:
    """Asks the broker at `bootstrap`, seldom however many ask us."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap
        self._turn = asyncio.Lock()
        self._held: tuple[float, Report] | None = None

    async def report(self) -> Report:
        """How everything is doing; `Transient` where the broker does not answer in time."""
        async with self._turn:
            if self._held is None or time.monotonic() - self._held[0] > FRESH_S:
                self._held = (time.monotonic(), await self._ask())
            return self._held[1]

    async def _ask(self) -> Report:
        admin = AIOKafkaAdminClient(
            bootstrap_servers=self._bootstrap, request_timeout_ms=round(PATIENCE_S * 1000), **options()
        )
        try:
            async with asyncio.timeout(PATIENCE_S), reading.consumer(self._bootstrap, FETCH_MS) as reader:
                await admin.start()
                counts = await partitions(self._bootstrap, STREAMS)
                places = {stream: _places(stream, count) for stream, count in counts.items()}
                groups = sorted({group for _, group, _ in STAGES})
                committed = {group: await _committed(admin, group) for group in groups}
                stages = [
                    await _stage(reader, stage, stream, places.get(stream, []), committed[group])
                    for stage, group, stream in STAGES
                ]
                letters = [
                    await _letters(reader, service, places.get(dead_letters(service), []))
                    for service in SERVICES
                ]
        except (TimeoutError, KafkaError, OSError) as error:
            raise Transient("broker", repr(error)) from error
        finally:
            await admin.close()
        return Report(at=datetime.now(UTC), stages=tuple(stages), letters=tuple(letters))


async def _committed(admin: AIOKafkaAdminClient, group: str) -> Mapping[TopicPartition, int]:
    offsets = await admin.list_consumer_group_offsets(group)
    return {place: one.offset for place, one in offsets.items() if one.offset >= 0}


async def _stage(
    reader: AIOKafkaConsumer,
    stage: str,
    stream: str,
    places: Sequence[TopicPartition],
    committed: Mapping[TopicPartition, int],
) -> StageLine:
    first, last = await reader.beginning_offsets(places), await reader.end_offsets(places)
    # What the stream no longer keeps can't be waiting: a group that never began starts at the oldest that is kept.
    at = {place: max(committed.get(place, 0), first[place]) for place in places}
    behind = {place: at[place] for place in places if at[place] < last[place]}
    oldest = await _times(reader, behind)
    return StageLine(
        stage=stage,
        stream=stream,
        begun=any(place in committed for place in places),
        records=sum(last.values()),
        waiting=sum(last[place] - offset for place, offset in behind.items()),
        lag_s=max((max(0.0, time.time() - moment / 1000) for moment in oldest), default=0.0),
    )


async def _times(reader: AIOKafkaConsumer, places: Mapping[TopicPartition, int]) -> list[int]:
    """When the record at each place was written, in milliseconds."""
    records = await _records(reader, places, len(places))
    return [
        one.timestamp for place, ones in records.items() for one in ones[:1] if one.offset >= places[place]
    ]


async def _records(
    reader: AIOKafkaConsumer, places: Mapping[TopicPartition, int], most: int
) -> Mapping[TopicPartition, list[ConsumerRecord]]:
    if not places:
        return {}
    reader.assign(list(places))
    for place, offset in places.items():
        reader.seek(place, offset)
    found: dict[TopicPartition, list[ConsumerRecord]] = {}
    for place in places:  # one at a time: what is asked of all together may come from the busiest alone
        found[place] = await _read(reader, place, places[place], most)
    return found


async def _read(
    reader: AIOKafkaConsumer, place: TopicPartition, offset: int, most: int
) -> list[ConsumerRecord]:
    """The records from `offset` on, as soon as there are any: what a slow broker does not give in time is not none."""
    while not (read := (await reader.getmany(place, timeout_ms=READ_MS, max_records=most)).get(place)):
        if await reader.position(place) > offset:  # there were only records of the broker's own
            return []
    return list(read)


async def _letters(reader: AIOKafkaConsumer, service: str, places: Sequence[TopicPartition]) -> LetterBox:
    first, last = await reader.beginning_offsets(places), await reader.end_offsets(places)
    held = {place: max(first[place], last[place] - LETTERS) for place in places if first[place] < last[place]}
    records = [one for ones in (await _records(reader, held, LETTERS)).values() for one in ones]
    return LetterBox(
        service=service,
        count=sum(last[place] - first[place] for place in places),
        newest=tuple(found for one in records if (found := _letter(one))),
    )


def _places(stream: str, count: int) -> list[TopicPartition]:
    return [TopicPartition(stream, number) for number in range(count)]


def _letter(record: ConsumerRecord) -> Letter | None:
    """What a record of a dead letter stream says; None where it is none."""
    try:
        event = decode(Record(key=record.key, value=record.value, headers=tuple(record.headers)))
    except EnvelopeError:
        return None
    if not isinstance(event.data, DeadLetter):
        return None
    origin = event.data.origin
    return Letter(
        reason=event.data.reason,
        detail=event.data.detail,
        origin=origin.document or f"{origin.stream}, partition {origin.partition}, offset {origin.offset}",
        at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
    )
