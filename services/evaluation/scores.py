"""Right, wrong and missing -> precision, recall, F1; and how far a score can be taken at its word."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

BINS = 10


class Tally(NamedTuple):
    """How many of ours are right and how many wrong, how many of gold we have and how many are missing."""

    right: int = 0
    wrong: int = 0
    had: int = 0
    missing: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """The share of ours that is right; 0 where there is none."""
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of gold that we have; 0 where there is none."""
        return share(self.had, self.had + self.missing)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return share(2 * self.precision * self.recall, self.precision + self.recall)


class Bin(NamedTuple):
    """Tags whose scores lie together: how many, the mean of their scores, the share of them that is right."""

    tags: int
    score: float
    right: float


def share(part: float, whole: float) -> float:
    """`part / whole`, 0 where there is no whole."""
    return part / whole if whole else 0.0


def tally(gold: frozenset[tuple[int, int, str]], ours: frozenset[tuple[int, int, str]]) -> Tally:
    """The tally of labelled stretches that must agree in start, end and label."""
    both = len(gold & ours)
    return Tally(both, len(ours) - both, both, len(gold) - both)


def bins(scored: Iterable[tuple[float, bool]]) -> list[Bin]:
    """The tags (score in 0..1, is it right) in ten bins of equal width by score, empty bins left out."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, right in scored:
        found[min(BINS - 1, int(score * BINS))].append((score, right))
    return [_bin(tags) for tags in found if tags]


def calibration_error(reliability: Sequence[Bin]) -> float:
    """The expected calibration error: |mean score - share right| of each bin, weighted by its tags.

    Source: Naeini, Cooper and Hauskrecht, AAAI 2015.
    """
    total = sum(one.tags for one in reliability)
    return share(sum(one.tags * abs(one.score - one.right) for one in reliability), total)


def _bin(tags: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(len(tags), sum(score for score, _ in tags) / len(tags), sum(r for _, r in tags) / len(tags))
