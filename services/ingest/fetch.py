"""A guarded GET: redirects followed, each address checked anew; bytes, seconds and hops bounded."""

from collections.abc import Mapping
from typing import Literal

import httpcore
import httpx
import msgspec

from services.ingest.inflate import Inflater, TooLarge
from services.runtime import metrics
from services.runtime.outgoing.addresses import Allowed
from services.runtime.outgoing.client import Client, Pace, headers_of, retry_after
from services.runtime.outgoing.guard import FetchError
from services.runtime.outgoing.urls import checked, joined

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds for connecting, for each read and for the whole fetch; bytes of the body once it is decompressed."""

    connect_s: float = 5
    read_s: float = 10
    total_s: float = 30
    most_bytes: int = 10 * 1024 * 1024
    redirects: int = 5


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: 200 with its body, or 304 without one. `url` is where the redirects ended."""

    url: str
    status: Literal[200, 304]
    body: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class Fetcher:
    """Fetches within `limits` from the public network and what `allowed` adds. Close it after use."""

    def __init__(self, allowed: Allowed, limits: Limits, user_agent: str) -> None:
        self._limits = limits
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"}
        self._client = Client(
            allowed, Pace(connect_s=limits.connect_s, read_s=limits.read_s, total_s=limits.total_s)
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The document at `url`, or 304 where it still has `etag` or `last_modified`. `FetchError` says what failed."""
        headers = {**self._headers, "If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {name: value for name, value in headers.items() if value is not None}
        try:
            async with self._client.within(_host(url)):
                fetched = await self._follow(url, sent)
        except FetchError as error:
            metrics.FETCHES.labels(error.kind).inc()
            raise
        metrics.FETCHES.labels("ok" if fetched.status == 200 else "not_modified").inc()
        return fetched

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Fetched:
        at = checked(url)
        for _ in range(self._limits.redirects + 1):
            async with self._client.answer("GET", at, headers) as response:
                answer = headers_of(response)
                if response.status in _REDIRECTS and "location" in answer:
                    at = joined(at, answer["location"])
                    continue
                return await self._read(at, response, answer)
        raise FetchError("redirect", f"over {self._limits.redirects} redirects")

    async def _read(self, url: httpx.URL, response: httpcore.Response, answer: Mapping[str, str]) -> Fetched:
        if response.status not in (200, 304):
            raise FetchError("status", str(response.status), retry_after(answer.get("retry-after")))
        return Fetched(
            url=str(url),
            status=200 if response.status == 200 else 304,
            body=b"" if response.status == 304 else await self._body(response, answer),
            content_type=answer.get("content-type"),
            etag=answer.get("etag"),
            last_modified=answer.get("last-modified"),
        )

    async def _body(self, response: httpcore.Response, answer: Mapping[str, str]) -> bytes:
        try:
            inflater = Inflater(answer.get("content-encoding", ""), self._limits.most_bytes)
            body = b"".join([inflater.feed(part) async for part in response.aiter_stream()])
            inflater.finish()
        except TooLarge as error:
            raise FetchError("too_large", str(error)) from error
        except ValueError as error:
            raise FetchError("protocol", str(error)) from error
        return body


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") > 1 else url
