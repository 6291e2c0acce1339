"""How far a count is above what is usual: a score that one loud window in the past does not spoil.

The share of the news that a subject has in earlier windows says how many articles are usual in this one, so a quiet
night, a busy morning or a new source moves nothing. The loudest windows are left out of that mean (a trimmed mean),
or a subject that rose yesterday could not rise today. The scale is the greater of what chance makes (Poisson, one
article added for subjects that are hardly ever seen) and the median absolute deviation, for those that go up and down
at all times.
"""

import math
import statistics
from collections.abc import Sequence

import msgspec

TRIMMED = 0.1
"""Share of the earlier windows that are left out, those in which the subject was loudest."""

NORMAL = 1.4826
"""The standard deviation of a normal distribution in median absolute deviations."""


class Burst(msgspec.Struct, frozen=True):
    """`usual` is a number of articles, `score` how many standard deviations the count is above it."""

    usual: float
    score: float


def burst(count: int, total: int, counts: Sequence[int], totals: Sequence[int]) -> Burst:
    """Of `count` articles among `total`, after `counts` among `totals` in earlier windows of the same length."""
    seen = [(had, of) for had, of in zip(counts, totals, strict=True) if of]
    kept = sorted(seen, key=lambda window: window[0] / window[1])[: _kept(len(seen))]
    articles = sum(of for _, of in kept)
    usual = total * sum(had for had, _ in kept) / articles if articles else 0.0
    spread = NORMAL * statistics.median([abs(total * had / of - usual) for had, of in seen] or [0.0])
    return Burst(usual=usual, score=(count - usual) / max(math.sqrt(usual + 1), spread))


def _kept(windows: int) -> int:
    return windows - math.ceil(TRIMMED * windows) if windows > 1 else windows
