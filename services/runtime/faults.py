"""The three kinds of fault: poison (the record's), transient (a dependency's), halted (the stage's own)."""

from collections import deque

from schemas.deadletter import Reason

WINDOW = 100
LEAST = 20


class Poison(Exception):
    """The record can't be processed, now or later: it becomes a dead letter at once. `detail` names the field."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


class Transient(Exception):
    """A dependency does not answer now; the same work will succeed once it does."""

    def __init__(self, dependency: str, detail: str) -> None:
        super().__init__(f"{dependency}: {detail}")
        self.dependency = dependency
        self.detail = detail


class Halted(Exception):
    """The stage has stopped itself: `reason` is `dead_letters` or `retries`. What it held is not acknowledged."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class FaultShare:
    """The share of the last `WINDOW` records that failed by the stage's fault, and the most that is let pass.

    A deployment that fails on everything would empty a stream into its dead letters: it must stop and say so instead.
    A record that its sender got wrong (`Poison`) is no fault of the stage and does not count.
    """

    def __init__(self, most: float) -> None:
        self._most = most
        self._recent: deque[bool] = deque(maxlen=WINDOW)

    def succeeded(self, count: int) -> None:
        """`count` records went through."""
        self._recent.extend([False] * count)

    def failed(self) -> None:
        """One more record is about to be dead-lettered; `Halted` if that is more than the share allows."""
        self._recent.append(True)
        failures = sum(self._recent)
        if len(self._recent) >= LEAST and failures > self._most * len(self._recent):
            self._recent.pop()
            raise Halted("dead_letters", f"{failures} of the last {len(self._recent) + 1} records failed")
