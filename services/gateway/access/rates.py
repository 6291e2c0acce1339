"""How fast each caller may ask: a bucket of requests that fills up again evenly."""

import time
from collections import OrderedDict
from collections.abc import Callable

import msgspec

WINDOW_S = 60.0
MOST_CALLERS = 10_000
"""Callers that are remembered; whoever was silent longest is forgotten, and has a full bucket when it comes back."""


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """What is left: `left` of `limit` requests a minute, full again in `full_s`, the next one free in `wait_s` seconds.

    `wait_s` is 0 where the request may go on.
    """

    limit: int
    left: int
    full_s: float
    wait_s: float

    def headers(self) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={WINDOW_S:.0f}',
            "RateLimit": f'"minute";r={self.left};t={self.full_s:.0f}',
        }


class Rates:
    """The buckets of this process. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST_CALLERS) -> None:
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, limit: int) -> Allowance:
        """One request of `caller`, which may ask `limit` times a minute."""
        now, each_s = self._clock(), WINDOW_S / limit
        held, at = self._buckets.pop(caller, (float(limit), now))
        held = min(float(limit), held + (now - at) / each_s)
        free = held >= 1
        held -= free
        self._buckets[caller] = (held, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return Allowance(
            limit=limit,
            left=int(held),
            full_s=(limit - held) * each_s,
            wait_s=0 if free else (1 - held) * each_s,
        )
