"""A poller: asks one source again and again, and hands over the items that are new to it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from schemas.identity import text_digest
from schemas.source import Source
from services.ingest.collectors.contract import Outlet, hand_over
from services.ingest.polling.cadence import backoff_s, interval_s, spread
from services.ingest.polling.status import Status
from services.ingest.syndication import FeedError
from services.ingest.validity import Found
from services.ingest.web.fetch import Fetched, Fetcher
from services.runtime import logs, metrics
from services.runtime.cluster import pause
from services.runtime.faults import Transient
from services.runtime.outgoing.guard import FetchError

log = logs.get(__name__)
DIGITS = 16
"""Hexadecimal digits of an item's digest that are remembered."""
Read = Callable[[Fetched], Awaitable[Sequence[Found]]]
"""The items of a document that was fetched, oldest first. `FeedError` where it can't be read."""
Report = Callable[[Source], Awaitable[None]]
"""Says how the source is doing; returns once that is acknowledged. `Transient` where it can't be."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds between two questions: the shortest, and the longest, which a source that fails gets too."""

    shortest_s: float = 300
    longest_s: float = 3600


class Poller:
    """Polls a source as often as its own history says, and ever more seldom while it fails.

    What a good poll saw is remembered, in the message that reports it: the validators for a conditional request, and a
    digest of each item, so that a document that grew by one item gives one submission. Where that message was lost,
    items are submitted again, and intake drops what it knows.
    """

    def __init__(
        self,
        status: Status,
        fetcher: Fetcher,
        read: Read,
        outlet: Outlet,
        report: Report,
        pace: Pace,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._status = status
        self._fetcher = fetcher
        self._read = read
        self._outlet = outlet
        self._report = report
        self._pace = pace
        self._clock = clock
        self._name = status.polled.source

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set. Nothing ends it but that: what goes wrong is logged and tried again."""
        await pause(stop, max(self._status.due - self._clock(), 0.0))
        while not stop.is_set():
            await pause(stop, await self.attempt())

    async def attempt(self) -> float:
        """One poll and its report, whatever comes of it; the seconds until the next."""
        asked = 0.0
        try:
            asked = await self.poll()
        except FetchError as error:
            asked = error.retry_after_s or 0.0
            self._failed(error.kind, str(error))
        except FeedError as error:
            self._failed("unreadable", str(error))
        except Transient as error:
            self._failed("broker", str(error))
        except Exception as error:
            log.exception("source fault", source=self._name)
            self._status.failed(self._clock(), "fault", repr(error))
        pause_s = self._pause_s(asked)
        await self._say(pause_s)
        return pause_s

    async def poll(self) -> float:
        """Ask once; the seconds for which the source says that asking again is in vain.

        `FetchError`, `FeedError` or `Transient` where it fails.
        """
        memory = self._status.known.memory
        fetched = await self._fetcher.get(self._status.polled.url, memory.etag, memory.last_modified)
        if fetched.status == 304:
            self._status.unchanged(self._clock())
        else:
            seen, new = await self._hand_over(await self._read(fetched))
            # Only now: had an item failed, a 304 would hide it from the next poll.
            self._status.succeeded(self._clock(), fetched, seen, new)
        return min(fetched.max_age_s, self._pace.longest_s)

    async def _hand_over(self, found: Sequence[Found]) -> tuple[tuple[str, ...], int]:
        known, seen, new = set(self._status.known.memory.seen), list[str](), 0
        for one in found:
            digest = text_digest(one.raw.decode())[:DIGITS]
            if digest in known:
                metrics.COLLECTED.labels("feed", "seen").inc()
            else:
                new += await hand_over("feed", self._name, one, self._outlet)
            seen.append(digest)
        return tuple(dict.fromkeys(seen)), new

    def _pause_s(self, asked: float) -> float:
        interval = interval_s(self._status.cadence, self._pace.shortest_s, self._pace.longest_s)
        waited = backoff_s(interval, self._status.known.failures, self._pace.longest_s)
        return max(asked, spread(waited, self._status.polled.id.encode()))

    async def _say(self, pause_s: float) -> None:
        try:
            await self._report(self._status.message(self._clock(), pause_s))
        except Transient as error:
            log.warning("source can't say how it is", source=self._name, detail=str(error))

    def _failed(self, kind: str, detail: str) -> None:
        self._status.failed(self._clock(), kind, detail)
        failures = self._status.known.failures
        log.warning("source failed", source=self._name, kind=kind, detail=detail, failures=failures)
