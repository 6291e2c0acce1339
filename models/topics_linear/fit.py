"""Learn one classifier a topic from examples."""

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

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = Mapping[str, int]


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """How to learn.

    `min_documents`: texts in which a term must stand; `penalty`: C of the logistic regression; `importance`: what an
    example of an origin counts in the fit; `min_examples`: below, a topic is left out. `folds` of cross-validation give
    the margins for calibration and thresholds, in which a full article counts as `article` short texts.
    """

    min_documents: int = 3
    penalty: float = 3.0
    importance: Mapping[str, float] = msgspec.field(
        default_factory=lambda: {"seeds": 2.0, "marks": 3.0, "own": 3.0, "portal": 3.0}
    )
    min_examples: int = 50
    folds: int = 5
    article: float = 20.0
    lowest_threshold: float = 0.3
    highest_threshold: float = 0.6


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """A vocabulary with its inverse document frequencies, `weights[term, topic]` and `bias[topic]`."""

    vocabulary: Sequence[str]
    idf: Sequence[float]
    weights: Floats
    bias: Floats

    def margins(self, counts: Sequence[Counts]) -> Floats:
        """The margins [text, topic]."""
        features = matrix(counts, Vectoriser(self.vocabulary, self.idf), len(self.vocabulary))
        return np.asarray(features @ self.weights + self.bias)


def count(text: str) -> Counts:
    """How often each term stands in a text."""
    return Counter(term for term, _ in terms(text))


def learnable(examples: Sequence[Example], recipe: Recipe) -> list[str]:
    """The topics with enough examples, by id."""
    totals = Counter(topic for example in examples for topic in example.topics)
    return sorted(topic for topic, total in totals.items() if total >= recipe.min_examples)


def marked(examples: Sequence[Example], topics: Sequence[str]) -> Flags:
    """Which example has which topic: [example, topic]."""
    return np.array([[topic in example.topics for topic in topics] for example in examples])


def importance(examples: Sequence[Example], recipe: Recipe) -> Floats:
    """What each example counts in the fit."""
    return np.array([recipe.importance.get(example.origin, 1.0) for example in examples])


def fit(counts: Sequence[Counts], marks: Flags, importances: Floats, recipe: Recipe) -> Fitted:
    """Learn a vocabulary, and a classifier for each column of `marks`; weights in half precision, as they ship."""
    documents = Counter(term for terms_ in counts for term in terms_)
    vocabulary = sorted(term for term, number in documents.items() if number >= recipe.min_documents)
    idf = [float(np.float32(_idf(len(counts), documents[term]))) for term in vocabulary]
    features = matrix(counts, Vectoriser(vocabulary, idf), len(vocabulary))
    fitted = [_classifier(features, column, importances, recipe) for column in marks.T]
    weights = np.stack([weights for weights, _ in fitted], axis=1).astype(np.float16).astype(np.float64)
    return Fitted(
        vocabulary=vocabulary, idf=idf, weights=weights, bias=np.array([bias for _, bias in fitted])
    )


def matrix(counts: Sequence[Counts], vectoriser: Vectoriser, width: int) -> csr_matrix:
    """The vectors of the texts as one sparse matrix."""
    vectors = [vectoriser.vector(terms_) for terms_ in counts]
    starts = np.cumsum([0, *(len(vector.indices) for vector in vectors)])
    indices = np.fromiter((index for vector in vectors for index in vector.indices), dtype=np.int64)
    data = np.fromiter((weight for vector in vectors for weight in vector.weights), dtype=np.float64)
    return csr_matrix((data, indices, starts), shape=(len(vectors), width))


def _idf(texts: int, documents: int) -> float:
    return math.log((1 + texts) / (1 + documents)) + 1.0


def _classifier(
    features: csr_matrix, marks: Flags, importances: Floats, recipe: Recipe
) -> tuple[Floats, float]:
    model = LogisticRegression(C=recipe.penalty, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(features, marks, sample_weight=importances)
    return model.coef_[0], float(model.intercept_[0])
