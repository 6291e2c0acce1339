"""An aiokafka consumer around a stage: reads a batch, has the stage finish it, then commits its offsets.

For stages that are no Faust apps, because they keep what they know in a store or in memory (worker.py is for the
others).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from aiokafka.structs import ConsumerRecord

from schemas.envelope import Record
from services.runtime import logs, metrics
from services.runtime.cluster import pause
from services.runtime.connection import of
from services.runtime.health import Health
from services.runtime.progress import Progress
from services.runtime.settings import Settings
from services.runtime.stage import Incoming, Stage
from services.runtime.streams import LARGEST_RECORD

log = logs.get(__name__)
POLL_MS = 200
PAUSE_S = 1.0
Positions = Mapping[TopicPartition, int]
Begin = Callable[[Positions], Awaitable[None]]


class Consumer(ConsumerRebalanceListener):  # type: ignore[misc]  # the client is untyped
    """One member of the consumer group `group`, reading `stream` for `stage`.

    `begin` is awaited whenever partitions come to this member, with the offsets that it goes on from, before it does:
    another member may have worked meanwhile. `assignor` deals the partitions out. `busy_s` is how long `begin`, or a
    batch beyond the stage's own retries, may take until the group gives this member up. `condition` is the one of
    `health` that says whether this member has its share.
    """

    def __init__(
        self,
        group: str,
        stream: str,
        stage: Stage,
        settings: Settings,
        health: Health,
        *,
        begin: Begin | None = None,
        assignor: type[AbstractPartitionAssignor] = RoundRobinPartitionAssignor,
        busy_s: float = 60.0,
        condition: str = "partitions",
    ) -> None:
        self._group = group
        self._stream = stream
        self._stage = stage
        self._settings = settings
        self._health = health
        self._begin = begin
        self._assignor = assignor
        self._busy_s = busy_s
        self._condition = condition
        self._progress = Progress(health.service, stream)
        self._fresh = False

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop`, then leave the group; over and over again while the broker goes and comes.

        `Halted` where the stage stopped itself: what it held is not acknowledged.
        """
        while not stop.is_set():
            consumer = self._consumer()
            try:
                await consumer.start()
                consumer.subscribe([self._stream], listener=self)
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
        self._health.down(self._condition, "rebalancing")

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """This member has its share. Where that is none it stands by, as ready as it can be."""
        self._fresh = bool(assigned) and self._begin is not None
        if not self._fresh:
            self._health.up(self._condition)

    async def _read(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if self._fresh and self._begin is not None:
                await self._start_over(consumer, self._begin)
            read = await consumer.getmany(timeout_ms=POLL_MS, max_records=self._settings.batch)
            records = [record for of_partition in read.values() for record in of_partition]
            if records and not self._fresh:  # else they are read again, after `begin`
                await self._finish(consumer, records)
            self._progress.publish(lambda partition: _highwater(consumer, partition))

    async def _start_over(self, consumer: AIOKafkaConsumer, begin: Begin) -> None:
        self._fresh = False
        self._health.down(self._condition, "reading again what was before")
        positions = await consumer.beginning_offsets(consumer.assignment())
        for partition in positions:
            positions[partition] = await consumer.committed(partition) or positions[partition]
        await begin(positions)
        for partition, position in positions.items():
            consumer.seek(partition, position)
        self._health.up(self._condition)

    async def _finish(self, consumer: AIOKafkaConsumer, records: Sequence[ConsumerRecord]) -> None:
        metrics.IN_FLIGHT.labels(self._health.service).set(len(records))
        await self._stage.process([_incoming(record) for record in records])
        try:
            await consumer.commit(_offsets(records))
        except (CommitFailedError, IllegalStateError):
            # The partitions went to another member meanwhile: it will do the batch again, to the same end.
            log.warning("commit refused after a rebalance", stream=self._stream, records=len(records))
        else:
            for record in records:
                self._progress.acknowledged(record.partition, record.offset, record.timestamp / 1000)
        metrics.IN_FLIGHT.labels(self._health.service).set(0)

    def _consumer(self) -> AIOKafkaConsumer:
        session_ms = int(self._settings.session_s * 1000)
        return AIOKafkaConsumer(
            bootstrap_servers=self._settings.bootstrap,
            client_id=self._group,
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=LARGEST_RECORD,
            session_timeout_ms=session_ms,
            heartbeat_interval_ms=session_ms // 3,
            partition_assignment_strategy=(self._assignor,),
            max_poll_interval_ms=int((self._settings.retry_s + self._busy_s) * 1000),
            **of(self._settings),
        )


def _incoming(record: ConsumerRecord) -> Incoming:
    return Incoming(
        stream=record.topic,
        partition=record.partition,
        offset=record.offset,
        record=Record(key=record.key, value=record.value, headers=tuple(record.headers)),
    )


def _offsets(records: Sequence[ConsumerRecord]) -> Positions:
    """The offset after the last record of each partition."""
    return {TopicPartition(record.topic, record.partition): record.offset + 1 for record in records}


def _highwater(consumer: AIOKafkaConsumer, partition: TopicPartition) -> int | None:
    return consumer.highwater(partition) if partition in consumer.assignment() else None
