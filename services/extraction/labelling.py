"""Chances of labels, a row a word -> names: the likeliest run of BIO labels, then one type for each name.

The best label of each word alone often makes no names: "Reserve" of an organisation, "Bank" of a place, "of India" of
an organisation again. So the whole run is chosen (Viterbi's algorithm: an I goes on from a B or an I of its own type),
and a name's type is the one that its words together speak for.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SURELY_NONE = 0.99
"""The chance of O from which a word parts the run: what stands before it doesn't bear on what comes after."""

NAMED, LABELLED = 0.85, 0.45
"""The least chances of a name, as means over its words: that it is a name at all, and that it is one of its type.
The first is high because a wrong name is worse than a missing one."""

_LEAST = 1e-9

Chances = Sequence[Sequence[float]]
"""Each word's chances of O, then of B and I of each type in turn."""


class Named(NamedTuple):
    """Words `first` to `after` (exclusive) as a name of the type number `kind`; `score` is the chance of the type."""

    first: int
    after: int
    kind: int
    score: float


def names(chances: Chances) -> Iterator[Named]:
    """The names among the words, in order; the doubtful are left out."""
    first = 0
    for i, row in enumerate(chances):
        if row[0] > SURELY_NONE:
            if first < i:
                yield from _among(chances, first, i)
            first = i + 1
    if first < len(chances):
        yield from _among(chances, first, len(chances))


def likeliest(chances: Chances) -> list[int]:
    """The labels of the likeliest run of words, one or more, in which each I goes on from a B or an I of its type."""
    scores = [math.log(max(chance, _LEAST)) for chance in chances[0]]
    inners = range(2, len(scores), 2)
    for inner in inners:
        scores[inner] = -math.inf
    back: list[list[int]] = []
    for row in chances[1:]:
        logs = [math.log(max(chance, _LEAST)) for chance in row]
        base = max(scores)
        now, origins = [base + log for log in logs], [scores.index(base)] * len(logs)
        for inner in inners:
            own = inner - 1 if scores[inner - 1] >= scores[inner] else inner
            now[inner] = scores[own] + logs[inner]
            origins[inner] = own
        scores = now
        back.append(origins)
    return _traced(scores, back)


def _traced(scores: Sequence[float], back: Sequence[Sequence[int]]) -> list[int]:
    label = scores.index(max(scores))
    labels = [label]
    for origins in reversed(back):
        label = origins[label]
        labels.append(label)
    return labels[::-1]


def _among(chances: Chances, first: int, after: int) -> Iterator[Named]:
    labels = likeliest(chances[first:after])
    start = 0
    for i in range(1, len(labels) + 1):
        if i < len(labels) and labels[i] and labels[i] % 2 == 0:  # an I: the name goes on
            continue
        if labels[start]:
            yield from _typed(chances, first + start, first + i)
        start = i


def _typed(chances: Chances, first: int, after: int) -> Iterator[Named]:
    """The name with the type that its words together are likeliest to have, if that is likely enough."""
    rows, words = chances[first:after], after - first
    shares = [
        sum(row[begins] + row[begins + 1] for row in rows) / words for begins in range(1, len(rows[0]), 2)
    ]
    kind = max(range(len(shares)), key=shares.__getitem__)
    if shares[kind] >= LABELLED and 1 - sum(row[0] for row in rows) / words >= NAMED:
        yield Named(first, after, kind, min(shares[kind], 1.0))
