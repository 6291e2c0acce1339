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
MOST_HELD = 1000
"""Addresses of one host that are held, each for itself."""
SHARED_S = 60.0
"""Seconds for which an address that wants a pause holds the others of its host, at most: they may be no part of it."""
WHOLE_S = 3600.0
"""The same where a second address wants one meanwhile: then it is the host that does."""


class _Host(msgspec.Struct):
    """`free` is when its next request may start, `held` until when it wants none, `alone` until when each of these
    addresses wants none (seconds of the clock)."""

    slots: asyncio.Semaphore
    free: float = 0.0
    held: float = 0.0
    alone: dict[str, float] = {}
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
    async def turn(self, host: str, address: str, delay_s: float = 0.0) -> AsyncIterator[None]:
        """A block in which one request may go to `address` at `host`; `FetchError` ("held") while it wants none."""
        one = self._host(host)
        self._refuse(host, one, address)
        one.inside += 1
        try:
            async with one.slots:
                await self._wait(one, max(self._delay_s, delay_s))
                self._refuse(host, one, address)
                yield
        finally:
            one.inside -= 1

    def hold(self, host: str, address: str, seconds: float) -> None:
        """`address` at `host` has asked for no request within `seconds`.

        The others of its host are held for `SHARED_S` of them, or `WHOLE_S` where another one wants a pause already.
        """
        one, now = self._host(host), self._clock()
        one.alone = {name: until for name, until in one.alone.items() if until > now}
        whole = any(name != address for name in one.alone)
        one.held = max(one.held, now + min(seconds, WHOLE_S if whole else SHARED_S))
        if len(one.alone) < MOST_HELD:
            one.alone[address] = max(one.alone.get(address, 0.0), now + seconds)

    def _refuse(self, host: str, one: _Host, address: str) -> None:
        until = max(one.held, one.alone.get(address, 0.0))
        if (left := until - self._clock()) > 0:
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
