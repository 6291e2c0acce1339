"""Whose turn it is: how many requests a host gets at once, how far apart, and not before the time it has asked for."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec

from services.runtime.outgoing.guard import FetchError

MOST_HOSTS = 10_000
"""Hosts that are remembered; the one that was asked longest ago is forgotten first."""


class _Host(msgspec.Struct):
    """`free` is when its next request may start, `held` until when it wants none (seconds of the clock)."""

    slots: asyncio.Semaphore
    free: float = 0.0
    held: float = 0.0
    inside: int = 0


class Turns:
    """At most `most` requests to a host at once, their starts `delay_s` seconds apart or what a turn asks for."""

    def __init__(
        self,
        most: int,
        delay_s: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._most = most
        self._delay_s = delay_s
        self._clock = clock
        self._sleep = sleep
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    @asynccontextmanager
    async def turn(self, host: str, delay_s: float = 0.0) -> AsyncIterator[None]:
        """A block in which one request may go to `host`; `FetchError` ("held") while the host wants none."""
        one = self._host(host)
        self._refuse(host, one)
        one.inside += 1
        try:
            async with one.slots:
                await self._wait(one, max(self._delay_s, delay_s))
                self._refuse(host, one)
                yield
        finally:
            one.inside -= 1

    def hold(self, host: str, seconds: float) -> None:
        """`host` has asked for no request within `seconds`."""
        one = self._host(host)
        one.held = max(one.held, self._clock() + seconds)

    def _refuse(self, host: str, one: _Host) -> None:
        if (left := one.held - self._clock()) > 0:
            raise FetchError("held", f"{host} asked to be left alone for {left:.0f} s more", left)

    async def _wait(self, one: _Host, delay_s: float) -> None:
        now = self._clock()
        start = max(now, one.free)
        one.free = start + delay_s
        if start > now:
            await self._sleep(start - now)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._forget()
            self._hosts[host] = _Host(asyncio.Semaphore(self._most))
        self._hosts.move_to_end(host)
        return self._hosts[host]

    def _forget(self) -> None:
        if len(self._hosts) >= MOST_HOSTS:
            idle = next((name for name, one in self._hosts.items() if not one.inside), None)
            if idle is not None:
                del self._hosts[idle]
