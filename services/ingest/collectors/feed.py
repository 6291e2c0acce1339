"""A feed poller: asks an RSS or Atom feed again and again, and hands over the entries that are new to it."""

import asyncio

import msgspec

from schemas.identity import text_digest
from services.ingest.collectors.contract import Outlet, hand_over
from services.ingest.syndication import FeedError, entries
from services.ingest.validity import Found
from services.ingest.web.fetch import Fetched, Fetcher
from services.runtime import logs, metrics
from services.runtime.cluster import pause
from services.runtime.faults import Transient
from services.runtime.outgoing.guard import FetchError

log = logs.get(__name__)
LONGEST_PAUSE_S = 3600.0


class Feed(msgspec.Struct, frozen=True):
    """A feed and the source name of what comes from it."""

    source: str
    url: str


class FeedCollector:
    """Polls `feed` every `interval_s` seconds, and ever more seldom while it fails.

    What the last good poll saw is kept in memory: the validators for a conditional request, and a digest of each
    entry, so that a feed that grew by one entry gives one submission. After a restart all are submitted again, and
    intake drops what it knows.
    """

    def __init__(self, feed: Feed, fetcher: Fetcher, outlet: Outlet, interval_s: float) -> None:
        self._feed = feed
        self._fetcher = fetcher
        self._outlet = outlet
        self._interval_s = interval_s
        self._last: Fetched | None = None
        self._seen: frozenset[str] = frozenset()
        self._failures = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set. Nothing ends it but that: what goes wrong is logged and tried again."""
        while not stop.is_set():
            await pause(stop, await self.attempt())

    async def attempt(self) -> float:
        """One poll, whatever comes of it; the seconds until the next."""
        asked = 0.0
        try:
            await self.poll()
        except FetchError as error:
            asked = error.retry_after_s or 0.0
            self._failed(error.kind, str(error))
        except (FeedError, Transient) as error:
            self._failed(type(error).__name__, str(error))
        except Exception:
            self._failures += 1
            log.exception("feed fault", source=self._feed.source)
        else:
            self._failures = 0
        longest = max(self._interval_s, LONGEST_PAUSE_S)
        # 2**20 intervals are over the longest pause in any case; further powers would only overflow.
        return max(asked, min(self._interval_s * (1 << min(self._failures, 20)), longest))

    async def poll(self) -> int:
        """Ask once; how many entries were submitted. `FetchError`, `FeedError` or `Transient` where it fails."""
        etag, modified = (self._last.etag, self._last.last_modified) if self._last else (None, None)
        fetched = await self._fetcher.get(self._feed.url, etag, modified)
        if fetched.status == 304:
            return 0
        submitted = await self._hand_over(await asyncio.to_thread(self._read, fetched))
        # Only now: had an entry failed, a 304 would hide it from the next poll.
        self._last = msgspec.structs.replace(fetched, body=b"")
        return submitted

    def _read(self, fetched: Fetched) -> list[Found]:
        return list(entries(fetched.body, self._feed.source, fetched.url, fetched.content_type))

    async def _hand_over(self, found: list[Found]) -> int:
        submitted, seen = 0, set[str]()
        for one in found:
            digest = text_digest(one.raw.decode())
            if digest in self._seen:
                metrics.COLLECTED.labels("feed", "seen").inc()
            else:
                submitted += await hand_over("feed", self._feed.source, one, self._outlet)
            seen.add(digest)
        self._seen = frozenset(seen)
        return submitted

    def _failed(self, kind: str, detail: str) -> None:
        self._failures += 1
        log.warning(
            "feed failed", source=self._feed.source, kind=kind, detail=detail, failures=self._failures
        )
