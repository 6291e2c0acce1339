"""The tagged stream -> grouping, under the delivery rule, by one member of the consumer group at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from aiokafka.structs import ConsumerRecord

from schemas.catalogue import TAGGED
from schemas.envelope import Record
from services.grouping.assignment import AllToOne
from services.runtime import logs, metrics
from services.runtime.cluster import pause
from services.runtime.health import Health
from services.runtime.progress import Progress
from services.runtime.settings import Settings
from services.runtime.stage import Incoming, Stage
from services.runtime.streams import LARGEST_RECORD

log = logs.get(__name__)
GROUP = "dateline.grouping"
POLL_MS = 200
PAUSE_S = 1.0
Positions = Mapping[TopicPartition, int]
Remember = Callable[[Positions], Awaitable[None]]


class Follower(ConsumerRebalanceListener):  # type: ignore[misc]  # the client is untyped
    """Reads a batch, has the stage finish it, then commits its offsets.

    Whenever the partitions come to this member it calls `remember` with their positions first: another member may have
    worked meanwhile.
    """

    def __init__(self, stage: Stage, remember: Remember, settings: Settings, health: Health) -> None:
        self._stage = stage
        self._remember = remember
        self._settings = settings
        self._health = health
        self._progress = Progress(health.service, TAGGED)
        self._fresh = False

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

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """The group is dealing out anew."""
        self._progress.forget()
        self._health.down("partitions", "rebalancing")

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """This member has everything, or stands by: then it is as ready as it can be."""
        self._fresh = bool(assigned)
        if not assigned:
            self._health.up("partitions")

    async def _read(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if self._fresh:
                await self._begin(consumer)
            read = await consumer.getmany(timeout_ms=POLL_MS, max_records=self._settings.batch)
            records = [record for of_partition in read.values() for record in of_partition]
            if records and not self._fresh:
                await self._finish(consumer, records)
            self._progress.publish(lambda partition: _highwater(consumer, partition))

    async def _begin(self, consumer: AIOKafkaConsumer) -> None:
        self._fresh = False
        self._health.down("partitions", "reading the window again")
        positions = await consumer.beginning_offsets(consumer.assignment())
        for partition in positions:
            positions[partition] = await consumer.committed(partition) or positions[partition]
        await self._remember(positions)
        for partition, position in positions.items():
            consumer.seek(partition, position)
        self._health.up("partitions")

    async def _finish(self, consumer: AIOKafkaConsumer, records: Sequence[ConsumerRecord]) -> None:
        metrics.IN_FLIGHT.labels(self._health.service).set(len(records))
        await self._stage.process([_incoming(record) for record in records])
        try:
            await consumer.commit(_offsets(records))
        except (CommitFailedError, IllegalStateError):
            # Everything went to another member meanwhile: it will do the batch again, to the same end.
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
            partition_assignment_strategy=(AllToOne,),
            # A batch may wait for the broker as long as the stage retries, and the window takes minutes to read.
            max_poll_interval_ms=int((self._settings.retry_s + 1800) * 1000),
        )


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
