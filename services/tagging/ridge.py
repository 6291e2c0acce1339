"""Many topics learnt at once from examples, without a library for it: regularised least squares.

One system of equations serves all topics, and the value that each example would get from a model without it falls out
of the solution: on these the thresholds and the scores rest. Source: R. Rifkin, "Everything old is new again", MIT
2002, chapter 3, with the leave-one-out identity.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.tagging.features import Span, occurrences

RIDGE = 0.3
"""What is added to the diagonal: the larger, the smoother."""

MOST_EXAMPLES = 10_000
"""Examples that are learnt from at most: the equations need their square in memory (400 MB)."""

BROAD = 0.25
PRIOR = 5
"""A topic's threshold is drawn towards `BROAD` as if by `PRIOR` examples more."""

COMMON = 2000
"""Terms whose products are taken all at once: the commonest."""

Found = Mapping[str, Sequence[Span]]
Floats = npt.NDArray[np.float32] | npt.NDArray[np.float64]


class Examples(NamedTuple):
    """Texts, the topics of each, and all topics. The first line of a text is its title."""

    texts: Sequence[str]
    topics: Sequence[frozenset[str]]
    names: Sequence[str]


class Ridge:
    """`weights[term, topic]` over TF-IDF; the score of a topic is one half at its threshold."""

    def __init__(
        self,
        idf: Mapping[str, float],
        names: Sequence[str],
        weights: Floats,
        thresholds: Floats,
        slope: float,
    ) -> None:
        self._idf = idf
        self._rows = {term: row for row, term in enumerate(idf)}
        self._columns = {name: column for column, name in enumerate(names)}
        self._weights = weights
        self._thresholds = thresholds
        self._slope = slope

    def scores(self, found: Found, title: int) -> dict[str, float]:
        """Topic -> score in 0..1. `found` is where the terms of an article stand, `title` the end of its title."""
        rows, values = self._vector(found, title)
        above = values @ self._weights[rows] - self._thresholds
        return {name: _score(self._slope * float(above[column])) for name, column in self._columns.items()}

    def contributions(self, name: str, found: Found, title: int) -> dict[str, float]:
        """What each term of the article adds to topic `name`; nothing for a topic that had no example."""
        column = self._columns.get(name)
        if column is None:
            return {}
        added: dict[str, float] = defaultdict(float)
        rows, values = self._vector(found, title)
        terms = list(self._idf)
        for row, value in zip(rows, values.tolist(), strict=True):
            added[terms[row].removeprefix(_TITLE)] += value * float(self._weights[row, column])
        return dict(added)

    def _vector(self, found: Found, title: int) -> tuple[list[int], Floats]:
        weighed = weigh(counts(found, title), self._idf)
        return [self._rows[term] for term in weighed], np.array(list(weighed.values()), dtype=np.float32)


_TITLE = "title:"


def counts(found: Found, title: int) -> Counter[str]:
    """How often each term stands in a text; a term of the title counts once more as such."""
    numbers = Counter({term: len(spans) for term, spans in found.items()})
    numbers.update(f"{_TITLE}{term}" for term, spans in found.items() if spans[0][0] < title)
    return numbers


def weigh(numbers: Mapping[str, int], idf: Mapping[str, float]) -> dict[str, float]:
    """(1 + ln tf) · idf of the known terms, of unit length."""
    raw = {term: (1.0 + math.log(number)) * idf[term] for term, number in numbers.items() if term in idf}
    norm = math.sqrt(math.fsum(value * value for value in raw.values())) or 1.0
    return {term: value / norm for term, value in raw.items()}


def fit(examples: Examples) -> Ridge:
    """Learn; `ValueError` for more than `MOST_EXAMPLES` texts."""
    if len(examples.texts) > MOST_EXAMPLES:
        raise ValueError(f"examples: {len(examples.texts)} texts, at most {MOST_EXAMPLES} can be learnt from")
    numbers = [_count(text) for text in examples.texts]
    idf = _idf(numbers)
    vectors = [weigh(each, idf) for each in numbers]
    rows = {term: row for row, term in enumerate(idf)}
    marks = np.array([[name in topics for name in examples.names] for topics in examples.topics])
    inverse = np.linalg.inv(_products(vectors, rows) + RIDGE * np.eye(len(vectors), dtype=np.float32))
    duals = inverse @ marks.astype(np.float32)
    left_out: Floats = marks.astype(np.float32) - duals / np.diag(inverse)[:, None].astype(np.float32)
    thresholds = np.array(
        [_threshold(left_out[:, i], marks[:, i]) for i in range(marks.shape[1])], dtype=np.float32
    )
    weights = np.zeros((len(rows), len(examples.names)), dtype=np.float32)
    for vector, dual in zip(vectors, duals, strict=True):
        weights[[rows[term] for term in vector]] += np.outer(list(vector.values()), dual)
    return Ridge(idf, examples.names, weights, thresholds, _slope(left_out - thresholds, marks))


def _count(text: str) -> Counter[str]:
    title = text.find("\n") if "\n" in text else 0
    return counts(occurrences([(text, 0)]), title)


def _idf(numbers: Sequence[Counter[str]]) -> dict[str, float]:
    """Of the terms of two texts or more; of every term where there are few texts."""
    documents = Counter(term for each in numbers for term in each)
    least = 2 if len(numbers) > 50 else 1
    total = len(numbers)
    return {
        term: math.log((1 + total) / (1 + number)) + 1.0
        for term, number in sorted(documents.items())
        if number >= least
    }


def _products(vectors: Sequence[Mapping[str, float]], rows: Mapping[str, int]) -> Floats:
    """The product of each vector with each: the common terms as one matrix, the rare ones term by term."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term in vector:
            holders[term].append(number)
    ranked = sorted(rows, key=lambda term: (-len(holders[term]), term))
    common = {term: column for column, term in enumerate(ranked[:COMMON])}
    dense = np.zeros((len(vectors), len(common)), dtype=np.float32)
    for number, vector in enumerate(vectors):
        for term in vector.keys() & common.keys():
            dense[number, common[term]] = vector[term]
    products = np.asarray(dense @ dense.T, dtype=np.float32)
    for term in ranked[COMMON:]:
        held = holders[term]
        values = np.array([vectors[number][term] for number in held], dtype=np.float32)
        products[np.ix_(held, held)] += np.outer(values, values)
    return products


def _threshold(values: Floats, marks: npt.NDArray[np.bool_]) -> float:
    """The value from which on giving the topic has the best F1, half way to the next below, drawn to `BROAD`."""
    order = np.argsort(-values, kind="stable")
    right = np.cumsum(marks[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + marks.sum())
    best = int(f1.argmax())
    below = values[order[min(best + 1, len(order) - 1)]]
    cut, weight = float(values[order[best]] + below) / 2, float(marks.sum())
    return (cut * weight + BROAD * PRIOR) / (weight + PRIOR)


def _slope(above: Floats, marks: npt.NDArray[np.bool_]) -> float:
    """How steeply the score rises from one half at the threshold: the likeliest of a few slopes."""
    slopes = (2.0, 4.0, 6.0, 8.0, 12.0, 16.0)

    def loss(slope: float) -> float:
        return float(np.logaddexp(0.0, np.where(marks, -slope, slope) * above).sum())

    return min(slopes, key=loss)


def _score(value: float) -> float:
    return round(1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, value)))), 4)
