"""From margins of texts that a classifier had not seen to probabilities and thresholds."""

import hashlib
from collections.abc import Sequence

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from models.topics_linear.corpus import Example
from models.topics_linear.fit import Counts, Flags, Floats, Recipe, fit, importance
from services.tagging.linear import Calibration

ARTICLES = frozenset({"marks"})
"""The origins whose texts are full articles, as the tagger meets them."""


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """How well what is given matches the marks. `macro_f1` is over topics with four marks or more.

    `ece`: the expected calibration error over all pairs of text and topic, in ten bins.
    """

    texts: int
    micro_f1: float
    macro_f1: float
    precision: float
    recall: float
    ece: float


def fold(identifier: str, folds: int) -> int:
    """The fold of an example: by its id alone, so that it never changes."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % folds


def cross_margins(
    examples: Sequence[Example], counts: Sequence[Counts], marks: Flags, recipe: Recipe
) -> Floats:
    """The margin of each example under a model that was learnt from the other folds: [example, topic]."""
    folds = np.array([fold(example.id, recipe.folds) for example in examples])
    importances, margins = importance(examples, recipe), np.zeros(marks.shape)
    for held in sorted(set(folds.tolist())):
        inside, outside = np.flatnonzero(folds == held).tolist(), np.flatnonzero(folds != held).tolist()
        fitted = fit([counts[i] for i in outside], marks[outside], importances[outside], recipe)
        margins[inside] = fitted.margins([counts[i] for i in inside])
    return margins


def calibrate(
    topics: Sequence[str], examples: Sequence[Example], margins: Floats, marks: Flags, recipe: Recipe
) -> list[Calibration]:
    """Platt's sigmoid for each topic, and within the recipe's bounds the threshold with the best F1."""
    weights = np.array([recipe.article if example.origin in ARTICLES else 1.0 for example in examples])
    return [
        _calibration(topic, margins[:, column], marks[:, column], weights, recipe)
        for column, topic in enumerate(topics)
    ]


def _calibration(topic: str, margins: Floats, marks: Flags, weights: Floats, recipe: Recipe) -> Calibration:
    sigmoid = LogisticRegression(C=1e6).fit(margins[:, None], marks, sample_weight=weights)
    slope, offset = round(float(sigmoid.coef_[0, 0]), 4), round(float(sigmoid.intercept_[0]), 4)
    scores = _sigmoid(slope * margins + offset)
    steps = np.arange(recipe.lowest_threshold, recipe.highest_threshold + 0.005, 0.02)
    best = max(steps, key=lambda step: (_f1(scores >= step, marks, weights), step))
    return Calibration(topic=topic, slope=slope, offset=offset, threshold=round(float(best), 2))


def probabilities(calibrations: Sequence[Calibration], margins: Floats) -> Floats:
    """The calibrated scores [example, topic]."""
    slopes, offsets = (np.array([getattr(c, name) for c in calibrations]) for name in ("slope", "offset"))
    return _sigmoid(margins * slopes + offsets)


def assess(scores: Floats, given: Flags, marks: Flags) -> Scores:
    """Measure what was given, and the scores, against the marks."""
    ones, hits = np.ones(len(marks)), (given & marks).sum()
    columns = [column for column in range(marks.shape[1]) if marks[:, column].sum() >= 4]
    return Scores(
        texts=len(marks),
        micro_f1=round(_f1(given.ravel(), marks.ravel(), np.ones(marks.size)), 4),
        macro_f1=round(float(np.mean([_f1(given[:, c], marks[:, c], ones) for c in columns])), 4)
        if columns
        else 0.0,
        precision=round(float(hits / max(1, given.sum())), 4),
        recall=round(float(hits / max(1, marks.sum())), 4),
        ece=round(_ece(scores.ravel(), marks.ravel()), 4),
    )


def _f1(given: Flags, marks: Flags, weights: Floats) -> float:
    total = float((weights * given).sum() + (weights * marks).sum())
    return 2.0 * float((weights * (given & marks)).sum()) / total if total else 0.0


def _ece(scores: Floats, marks: Flags) -> float:
    bins = np.minimum((scores * 10).astype(int), 9)
    gaps = [abs(scores[bins == b].sum() - marks[bins == b].sum()) for b in range(10)]
    return float(sum(gaps)) / len(scores)


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-values)))
