"""The second level: for each topic a classifier among the texts of its parent, and the weight of its words."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from models.topics.eyes import Eyes, Floats, Texts
from models.topics_linear import corpus
from models.topics_linear.corpus import Example
from services.tagging.heads import Second

BY_HAND = 15.0
"""What a text labelled by hand counts: as many texts whose words alone say their second level."""

SECOND = 0.7
"""The least score with which a topic of the second level is given."""

FEWEST = 8
"""Examples that a topic of the second level needs."""


def fit_seconds(eyes: Eyes, texts: Texts, held: Texts) -> tuple[list[Second], Floats, Floats]:
    """For each topic of the second level a classifier among the texts of its parent, and the weight of its words.

    How much classifiers and words count is learnt on `held`, which they have not seen.
    """
    silver = [_silver(eyes, one, hits) for one, hits in zip(texts.examples, texts.hits, strict=True)]
    classifiers = {name: _classifier(eyes, name, texts, silver) for name in eyes.seconds}
    known = [name for name, fitted in classifiers.items() if fitted is not None]
    slope, lexical, offset = _mix(eyes, {name: classifiers[name] for name in known}, held)
    print(f"second level: slope {slope:.2f}, words {lexical:.2f}, offset {offset:.2f}")
    fitted = [classifiers[name] for name in known]
    fields = {"lexical": round(lexical, 4), "offset": round(offset, 4), "threshold": SECOND}
    seconds = [Second(topic=name, parent=eyes.vocabulary.top(name), **fields) for name in known]
    weights, biases = (np.array([one[part] for one in fitted if one]) * slope for part in (0, 1))
    return seconds, weights, biases


def _classifier(
    eyes: Eyes, name: str, texts: Texts, silver: Sequence[frozenset[str]]
) -> tuple[Floats, float] | None:
    """The classifier of `name` among the texts of its parent; None where too few have it."""
    parent = eyes.vocabulary.top(name)
    inside = [i for i, one in enumerate(texts.examples) if parent in one.topics]
    marks = np.array([name in silver[i] for i in inside])
    if marks.sum() < FEWEST or marks.all():
        return None
    counts = np.array([BY_HAND if texts.examples[i].origin in corpus.BY_HAND else 1.0 for i in inside])
    model = LogisticRegression(C=3.0, max_iter=500).fit(texts.vectors[inside], marks, sample_weight=counts)
    return model.coef_[0], float(model.intercept_[0])


def _mix(
    eyes: Eyes, classifiers: Mapping[str, tuple[Floats, float] | None], gold: Texts
) -> tuple[float, float, float]:
    """The weight of a classifier's logit, that of words, and an offset: the same for all topics."""
    rows, marks = [], []
    for vector, hits, example in zip(gold.vectors, gold.hits, gold.examples, strict=True):
        for name, fitted in classifiers.items():
            if fitted is not None and eyes.vocabulary.top(name) in example.topics:
                rows.append([float(vector @ fitted[0] + fitted[1]), float(np.log1p(hits.get(name, 0)))])
                marks.append(name in example.second)
    model = LogisticRegression(C=1.0, max_iter=500).fit(np.array(rows), np.array(marks))
    slope, lexical = model.coef_[0].tolist()
    return slope, lexical, float(model.intercept_[0])


def _silver(eyes: Eyes, example: Example, hits: dict[str, int]) -> frozenset[str]:
    """The second level of an example: as labelled, or as defined, or as its words say under the topics it has."""
    if example.second or example.origin in corpus.BY_HAND:
        return example.second
    if example.origin == "vocabulary":
        return frozenset([example.id, *eyes.vocabulary.ancestors(example.id)])
    return frozenset(topic for topic in hits if eyes.vocabulary.top(topic) in example.topics)
