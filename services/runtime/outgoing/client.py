"""Requests over connections to checked addresses.

The look-up that is checked is the look-up that is connected to, so that a name which resolves to something else a
moment later gains nothing. No cookie or credential is ever sent, and no redirect is followed: who follows one asks
anew, and is checked anew. Behind a proxy of the operator's, it is the proxy that connects: what can be looked up here
is still checked here, the rest is left to it.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from email.utils import parsedate_to_datetime
from time import time

import httpcore
import httpx
import msgspec

from services.runtime.outgoing.addresses import Allowed
from services.runtime.outgoing.guard import FetchError, Guard

_LONGEST_WAIT_S = 86_400.0


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds for connecting, for each read or write, and for the whole exchange."""

    connect_s: float = 5
    read_s: float = 10
    total_s: float = 30


class Client:
    """Asks hosts of the public network and what `allowed` adds, through `proxy` if there is one. Close it after use."""

    def __init__(self, allowed: Allowed, pace: Pace, connections: int = 16, proxy: str | None = None) -> None:
        self._pace = pace
        self._timeout = {
            "connect": pace.connect_s,
            "read": pace.read_s,
            "write": pace.read_s,
            "pool": pace.total_s,
        }
        self._guard = Guard(allowed)
        self._proxied = proxy is not None
        self._pool = (
            httpcore.AsyncConnectionPool(
                network_backend=self._guard, max_connections=connections, keepalive_expiry=5
            )
            if proxy is None
            else httpcore.AsyncHTTPProxy(proxy, max_connections=connections, keepalive_expiry=5)
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    @asynccontextmanager
    async def within(self, host: str) -> AsyncIterator[None]:
        """A block that ends in time, and in which all that goes wrong on the way to `host` is a `FetchError`."""
        with _named(host):
            async with asyncio.timeout(self._pace.total_s):
                yield

    @asynccontextmanager
    async def answer(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes | None = None
    ) -> AsyncIterator[httpcore.Response]:
        """The answer to one request, its body not read yet. To be used inside `within`."""
        if self._proxied:
            port = url.port or (443 if url.scheme == "https" else 80)
            await self._guard.vet(url.host, port, self._pace.connect_s)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [("Host", url.netloc.decode("ascii")), *headers.items()]
        async with self._pool.stream(
            method, target, headers=sent, content=content, extensions={"timeout": self._timeout}
        ) as response:
            yield response


def headers_of(response: httpcore.Response) -> dict[str, str]:
    """The headers of `response`, names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}


def retry_after(value: str | None) -> float | None:
    """Seconds to wait, from a number or an HTTP date (RFC 9110, 10.2.3), a day at most; None where there is none."""
    if value is None:
        return None
    try:
        seconds = (
            float(value) if value.strip().isdigit() else parsedate_to_datetime(value).timestamp() - time()
        )
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT_S)


@contextmanager
def _named(host: str) -> Iterator[None]:
    try:
        yield
    except (TimeoutError, httpcore.TimeoutException) as error:
        raise FetchError("timeout", f"no answer in time from {host}") from error
    except httpcore.ProxyError as error:
        raise FetchError("protocol", f"the proxy: {error}") from error
    except (httpcore.NetworkError, ssl.SSLError) as error:
        raise FetchError("tls" if _is_tls(error) else "protocol", str(error) or repr(error)) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise FetchError("protocol", str(error)) from error


def _is_tls(error: BaseException) -> bool:
    return any(isinstance(cause, ssl.SSLError) for cause in (error, error.__cause__, error.__context__))
