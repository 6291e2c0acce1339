"""A guarded, polite GET: redirects followed, each address checked anew; bytes, seconds and hops bounded."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Literal

import httpcore
import httpx
import msgspec

from services.ingest.web.inflate import ACCEPTED, Inflater, TooLarge
from services.ingest.web.robots import MOST_BYTES, Answer, Robots
from services.ingest.web.turns import Turns
from services.runtime import metrics
from services.runtime.outgoing.addresses import Allowed
from services.runtime.outgoing.client import Client, Pace, headers_of, retry_after
from services.runtime.outgoing.guard import FetchError
from services.runtime.outgoing.urls import checked, joined

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds for connecting, for each read and for the whole fetch, without the wait for a turn; bytes of the body
    once it is decompressed."""

    connect_s: float = 5
    read_s: float = 10
    total_s: float = 30
    most_bytes: int = 10 * 1024 * 1024
    redirects: int = 5


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """How hosts are treated: requests at once, seconds between two, and the ones whose robots.txt is not asked for."""

    at_once: int = 2
    delay_s: float = 1
    exempt: frozenset[str] = frozenset()


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: 200 with its body, or 304 without one. `url` is where the redirects ended.

    `max_age_s` is for how long the server says that asking again is in vain.
    """

    url: str
    status: Literal[200, 304]
    body: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    max_age_s: float = 0.0


class Fetcher:
    """Fetches within `limits` and with `manners`, from the public network and what `allowed` adds. Close it after use.

    `proxy` is the operator's own, through which everything then goes.
    """

    def __init__(
        self,
        allowed: Allowed,
        limits: Limits,
        user_agent: str,
        manners: Manners | None = None,
        proxy: str | None = None,
    ) -> None:
        manners = manners or Manners()
        self._limits = limits
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": ACCEPTED}
        self._turns = Turns(manners.at_once, manners.delay_s)
        self._robots = Robots(self._ask, user_agent.partition("/")[0], manners.exempt)
        pace = Pace(connect_s=limits.connect_s, read_s=limits.read_s, total_s=limits.total_s)
        self._client = Client(allowed, pace, proxy=proxy)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The document at `url`, or 304 where it still has `etag` or `last_modified`. `FetchError` says what failed."""
        headers = {**self._headers, "If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {name: value for name, value in headers.items() if value is not None}
        try:
            fetched = await self._follow(checked(url), sent, obey=True)
        except FetchError as error:
            metrics.FETCHES.labels(error.kind).inc()
            raise
        metrics.FETCHES.labels("ok" if fetched.status == 200 else "not_modified").inc()
        return fetched

    async def _ask(self, url: str) -> Answer:
        """What the robots.txt at `url` says. Any answer that it isn't there means that there is none (2.3.1.3)."""
        try:
            fetched = await self._follow(checked(url), self._headers, obey=False)
        except FetchError as error:
            gone = error.status is not None and 400 <= error.status < 500 and error.status != 429
            if gone or error.kind == "redirect":
                return Answer(None)
            raise
        return Answer(fetched.body.decode(errors="replace"))

    async def _follow(self, at: httpx.URL, headers: Mapping[str, str], *, obey: bool) -> Fetched:
        left_s = self._limits.total_s
        for _ in range(self._limits.redirects + 1):
            delay_s = await self._robots.delay_s(at) if obey else 0.0
            async with self._turns.turn(at.host, str(at), delay_s):
                begun = time.monotonic()
                async with self._hop(at, headers, left_s) as (response, answer):
                    if not (response.status in _REDIRECTS and "location" in answer):
                        return await self._read(at, response, answer, whole=obey)
                left_s -= time.monotonic() - begun
            at = joined(at, answer["location"])
        raise FetchError("redirect", f"over {self._limits.redirects} redirects")

    @asynccontextmanager
    async def _hop(
        self, at: httpx.URL, headers: Mapping[str, str], seconds: float
    ) -> AsyncIterator[tuple[httpcore.Response, dict[str, str]]]:
        async with (
            self._client.within(at.host),
            asyncio.timeout(max(seconds, 0.0)),
            self._client.answer("GET", at, headers) as response,
        ):
            yield response, headers_of(response)

    async def _read(
        self, url: httpx.URL, response: httpcore.Response, answer: Mapping[str, str], *, whole: bool
    ) -> Fetched:
        if response.status not in (200, 304):
            raise self._refused(url, response.status, answer)
        cached = _MAX_AGE.search(answer.get("cache-control", "").lower())
        return Fetched(
            url=str(url),
            status=200 if response.status == 200 else 304,
            body=b"" if response.status == 304 else await self._body(response, answer, whole=whole),
            content_type=answer.get("content-type"),
            etag=answer.get("etag"),
            last_modified=answer.get("last-modified"),
            max_age_s=float(cached[1]) if cached else 0.0,
        )

    def _refused(self, url: httpx.URL, status: int, answer: Mapping[str, str]) -> FetchError:
        wait_s = retry_after(answer.get("retry-after"))
        if wait_s and status in (429, 503):
            self._turns.hold(url.host, str(url), wait_s)
        told = f"{status}, asks for a pause of {wait_s:.0f} s" if wait_s else str(status)
        return FetchError("status", told, wait_s, status=status)

    async def _body(self, response: httpcore.Response, answer: Mapping[str, str], *, whole: bool) -> bytes:
        parts: list[bytes] = []
        try:
            inflater = Inflater(answer.get("content-encoding", ""), self._limits.most_bytes)
            async for part in response.aiter_stream():
                parts.append(inflater.feed(part))
                if not whole and sum(map(len, parts)) > MOST_BYTES:
                    return b"".join(parts)[:MOST_BYTES]
            inflater.finish()
        except TooLarge as error:
            raise FetchError("too_large", str(error)) from error
        except ValueError as error:
            raise FetchError("protocol", str(error)) from error
        return b"".join(parts)
