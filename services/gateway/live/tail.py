"""The one consumer that every live client shares: reads the tagged stream into the ring."""

import asyncio
import time

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from schemas.catalogue import TAGGED
from services.gateway.live.delivery import delivery
from services.gateway.live.reading import consumer
from services.gateway.live.ring import Ring
from services.runtime import metrics
from services.runtime.cluster import partitions, pause
from services.runtime.faults import Transient
from services.runtime.health import Health

POLL_MS = 200
PAUSE_S = 1.0
HELD = 200
"""Records of each partition that are read before the start, so that who comes back after a restart finds its place."""


class Tail:
    """Fills `ring`. While the broker is away clients wait, and lose nothing: reading goes on where it stopped."""

    def __init__(self, bootstrap: str, ring: Ring, health: Health) -> None:
        self._bootstrap = bootstrap
        self._ring = ring
        self._health = health
        self._partitions = 0
        self._ends: dict[TopicPartition, int] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop`, then close the ring."""
        try:
            while not stop.is_set():
                try:
                    async with consumer(self._bootstrap) as reader:
                        await self._follow(reader, stop)
                except Transient as error:
                    self._health.down("live", error.detail)
                    await pause(stop, PAUSE_S)
        finally:
            self._ring.close()

    async def _follow(self, reader: AIOKafkaConsumer, stop: asyncio.Event) -> None:
        self._partitions = 0
        while not stop.is_set():
            if not await self._assigned(reader):
                await pause(stop, PAUSE_S)
                continue
            read = await reader.getmany(timeout_ms=POLL_MS)
            for records in read.values():
                for record in records:
                    self._take(record)
            if read:
                self._ring.wake()
            if self._begun():
                self._ring.live = True
                self._health.up("live")

    def _take(self, record: ConsumerRecord) -> None:
        self._ring.add(record.partition, record.offset, delivery(record))
        if self._ring.live:
            metrics.STREAM_DELAY.observe(max(0.0, time.time() - record.timestamp / 1000))

    def _begun(self) -> bool:
        """Whether all is read that was there at the start."""
        return all(self._ring.head[place.partition] >= end for place, end in self._ends.items())

    async def _assigned(self, reader: AIOKafkaConsumer) -> bool:
        """Read every partition there is, from where the ring ends; False where there is none yet."""
        known = reader.partitions_for_topic(TAGGED)
        if known is None:  # it keeps an eye on what it was assigned, and on nothing before that
            known = set(range((await partitions(self._bootstrap, [TAGGED])).get(TAGGED, 0)))
        if len(known) <= self._partitions:
            return self._partitions > 0
        self._partitions = len(known)
        places = [TopicPartition(TAGGED, number) for number in sorted(known)]
        reader.assign(places)
        if not self._ring.head:
            await self._begin(reader, places)
        self._ring.grow(self._partitions)
        for place in places:
            reader.seek(place, self._ring.head[place.partition])
        return True

    async def _begin(self, reader: AIOKafkaConsumer, places: list[TopicPartition]) -> None:
        self._ends = await reader.end_offsets(places)
        oldest = await reader.beginning_offsets(places)
        self._ring.begin(tuple(max(oldest[place], self._ends[place] - HELD) for place in places))
