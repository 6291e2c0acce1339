"""One client of the live stream: first what it has missed, then what comes."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

import msgspec

from schemas.filters.match import wants
from schemas.filters.syntax import Filter
from schemas.mediatopics import Vocabulary
from services.gateway.live import reading
from services.gateway.live.crowd import Seat, here
from services.gateway.live.delivery import delivery
from services.gateway.live.position import Position, encode, further, padded
from services.gateway.live.ring import Entry, Ring
from services.runtime import metrics

CHUNK = 64 * 1024
"""Bytes that are handed to the connection at once, unless one event is larger."""


TURN_S = 0.5
"""Seconds after which a client that waits for its turn looks whether it is to end."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """`heartbeat_s`: seconds after which a silent stream says that it lives; `retry_ms`: a client's pause."""

    heartbeat_s: float
    retry_ms: int = 2000


class Session:
    """The events that `wanted` wants, from `position` on; None wants all. A client with a `seat` sits with the crowd
    while it has had everything, and sends for itself only what it has missed.
    """

    def __init__(
        self,
        ring: Ring,
        position: Position,
        wanted: Filter | None,
        vocabulary: Vocabulary,
        pace: Pace,
        bootstrap: str,
        slots: asyncio.Semaphore,
        seat: Seat | None = None,
    ) -> None:
        self._ring = ring
        self._position = position
        self._wanted = wanted
        self._vocabulary = vocabulary
        self._pace = pace
        self._bootstrap = bootstrap
        self._slots = slots
        self._seat = seat
        self._beat = time.monotonic()
        self._together = False

    async def chunks(self) -> AsyncIterator[bytes]:
        """What to send, until the ring is closed. `Behind` for a client that reads too slowly, `Transient` where the
        broker goes away while the client catches up: it comes back with the id that it has.
        """
        yield b"retry: %d\n" % self._pace.retry_ms + self._here()
        async for chunk in self._missed():
            yield chunk
        async for chunk in self._live():
            yield chunk

    async def _missed(self) -> AsyncIterator[bytes]:
        """What the ring does not hold any more, read from the stream, a few clients at a time."""
        while not self._over() and self._ring.place(self._in_ring()) is None:
            while not await self._slot():
                if self._over():
                    return
                if self._silent():
                    yield self._here()
            metrics.STREAM_CATCHING_UP.inc()
            try:
                async for chunk in self._read():
                    yield chunk
            finally:
                metrics.STREAM_CATCHING_UP.dec()
                self._slots.release()

    async def _read(self) -> AsyncIterator[bytes]:
        end = further(self._ring.head, self._in_ring())
        oldest = await reading.earliest(self._bootstrap, len(end))
        if lost := _lost(self._position, oldest):
            self._position = further(self._position, oldest)
            yield lost + self._here()
        async for records in reading.between(self._bootstrap, self._position, end):
            frames = []
            for record in records:
                self._pass(record.partition, record.offset)
                found = delivery(record)
                if found and (self._wanted is None or wants(self._wanted, found.message, self._vocabulary)):
                    frames.append(found.frame(encode(self._position)))
            for chunk in _chunks(frames):
                yield chunk
            if not frames and self._silent():
                yield self._here()
            if self._over():
                return
            # Work of many records must not keep live clients waiting.
            await asyncio.sleep(0)
        self._position = further(end, self._position)

    async def _live(self) -> AsyncIterator[bytes]:
        if (following := self._ring.place(self._in_ring())) is None:
            return
        self._together = self._position == self._ring.head
        while not self._over():
            arrived = self._ring.arrived
            entries = self._ring.since(following)
            following += len(entries)
            for chunk in _chunks(self._frames(entries)):
                self._beat = time.monotonic()
                yield chunk
            if self._silent():
                yield self._here()
            elif self._seat and self._together and self._seat.free() and following == self._ring.following:
                following = await self._sit(self._seat, following)
            elif not await self._within(arrived):
                yield self._here()

    async def _sit(self, seat: Seat, following: int) -> int:
        """Be served with the others; what comes next once that can't go on."""
        following = await seat.stay(self._wanted, following, self._beat)
        self._beat = time.monotonic()
        if following == self._ring.following:
            self._position = self._ring.head
        return following

    def _frames(self, entries: Sequence[Entry]) -> list[bytes]:
        """A client that has had all before them gets them as they are; else each must tell its own place."""
        before, head = self._in_ring(), self._ring.head
        frames = []
        for entry in entries:
            one = entry.delivery
            if one.offset < before[one.partition]:
                continue
            if self._together:
                if entry.wanted(self._wanted):
                    frames.append(entry.frame)
                continue
            self._pass(one.partition, one.offset)
            if entry.wanted(self._wanted):
                frames.append(one.frame(encode(self._position)))
        self._position = further(head, self._in_ring())
        self._together = self._position == head
        return frames

    def _pass(self, partition: int, offset: int) -> None:
        place = list(self._in_ring())
        place[partition] = offset + 1
        self._position = tuple(place)

    def _in_ring(self) -> Position:
        """The position in all the partitions that there are by now."""
        if len(self._position) < len(self._ring.head):
            self._position = padded(self._position, len(self._ring.head))
        return self._position

    async def _slot(self) -> bool:
        try:
            async with asyncio.timeout(TURN_S):
                await self._slots.acquire()
        except TimeoutError:
            return False
        return True

    async def _within(self, arrived: asyncio.Event) -> bool:
        """Whether something arrives before the next heartbeat is due."""
        left = self._beat + self._pace.heartbeat_s - time.monotonic()
        try:
            async with asyncio.timeout(left):
                await arrived.wait()
        except TimeoutError:
            return False
        return True

    def _over(self) -> bool:
        return self._ring.closed

    def _silent(self) -> bool:
        return time.monotonic() - self._beat >= self._pace.heartbeat_s

    def _here(self) -> bytes:
        """A heartbeat, which moves the client's place on although nothing was wanted."""
        self._beat = time.monotonic()
        return here(self._position)


def _lost(position: Position, oldest: Position) -> bytes:
    """An event for each partition whose next events are gone, because the stream keeps them no longer."""
    gone = [
        {"partition": partition, "from": place, "to": kept}
        for partition, (place, kept) in enumerate(zip(position, oldest, strict=True))
        if place < kept
    ]
    return b"".join(b"event: lost\ndata: %b\n\n" % msgspec.json.encode(one) for one in gone)


def _chunks(frames: Sequence[bytes]) -> list[bytes]:
    """`frames` in pieces of about `CHUNK` bytes."""
    metrics.STREAM_DELIVERED.inc(len(frames))
    pieces, piece, size = list[bytes](), list[bytes](), 0
    for frame in frames:
        if piece and size + len(frame) > CHUNK:
            pieces.append(b"".join(piece))
            piece, size = [], 0
        piece.append(frame)
        size += len(frame)
    return [*pieces, b"".join(piece)] if piece else pieces
