"""Connections to checked addresses only: the look-up that is checked is the one that is connected to."""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Literal

import httpcore

from services.runtime.outgoing.addresses import Address, Allowed

FaultKind = Literal[
    "dns",
    "refused_address",
    "timeout",
    "too_large",
    "status",
    "redirect",
    "tls",
    "protocol",
    "robots",
    "held",
]


class FetchError(Exception):
    """The fetch failed. `kind` is a bounded name for metrics; `retry_after_s` is what the server asked for.

    `status` is the HTTP status, where there was an answer that had one.
    """

    def __init__(
        self, kind: FaultKind, detail: str, retry_after_s: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.retry_after_s = retry_after_s
        self.status = status


class Guard(httpcore.AsyncNetworkBackend):
    """Resolves a host itself, refuses it if any of its addresses may not be reached, connects to what it checked."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the interface's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of `host` that answers."""
        fault: Exception = FetchError("dns", f"{host} has no address")
        for address in await self._resolve(host, port, timeout):
            try:
                return await self._network.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault

    async def sleep(self, seconds: float) -> None:
        """Wait between two attempts."""
        await self._network.sleep(seconds)

    async def _resolve(self, host: str, port: int, limit_s: float | None) -> list[Address]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(limit_s):
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as error:
            raise FetchError("dns", f"{host}: {error}") from error
        addresses = list(dict.fromkeys(ip_address(str(entry[4][0])) for entry in found))
        if refused := [str(address) for address in addresses if not self._permits(host, port, address)]:
            raise FetchError("refused_address", f"{host} is {refused[0]}, which is not on the public network")
        return addresses

    async def vet(self, host: str, port: int, limit_s: float) -> None:
        """`FetchError` if `host` has an address that may not be reached. A name that we can't look up passes."""
        try:
            await self._resolve(host, port, limit_s)
        except FetchError as error:
            if error.kind != "dns":
                raise

    def _permits(self, host: str, port: int, address: Address) -> bool:
        scoped = isinstance(address, IPv6Address) and address.scope_id is not None
        return not scoped and self._allowed.permits(host, port, address)
