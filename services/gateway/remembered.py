"""Answers that took long are kept for a while: who asks again need not wait, and the database is asked seldom."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")
QUICK_S = 0.2
"""Seconds up to which an answer is made anew each time."""

TIMES, LONGEST_S = 20.0, 60.0
"""An answer is kept for so many times the seconds that it took, and no longer than that."""

MOST = 500


class Held(msgspec.Struct, Generic[T], frozen=True):
    """An answer that took `took_s` seconds and was there `at`, in seconds of the monotonic clock."""

    answer: T
    at: float
    took_s: float

    def fresh(self, now: float) -> bool:
        """Whether it need not be made anew."""
        return now - self.at < self.stays_s()

    def stays_s(self) -> float:
        """Seconds for which it is as good as a new one."""
        return 0.0 if self.took_s <= QUICK_S else min(LONGEST_S, TIMES * self.took_s)


class Remembered(Generic[T]):
    """The newest answers by what was asked. Those who ask the same at the same time wait for one answer.

    `clock` gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[Hashable, Held[T]] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[T]] = {}

    def size(self) -> int:
        """How many are kept."""
        return len(self._held)

    async def get(self, asked: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """The answer to `asked`, which `make` gives where none is kept."""
        held = self._held.get(asked)
        if held is not None and held.fresh(self._clock()):
            return held.answer
        if (task := self._making.get(asked)) is None:
            task = self._making[asked] = asyncio.ensure_future(self._make(asked, make))
            task.add_done_callback(lambda done: self._made(asked, done))
        return await asyncio.shield(task)

    def _made(self, asked: Hashable, task: "asyncio.Task[T]") -> None:
        """Let go of it, also where nobody waits for its end any more."""
        del self._making[asked]
        if not task.cancelled():
            task.exception()

    async def _make(self, asked: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        begun = self._clock()
        answer = await make()
        now = self._clock()
        self._held[asked] = Held(answer, now, now - begun)
        self._held.move_to_end(asked)
        while len(self._held) > MOST:
            self._held.popitem(last=False)
        return answer
