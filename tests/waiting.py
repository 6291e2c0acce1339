"""Wait for a condition with a deadline: the one way in which a test waits."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE_S = 0.02


def eventually(probe: Callable[[], T], deadline_s: float = 10.0, what: str = "the condition") -> T:
    """Call `probe` until it returns something true, and return that.

    An exception counts as "not yet"; the last one causes the `TimeoutError` after `deadline_s` seconds.
    """
    until, last = time.monotonic() + deadline_s, None
    while True:
        try:
            if found := probe():
                return found
        except Exception as error:
            last = error
        if time.monotonic() > until:
            raise TimeoutError(f"{what} did not hold within {deadline_s} s") from last
        time.sleep(PAUSE_S)


async def eventually_async(
    probe: Callable[[], Awaitable[T]], deadline_s: float = 10.0, what: str = "the condition"
) -> T:
    """`eventually` for a probe that is awaited."""
    until, last = time.monotonic() + deadline_s, None
    while True:
        try:
            if found := await probe():
                return found
        except Exception as error:
            last = error
        if time.monotonic() > until:
            raise TimeoutError(f"{what} did not hold within {deadline_s} s") from last
        await asyncio.sleep(PAUSE_S)
