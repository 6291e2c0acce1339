"""The one way out to the network: a guarded GET.

The look-up that is checked is the look-up that is connected to, at the first address and at every redirect, so that a
name which resolves to something else a moment later gains nothing. No proxy, cookie or credential is ever sent.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from time import time
from typing import Literal

import httpcore
import httpx
import msgspec

from services.ingest.addresses import Allowed, is_odd_host
from services.ingest.guard import FetchError, Guard
from services.ingest.inflate import Inflater, TooLarge
from services.runtime import metrics

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_WAIT_S = 86_400.0


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
        self._timeout = {
            "connect": limits.connect_s,
            "read": limits.read_s,
            "write": limits.read_s,
            "pool": limits.total_s,
        }
        self._pool = httpcore.AsyncConnectionPool(
            network_backend=Guard(allowed),
            max_connections=16,
            keepalive_expiry=5,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The document at `url`, or 304 where it still has `etag` or `last_modified`. `FetchError` says what failed."""
        try:
            fetched = await self._bounded(url, etag, last_modified)
        except FetchError as error:
            metrics.FETCHES.labels(error.kind).inc()
            raise
        metrics.FETCHES.labels("ok" if fetched.status == 200 else "not_modified").inc()
        return fetched

    async def _bounded(self, url: str, etag: str | None, last_modified: str | None) -> Fetched:
        headers = {**self._headers, "If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {name: value for name, value in headers.items() if value is not None}
        try:
            async with asyncio.timeout(self._limits.total_s):
                return await self._follow(url, sent)
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise FetchError("timeout", f"no answer in time from {_host(url)}") from error
        except (httpcore.NetworkError, ssl.SSLError) as error:
            raise FetchError("tls" if _is_tls(error) else "protocol", str(error) or repr(error)) from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise FetchError("protocol", str(error)) from error

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Fetched:
        at = _checked(url)
        for _ in range(self._limits.redirects + 1):
            async with self._answer(at, headers) as response:
                answer = _headers(response)
                if response.status in _REDIRECTS and "location" in answer:
                    at = _joined(at, answer["location"])
                    continue
                return await self._read(str(at), response, answer)
        raise FetchError("redirect", f"over {self._limits.redirects} redirects")

    @asynccontextmanager
    async def _answer(self, url: httpx.URL, headers: Mapping[str, str]) -> AsyncIterator[httpcore.Response]:
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [("Host", url.netloc.decode("ascii")), *headers.items()]
        async with self._pool.stream(
            "GET", target, headers=sent, extensions={"timeout": self._timeout}
        ) as response:
            yield response

    async def _read(self, url: str, response: httpcore.Response, answer: Mapping[str, str]) -> Fetched:
        if response.status not in (200, 304):
            raise FetchError("status", str(response.status), _retry_after(answer.get("retry-after")))
        return Fetched(
            url=url,
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


def _checked(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError("protocol", f"no URL: {error}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError("protocol", "not an absolute http or https URL")
    if parsed.userinfo:
        raise FetchError("protocol", "user information in the URL")
    if is_odd_host(parsed.host):
        raise FetchError("refused_address", f"{parsed.host} is an IPv4 address in disguise")
    return parsed


def _joined(base: httpx.URL, location: str) -> httpx.URL:
    try:
        return _checked(str(base.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("redirect", f"no URL: {error}") from error


def _headers(response: httpcore.Response) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait, from a number or an HTTP date (RFC 9110, 10.2.3); None where there is none."""
    if value is None:
        return None
    try:
        seconds = (
            float(value) if value.strip().isdigit() else parsedate_to_datetime(value).timestamp() - time()
        )
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT_S)


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") > 1 else url


def _is_tls(error: BaseException) -> bool:
    return any(isinstance(cause, ssl.SSLError) for cause in (error, error.__cause__, error.__context__))
