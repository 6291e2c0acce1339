"""Which process polls which source: the one that holds its partition of the sources stream.

The stream is also what is remembered. So a source has one poller however many processes there are, a process that
takes over begins where the last one stopped, and nothing is kept on a disk.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.partitioner import DefaultPartitioner

from schemas.catalogue import SOURCES
from schemas.envelope import EnvelopeError, Record, decode
from schemas.source import Source
from services.ingest.polling.status import Polled, Status, forget
from services.runtime import logs
from services.runtime.cluster import pause
from services.runtime.connection import of
from services.runtime.settings import Settings

log = logs.get(__name__)
GROUP = "dateline.ingest.sources"
POLL_MS = 500
PAUSE_S = 1.0
Run = Callable[[Status], Coroutine[None, None, None]]
"""Polls a source from its status on, until it is cancelled."""


class Share(ConsumerRebalanceListener):  # type: ignore[misc]  # the client is untyped
    """This process's share of `sources`: runs `run` for each source whose partition it holds."""

    def __init__(self, sources: Collection[Polled], run: Run, settings: Settings) -> None:
        self._sources = sources
        self._run = run
        self._settings = settings
        self._running: list[asyncio.Task[None]] = []
        self._fresh = False

    async def run(self, stop: asyncio.Event) -> None:
        """Poll this process's share until `stop`; over and over again while the broker goes and comes."""
        while not stop.is_set():
            consumer = self._consumer()
            try:
                await consumer.start()
                consumer.subscribe([SOURCES], listener=self)
                await self._hold(consumer, stop)
            except (KafkaError, OSError) as error:
                log.warning("sources wait", detail=repr(error))
            finally:
                await self._end()
                await consumer.stop()
            await pause(stop, PAUSE_S)

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """Others may poll them from now on."""
        await self._end()

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """This process has its share."""
        self._fresh = bool(assigned)

    async def _hold(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if self._fresh:
                self._fresh = False
                await self._begin(consumer)
            await consumer.getmany(timeout_ms=POLL_MS)

    async def _begin(self, consumer: AIOKafkaConsumer) -> None:
        mine = consumer.assignment()
        known = await _known(consumer, mine)
        if self._fresh:
            return  # dealt out anew meanwhile
        consumer.pause(*mine)  # what comes is our own; to ask for it keeps the membership alive all the same
        partitions = sorted(consumer.partitions_for_topic(SOURCES) or ())
        held = {one.partition for one in mine}
        ours = [source for source in self._sources if partition_of(source, partitions) in held]
        log.info("sources dealt out", sources=len(ours), of=len(self._sources))
        self._running = [
            asyncio.create_task(self._run(Status(source, known.get(source.id)))) for source in ours
        ]

    async def _end(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running = []
        forget()

    def _consumer(self) -> AIOKafkaConsumer:
        session_ms = int(self._settings.session_s * 1000)
        return AIOKafkaConsumer(
            bootstrap_servers=self._settings.bootstrap,
            client_id=GROUP,
            group_id=GROUP,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=session_ms,
            heartbeat_interval_ms=session_ms // 3,
            **of(self._settings),
        )


def partition_of(source: Polled, partitions: Sequence[int]) -> int:
    """The partition that the messages of `source` are on."""
    return int(DefaultPartitioner()(source.id.encode(), list(partitions), list(partitions)))


async def _known(consumer: AIOKafkaConsumer, partitions: Collection[TopicPartition]) -> Mapping[str, Source]:
    """The newest message of each source on `partitions`."""
    known: dict[str, Source] = {}
    await consumer.seek_to_beginning(*partitions)
    ends = await consumer.end_offsets(partitions)
    while any([await consumer.position(one) < ends[one] for one in ends if one in consumer.assignment()]):
        for records in (await consumer.getmany(timeout_ms=POLL_MS)).values():
            for record in records:
                _note(known, Record(key=record.key, value=record.value, headers=tuple(record.headers)))
    return known


def _note(known: dict[str, Source], record: Record) -> None:
    try:
        data = decode(record).data
    except EnvelopeError as error:
        log.warning("not the status of a source", detail=str(error))
        return
    if isinstance(data, Source):
        known[data.id] = data
