"""A poller: asks one source again and again, and hands over the items that are new to it."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import msgspec

from schemas.source import Source
from services.ingest.collectors.contract import Outcome, Outlet, hand_over
from services.ingest.confined import Exhausted
from services.ingest.follow import FeedError
from services.ingest.formats.contract import Address, Found, Item
from services.ingest.polling.cadence import backoff_s, interval_s, spread
from services.ingest.polling.status import Status
from services.ingest.web.fetch import Fetched, Fetcher
from services.runtime import logs, metrics
from services.runtime.cluster import pause
from services.runtime.faults import Transient
from services.runtime.outgoing.guard import FetchError

log = logs.get(__name__)
DIGITS = 16
"""Hexadecimal digits of an item's digest that are remembered."""
Read = Callable[[Fetched], Awaitable[Sequence[Item]]]
"""The items of a document that was fetched, oldest first. `FeedError` where it can't be read."""
Follow = Callable[[Address], AsyncIterator[Found]]
"""What is at an address that the document names. `FetchError` where that can't be had now."""
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
        follow: Follow,
        outlet: Outlet,
        report: Report,
        pace: Pace,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._status = status
        self._fetcher = fetcher
        self._read = read
        self._follow = follow
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
        asked, told = 0.0, None
        try:
            asked = await self.poll()
        except FetchError as error:
            told = error.retry_after_s
            if error.kind == "held":
                self._held(str(error))
            else:
                self._failed(error.kind, str(error))
        except FeedError as error:
            self._failed("unreadable", str(error))
        except Exhausted as error:
            self._failed("exhausted", str(error))
        except Transient as error:
            self._failed("broker", str(error))
        except Exception as error:
            log.exception("source fault", source=self._name)
            self._status.failed(self._clock(), "fault", repr(error))
        pause_s = self._pause_s(asked) if told is None else self._told_s(told)
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
            seen, new, whole = await self._hand_over(await self._read(fetched))
            # Without validators the next poll sees again what had to wait: a 304 would hide it.
            kept = fetched if whole else msgspec.structs.replace(fetched, etag=None, last_modified=None)
            self._status.succeeded(self._clock(), kept, seen, new)
        return min(fetched.max_age_s, self._pace.longest_s)

    async def _hand_over(self, items: Sequence[Item]) -> tuple[tuple[str, ...], int, bool]:
        """The digests of what need not be seen again, how many were submitted, and whether nothing has to wait."""
        known, seen, new, whole = set(self._status.known.memory.seen), list[str](), 0, True
        for item in items:
            digest = _digest(item)
            if digest in known:
                metrics.COLLECTED.labels("feed", "seen").inc()
                seen.append(digest)
                continue
            submitted, done = await self._take(item)
            new += submitted
            whole &= done
            if done:
                seen.append(digest)
        return tuple(dict.fromkeys(seen)), new, whole

    async def _take(self, item: Item) -> tuple[int, bool]:
        """How many documents `item` gave, and whether none of it has to wait."""
        outcomes = list[Outcome]()
        try:
            if isinstance(item, Found):
                outcomes.append(await hand_over("feed", self._status.polled.url, item, self._outlet))
            else:
                async for found in self._follow(item):
                    outcomes.append(await hand_over("feed", item.url, found, self._outlet))
        except FetchError as error:
            log.warning("page failed", source=self._name, kind=error.kind, detail=str(error))
            return outcomes.count("submitted"), False
        return outcomes.count("submitted"), "held" not in outcomes

    def _pause_s(self, asked: float) -> float:
        interval = interval_s(self._status.cadence, self._pace.shortest_s, self._pace.longest_s)
        waited = backoff_s(interval, self._status.known.failures, self._pace.longest_s)
        return max(asked, spread(waited, self._status.polled.id.encode()))

    def _told_s(self, seconds: float) -> float:
        """Seconds until the next question, of which the server says that they need be no more than `seconds`.

        That is instead of ever longer pauses, but no reason to ask more often than usual: a source that was held,
        because others of its host had to wait, has not been asked at all.
        """
        held = self._status.known.fault is not None and self._status.known.fault.kind == "held"
        interval = interval_s(self._status.cadence, self._pace.shortest_s, self._pace.longest_s)
        return seconds if held else max(seconds, spread(interval, self._status.polled.id.encode()))

    async def _say(self, pause_s: float) -> None:
        try:
            await self._report(self._status.message(self._clock(), pause_s))
        except Transient as error:
            log.warning("source can't say how it is", source=self._name, detail=str(error))

    def _held(self, detail: str) -> None:
        self._status.waits(self._clock(), "held", detail)
        log.info("source held", source=self._name, detail=detail)

    def _failed(self, kind: str, detail: str) -> None:
        self._status.failed(self._clock(), kind, detail)
        failures = self._status.known.failures
        log.warning("source failed", source=self._name, kind=kind, detail=detail, failures=failures)


def _digest(item: Item) -> str:
    """What stays the same while the item does."""
    said = f"{item.url} {item.modified}".encode(errors="replace") if isinstance(item, Address) else item.raw
    return hashlib.sha256(said).hexdigest()[:DIGITS]
