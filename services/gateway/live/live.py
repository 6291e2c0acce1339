"""Opens the live stream for a client: where it begins, whether there is room, how it ends."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import get_args

import msgspec

from schemas.filters.syntax import Filter
from schemas.mediatopics import Vocabulary
from services.gateway import problems
from services.gateway.live import position, reading
from services.gateway.live.answer import Why
from services.gateway.live.crowd import Crowd, Seat
from services.gateway.live.direct import Direct
from services.gateway.live.position import Position
from services.gateway.live.ring import Ring
from services.gateway.live.session import Pace, Session
from services.gateway.problems import Problem
from services.runtime import metrics
from services.runtime.faults import Transient

CATCHING_UP = 8
"""Clients for which the broker is asked at the same time; the others wait their turn."""

RETRY_AFTER_S = 5

RECENT = 50
"""Events that a page hears again, in case they were not stored yet when it was made."""


class Begin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a client wants to begin: behind the event of an id, at a time, or at an end of the stream."""

    id: str | None = None
    moment: datetime | None = None
    oldest: bool = False


class Live:
    """The live stream of one process, for at most `most` clients."""

    def __init__(self, bootstrap: str, ring: Ring, vocabulary: Vocabulary, pace: Pace, most: int) -> None:
        self._bootstrap = bootstrap
        self._ring = ring
        self._vocabulary = vocabulary
        self._pace = pace
        self._most = most
        self._clients = 0
        self._slots = asyncio.Semaphore(CATCHING_UP)
        self._crowd = Crowd(ring, pace.heartbeat_s)
        for why in get_args(Why):
            metrics.STREAM_ENDED.labels(
                why
            )  # there from the start, so that the first ones are seen as an increase

    async def run(self) -> None:
        """Serve those who have had everything, until the ring is closed."""
        await self._crowd.run()

    async def open(
        self, begin: Begin, wanted: Filter | None, direct: Direct | None = None
    ) -> AsyncIterator[bytes]:
        """The bytes of the stream, but for those that are written to `direct` while the client has had everything.

        `Problem` for an id that is none, or where too many read already; `Transient` while the broker is away.
        """
        if self._clients >= self._most:
            metrics.STREAM_ENDED.labels("full").inc()
            wait = {"Retry-After": str(RETRY_AFTER_S)}
            raise Problem(problems.TOO_MANY_STREAMS, f"{self._most} clients read already", headers=wait)
        if not self._ring.live or self._ring.closed:
            raise Transient("live stream", "not read up to its end yet")
        start = await self._start(begin)
        seat = Seat(self._crowd, direct) if direct else None
        return Session(
            self._ring, start, wanted, self._vocabulary, self._pace, self._bootstrap, self._slots, seat
        ).chunks()

    def recent(self) -> str | None:
        """The id of a place a little before the newest event, from which on memory serves; None before there is one.

        A page is made of what is stored, which may be some events behind: its stream begins here, and no event is lost.
        """
        ring = self._ring
        return position.encode(ring.before(RECENT)) if ring.live and ring.head else None

    def entered(self) -> None:
        """A client has begun to read."""
        self._clients += 1
        metrics.STREAM_CLIENTS.set(self._clients)

    def left(self, why: Why) -> None:
        """A client reads no more."""
        self._clients -= 1
        metrics.STREAM_CLIENTS.set(self._clients)
        metrics.STREAM_ENDED.labels(why).inc()

    async def _start(self, begin: Begin) -> Position:
        partitions = len(self._ring.head)
        if begin.id is not None:
            return await self._behind(begin.id, partitions)
        if begin.moment is None and not begin.oldest:
            return self._ring.head
        async with self._slots:
            if begin.moment is not None:
                return await reading.at(self._bootstrap, partitions, begin.moment)
            return await reading.earliest(self._bootstrap, partitions)

    async def _behind(self, id_: str, partitions: int) -> Position:
        try:
            start = position.decode(id_)
        except ValueError as error:
            raise Problem(problems.BAD_CURSOR, f"Last-Event-ID, from: {error}") from None
        start = position.padded(start, partitions)
        if position.further(start, self._ring.head) == self._ring.head:
            return start
        # Another replica may be further than this one; nobody is further than the stream.
        async with self._slots:
            end = await reading.ends(self._bootstrap, partitions)
        if position.further(start, end) == end:
            return start
        raise Problem(problems.BAD_CURSOR, "Last-Event-ID, from: it lies beyond the end of the stream")
