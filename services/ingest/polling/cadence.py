"""What a source's own history says of it: how often to ask, and when its silence is news."""

from collections.abc import Sequence
from statistics import median

import msgspec

REMEMBERED = 32
"""Gaps between two finds that are looked at."""
ENOUGH = 8
"""Gaps without which nothing is said of what is usual."""
QUIET_FACTOR = 1.5
"""How much longer than the longest usual silence a silence must be to be called quiet."""
SHORTEST_QUIET_S = 3600.0
HALF_LIFE_S = 7 * 86_400.0
"""Seconds in which the memory of a long silence fades to half: a week, so that a night or a Sunday stays usual."""


class Cadence(msgspec.Struct, frozen=True):
    """How often something new is found: `gaps` in seconds, the newest last, and the longest, faded with time."""

    gaps: tuple[float, ...] = ()
    longest_s: float = 0.0

    def after(self, gap_s: float) -> "Cadence":
        """The cadence once something new was found, `gap_s` after the find before."""
        faded = self.longest_s * 0.5 ** (gap_s / HALF_LIFE_S)
        return Cadence((*self.gaps, gap_s)[-REMEMBERED:], max(faded, gap_s))

    @property
    def usual_s(self) -> float | None:
        """The median gap; None where too few are known."""
        return float(median(self.gaps)) if len(self.gaps) >= ENOUGH else None

    def quiet(self, silent_s: float) -> bool:
        """Whether a silence of so many seconds is unusual for this source."""
        usual = self.usual_s
        if usual is None:
            return False
        return silent_s > max(QUIET_FACTOR * self.longest_s, 3 * usual, SHORTEST_QUIET_S)


def interval_s(cadence: Cadence, shortest_s: float, longest_s: float) -> float:
    """Seconds until the next question: twice as often as something new comes, within the bounds.

    As long as nothing is known it is the shortest.
    """
    usual = cadence.usual_s
    return shortest_s if usual is None else min(max(usual / 2, shortest_s), max(longest_s, shortest_s))


def backoff_s(interval: float, failures: int, longest_s: float) -> float:
    """Seconds until the next question after so many failures in a row: doubled with each, up to `longest_s`."""
    # 2**20 intervals are over the longest pause in any case; further powers would only overflow.
    return min(interval * (1 << min(failures, 20)), max(interval, longest_s))


def spread(seconds: float, parts: Sequence[int]) -> float:
    """`seconds`, up to a tenth less, by the bytes in `parts`: sources that started together drift apart."""
    return seconds * (1 - 0.1 * (sum(parts) % 97) / 97)
