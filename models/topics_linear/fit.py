"""Learn one classifier a topic, its calibration and its threshold."""

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from models.topics_linear.corpus import Example
from services.tagging.features import Vectoriser, terms
from services.tagging.linear import Calibration

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """How to learn. `min_documents`: texts a term must stand in; `penalty`: C of the logistic regression.

    `held_back` folds of `folds` calibrate and set the thresholds; `min_examples`: below, a topic is left out.
    """

    min_documents: int = 3
    penalty: float = 10.0
    folds: int = 5
    held_back: int = 1
    min_examples: int = 50
    lowest_threshold: float = 0.2
    highest_threshold: float = 0.9


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into the artefacts: `weights[term, topic]`."""

    vocabulary: list[str]
    idf: list[float]
    calibrations: list[Calibration]
    weights: Floats
    bias: Floats


def learn(examples: Sequence[Example], recipe: Recipe) -> Learnt:
    """Calibrate on the held-back folds with a model of the others, then learn from everything."""
    counts = [Counter(term for term, _ in terms(example.text)) for example in examples]
    topics = learnable(examples, recipe)
    held = np.array([fold(example.id, recipe.folds) < recipe.held_back for example in examples])
    marks = marked(examples, topics)
    vocabulary, idf = vocabulary_of([c for c, h in zip(counts, held, strict=True) if not h], recipe)
    features = matrix(counts, Vectoriser(vocabulary, idf), len(vocabulary))
    weights, bias = classifiers(features[~held], marks[~held], recipe)
    margins = np.asarray(features[held] @ weights + bias)
    calibrations = [
        calibrate(topic, margins[:, column], marks[held, column], recipe)
        for column, topic in enumerate(topics)
    ]
    vocabulary, idf = vocabulary_of(counts, recipe)
    features = matrix(counts, Vectoriser(vocabulary, idf), len(vocabulary))
    weights, bias = classifiers(features, marks, recipe)
    return Learnt(vocabulary=vocabulary, idf=idf, calibrations=calibrations, weights=weights, bias=bias)


def fold(identifier: str, folds: int) -> int:
    """The fold of an example: by its id alone, so that it never changes."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % folds


def learnable(examples: Sequence[Example], recipe: Recipe) -> list[str]:
    """The topics with enough examples, by id."""
    counts = Counter(topic for example in examples for topic in example.topics)
    return sorted(topic for topic, count in counts.items() if count >= recipe.min_examples)


def marked(examples: Sequence[Example], topics: Sequence[str]) -> Flags:
    """Which example has which topic: [example, topic]."""
    return np.array([[topic in example.topics for topic in topics] for example in examples])


def vocabulary_of(counts: Sequence[Mapping[str, int]], recipe: Recipe) -> tuple[list[str], list[float]]:
    """The terms of enough texts, by name, and their smoothed inverse document frequency in single precision."""
    documents = Counter(term for count in counts for term in count)
    vocabulary = sorted(term for term, number in documents.items() if number >= recipe.min_documents)
    idf = [math.log((1 + len(counts)) / (1 + documents[term])) + 1.0 for term in vocabulary]
    return vocabulary, [float(np.float32(value)) for value in idf]


def matrix(counts: Sequence[Mapping[str, int]], vectoriser: Vectoriser, width: int) -> csr_matrix:
    """The vectors of the texts as one sparse matrix."""
    vectors = [vectoriser.vector(count) for count in counts]
    starts = np.cumsum([0, *(len(vector.indices) for vector in vectors)])
    indices = np.fromiter((index for vector in vectors for index in vector.indices), dtype=np.int64)
    data = np.fromiter((weight for vector in vectors for weight in vector.weights), dtype=np.float64)
    return csr_matrix((data, indices, starts), shape=(len(vectors), width))


def classifiers(features: csr_matrix, marks: Flags, recipe: Recipe) -> tuple[Floats, Floats]:
    """Weights [term, topic], rounded to half precision as they ship, and bias [topic]."""
    fitted = [_classifier(features, marks[:, column], recipe) for column in range(marks.shape[1])]
    weights = np.stack([weights for weights, _ in fitted], axis=1).astype(np.float16).astype(np.float64)
    return weights, np.array([bias for _, bias in fitted])


def _classifier(features: csr_matrix, marks: Flags, recipe: Recipe) -> tuple[Floats, float]:
    model = LogisticRegression(C=recipe.penalty, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(features, marks)
    return model.coef_[0], float(model.intercept_[0])


def calibrate(topic: str, margins: Floats, marks: Flags, recipe: Recipe) -> Calibration:
    """Platt's sigmoid on held-back margins, and the threshold with the best F1 on them."""
    sigmoid = LogisticRegression(C=1e6, solver="lbfgs").fit(margins[:, None], marks)
    slope, offset = round(float(sigmoid.coef_[0, 0]), 6), round(float(sigmoid.intercept_[0]), 6)
    scores = 1.0 / (1.0 + np.exp(-(slope * margins + offset)))
    steps = np.arange(recipe.lowest_threshold, recipe.highest_threshold + 0.005, 0.01)
    best = max(steps, key=lambda step: (_f1(scores >= step, marks), step))
    return Calibration(topic=topic, slope=slope, offset=offset, threshold=round(float(best), 2))


def _f1(given: Flags, marks: Flags) -> float:
    return 2.0 * float((given & marks).sum()) / max(1.0, float(given.sum() + marks.sum()))
