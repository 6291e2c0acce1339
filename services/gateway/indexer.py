"""The tagged stream -> the store, under the delivery rule."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from aiokafka.structs import ConsumerRecord

from schemas.catalogue import TAGGED
from schemas.envelope import Record
from schemas.mediatopics import Vocabulary
from services.gateway.index import Row, row
from services.runtime import logs, metrics
from services.runtime.cluster import pause
from services.runtime.health import Health
from services.runtime.progress import Progress
from services.runtime.settings import Settings
from services.runtime.stage import Events, Incoming, Stage
from services.runtime.streams import LARGEST_RECORD

log = logs.get(__name__)
GROUP = "dateline.gateway"
POLL_MS = 200
PAUSE_S = 1.0


class Rows(Protocol):
    """Where rows are kept."""

    async def add(self, rows: Sequence[Row]) -> None: ...


class StoreSink:
    """Keeps the row of each event. The payload is kept as it came, with fields that we don't know yet."""

    def __init__(self, rows: Rows, vocabulary: Vocabulary) -> None:
        self._rows = rows
        self._vocabulary = vocabulary

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Return once the rows are committed."""
        # In a thread: to find the words of long articles takes a while, and answers must not wait for it.
        await self._rows.add(await asyncio.to_thread(self._all, batch, results))

    def _all(self, batch: Sequence[Incoming], results: Sequence[Events]) -> list[Row]:
        return [
            row(event, incoming.record.value or b"", self._vocabulary)
            for incoming, events in zip(batch, results, strict=True)
            for event in events
        ]


def pass_on(events: Events, /) -> Sequence[Events]:
    """The indexer adds nothing to an event."""
    return [(event,) for event in events]


class Indexer(ConsumerRebalanceListener):  # type: ignore[misc]  # the client is untyped
    """One member of the group `GROUP`: reads a batch, has the stage finish it, then commits its offsets."""

    def __init__(self, stage: Stage, settings: Settings, health: Health) -> None:
        self._stage = stage
        self._settings = settings
        self._health = health
        self._progress = Progress(health.service, TAGGED)

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop`, then leave the group; over and over again while the broker goes and comes.

        `Halted` where the stage stopped itself: what it held is not acknowledged.
        """
        while not stop.is_set():
            consumer = self._consumer()
            try:
                await consumer.start()
                consumer.subscribe([TAGGED], listener=self)
                self._health.up("broker")
                await self._read(consumer, stop)
            except (KafkaError, OSError) as error:
                self._health.down("broker", repr(error))
            finally:
                await consumer.stop()
            await pause(stop, PAUSE_S)

    async def _read(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> None:
        while not stop.is_set():
            read = await consumer.getmany(timeout_ms=POLL_MS, max_records=self._settings.batch)
            records = [record for of_partition in read.values() for record in of_partition]
            if records:
                await self._finish(consumer, records)
            self._progress.publish(lambda partition: _highwater(consumer, partition))

    async def _finish(self, consumer: AIOKafkaConsumer, records: Sequence[ConsumerRecord]) -> None:
        metrics.IN_FLIGHT.labels(self._health.service).set(len(records))
        await self._stage.process([_incoming(record) for record in records])
        try:
            await consumer.commit(_offsets(records))
        except (CommitFailedError, IllegalStateError):
            # The partitions went to another member meanwhile: it will do the batch again, to the same end.
            log.warning("commit refused after a rebalance", records=len(records))
        else:
            for record in records:
                self._progress.acknowledged(record.partition, record.offset, record.timestamp / 1000)
        metrics.IN_FLIGHT.labels(self._health.service).set(0)

    def _consumer(self) -> AIOKafkaConsumer:
        session_ms = int(self._settings.session_s * 1000)
        return AIOKafkaConsumer(
            bootstrap_servers=self._settings.bootstrap,
            client_id=GROUP,
            group_id=GROUP,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=LARGEST_RECORD,
            session_timeout_ms=session_ms,
            heartbeat_interval_ms=session_ms // 3,
            # A batch may wait for the database as long as the stage retries.
            max_poll_interval_ms=int((self._settings.retry_s + 60) * 1000),
        )

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """The group is dealing out anew."""
        self._progress.forget()
        self._health.down("partitions", "rebalancing")

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """This member has its share, which may be none."""
        self._health.up("partitions")


def _incoming(record: ConsumerRecord) -> Incoming:
    return Incoming(
        stream=record.topic,
        partition=record.partition,
        offset=record.offset,
        record=Record(key=record.key, value=record.value, headers=tuple(record.headers)),
    )


def _offsets(records: Sequence[ConsumerRecord]) -> Mapping[TopicPartition, int]:
    """The offset after the last record of each partition."""
    return {TopicPartition(record.topic, record.partition): record.offset + 1 for record in records}


def _highwater(consumer: AIOKafkaConsumer, partition: TopicPartition) -> int | None:
    return consumer.highwater(partition) if partition in consumer.assignment() else None
