"""robots.txt: what a site asks of programs that fetch from it (RFC 9309). protego reads it; here is when to ask."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import httpx
import msgspec
from protego import Protego

from services.runtime.outgoing.guard import FetchError

MOST_BYTES = 512 * 1024
"""Bytes that are read of a robots.txt; the rest is ignored. The RFC asks for at least 500 KiB."""
KEPT_S = 6 * 3600.0
"""Seconds until it is asked for again; the RFC allows a day."""
STALE_S = 24 * 3600.0
"""Seconds that an older answer serves while the site fails."""
FAILED_S = 60.0
"""Seconds until a site that failed is asked again, where it does not say."""
SHORTEST_S, LONGEST_S = 10.0, 3600.0
"""Bounds of the seconds that a site may say instead: until then nothing of it is fetched."""
LONGEST_DELAY_S = 60.0
MOST_SITES = 10_000


class Answer(msgspec.Struct, frozen=True):
    """What came of asking for a robots.txt: its text, or None where the site has none."""

    text: str | None


Ask = Callable[[str], Awaitable[Answer]]
"""Asks for the robots.txt at a URL; `FetchError` where the site fails, so that nobody knows."""


class _Site(msgspec.Struct):
    lock: asyncio.Lock
    rules: Protego | None = None
    fault: FetchError | None = None
    asked: float = float("-inf")
    until: float = float("-inf")


class Robots:
    """Whether `agent` may fetch a URL. `exempt` are hosts whose robots.txt does not bind us, by agreement with them."""

    def __init__(
        self,
        ask: Ask,
        agent: str,
        exempt: frozenset[str] = frozenset(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._agent = agent
        self._exempt = exempt
        self._clock = clock
        self._sites: OrderedDict[str, _Site] = OrderedDict()

    async def delay_s(self, url: httpx.URL) -> float:
        """Seconds that the site wants between two requests.

        `FetchError` ("robots") where it asks not to fetch `url`, or with the fault for which it can't be asked.
        """
        if url.host in self._exempt:
            return 0.0
        rules = await self._rules(url)
        if not rules.can_fetch(str(url), self._agent):
            raise FetchError("robots", f"{url.host} asks not to fetch {url.path[:200]}")
        return min(float(rules.crawl_delay(self._agent) or 0.0), LONGEST_DELAY_S)

    async def _rules(self, url: httpx.URL) -> Protego:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        site = self._site(origin)
        async with site.lock:
            if self._clock() >= site.until:
                await self._renew(site, origin)
            if site.rules is None:
                assert site.fault is not None  # asked, and without an answer
                raise FetchError(
                    site.fault.kind,
                    f"{origin}/robots.txt: {site.fault}",
                    max(site.until - self._clock(), 0.0),
                )
            return site.rules

    async def _renew(self, site: _Site, origin: str) -> None:
        now = self._clock()
        try:
            answer = await self._ask(f"{origin}/robots.txt")
        except FetchError as error:
            # Unreachable means that everything is disallowed (2.3.1.4), unless an answer of the last day tells more.
            if now - site.asked > STALE_S:
                site.rules, site.fault = None, error
            asked = error.retry_after_s
            site.until = now + (FAILED_S if asked is None else min(max(asked, SHORTEST_S), LONGEST_S))
        else:
            site.rules = Protego.parse(answer.text or "")
            site.asked, site.until = now, now + KEPT_S

    def _site(self, origin: str) -> _Site:
        if origin not in self._sites:
            if len(self._sites) >= MOST_SITES:
                self._sites.popitem(last=False)
            self._sites[origin] = _Site(asyncio.Lock())
        self._sites.move_to_end(origin)
        return self._sites[origin]
