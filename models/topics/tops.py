"""The top level: for each topic a mix of words, network and lexicon, and a threshold."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from models.topics.eyes import Eyes, Flags, Floats, Learnt, Texts
from models.topics_linear import corpus
from services.tagging.heads import BRIEF, Top

ONE_LABEL = 0.05
"""What a text with one label counts in the mix: a twentieth of one that was labelled by hand with all its topics."""

LOUD = float(np.log(4))
"""Where words speak this loudly for a topic that a set with one label a text does not give, the set says nothing."""

PENALTY = 0.3
"""C of the logistic regression of each topic."""

VECTOR = 4.0
"""The network's vector is this long beside the four other features, which have a deviation of 1."""

FOLDS = 5

LEAST, MOST = 0.63, 0.7
"""Between these the thresholds are looked for."""

TOWARDS, PRIOR = 0.63, 20.0
"""A topic's threshold is drawn towards the one as if by the other of its examples."""


def fit_tops(eyes: Eyes, texts: Texts, learnt: Learnt) -> tuple[list[Top], Floats]:
    """The mix of a text that is more than a headline, and the classifiers of each topic alone [top, 384].

    Each topic has slopes of its own, learnt mostly from what has all its labels; only that chooses the thresholds, by
    scores from folds that were not learnt from.
    """
    features, marks = _features(learnt, texts, eyes.tops), _marks(texts, eyes.tops)
    several = np.array([one.origin in corpus.BY_HAND for one in texts.examples])
    tops, alone = [], []
    for column, topic in enumerate(eyes.tops):
        says_nothing = (texts.loudness[:, column] >= LOUD) & ~marks[:, column] & ~several
        counts = np.where(several, 1.0, ONE_LABEL) * ~says_nothing
        four, of_topic = features[:, column], marks[:, column]
        slopes, vector, offset = _alone(four, texts.vectors, of_topic, counts)
        scores = np.zeros(len(marks))
        for part, rest in KFold(FOLDS, shuffle=True, random_state=1).split(marks):
            slopes_, vector_, offset_ = _alone(four[part], texts.vectors[part], of_topic[part], counts[part])
            scores[rest] = _logistic(four[rest] @ slopes_ + texts.vectors[rest] @ vector_ + offset_)
        threshold = _threshold(scores[several], of_topic[several])
        tops.append(_top(topic, slopes, offset, threshold))
        alone.append(vector)
    return tops, np.array(alone)


def fit_headlines(eyes: Eyes, texts: Texts, learnt: Learnt, tops: Sequence[Top]) -> list[Top]:
    """The mix of a text that is a headline and no more, on short texts with one label: the same slopes for all topics.

    These say nothing of thresholds: those of `tops` are kept.
    """
    brief = np.array(
        [
            one.origin not in corpus.BY_HAND and "\n\n" not in one.text and len(one.text.split()) < BRIEF
            for one in texts.examples
        ]
    )
    features, marks = _features(learnt, texts, eyes.tops)[brief], _marks(texts, eyes.tops)[brief]
    counts = 1.0 - ((texts.loudness[brief] >= LOUD) & ~marks)
    dummies = np.tile(np.eye(len(eyes.tops)), (len(marks), 1))
    pooled = LogisticRegression(C=1.0, max_iter=2000).fit(
        np.hstack([features.reshape(-1, 4), dummies]), marks.ravel(), sample_weight=counts.ravel()
    )
    slopes, offsets = pooled.coef_[0][:4], pooled.coef_[0][4:] + pooled.intercept_[0]
    return [
        _top(one.topic, slopes, float(offset), one.threshold)
        for one, offset in zip(tops, offsets, strict=True)
    ]


def _features(learnt: Learnt, texts: Texts, tops: Sequence[str]) -> Floats:
    """Margin of words, the network's share, that of its sections, and loudness: [text, top, 4]."""
    shares, about = learnt.says(texts.vectors, tops)
    return np.stack([texts.margins, shares, about, texts.loudness], axis=2)


def _marks(texts: Texts, tops: Sequence[str]) -> Flags:
    return np.array([[top in one.topics for top in tops] for one in texts.examples])


def _alone(four: Floats, vectors: Floats, marks: Flags, counts: Floats) -> tuple[Floats, Floats, float]:
    """Slopes of the four features, weights of the vector, and an offset."""
    means, spread = four.mean(axis=0), four.std(axis=0) + 1e-9
    model = LogisticRegression(C=PENALTY, max_iter=1000).fit(
        np.hstack([(four - means) / spread, VECTOR * vectors]), marks, sample_weight=counts
    )
    slopes = model.coef_[0][:4] / spread
    return slopes, VECTOR * model.coef_[0][4:], float(model.intercept_[0] - slopes @ means)


def _top(topic: str, slopes: Floats, offset: float, threshold: float) -> Top:
    words, network, sections, lexical = (round(float(slope), 4) for slope in slopes)
    return Top(
        topic=topic,
        words=words,
        network=network,
        sections=sections,
        lexical=lexical,
        offset=round(offset, 4),
        threshold=threshold,
    )


def _logistic(sums: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-sums)))


def _threshold(scores: Floats, marks: Flags) -> float:
    """The threshold with the best F1, drawn towards `TOWARDS` where there are few examples."""
    steps = np.arange(LEAST, MOST + 0.005, 0.02)

    def f1(step: float) -> float:
        given = scores >= step
        total = float(given.sum() + marks.sum())
        return 2 * float((given & marks).sum()) / total if total else 0.0

    best = float(max(steps, key=lambda step: (f1(step), step)))
    examples = float(marks.sum())
    return round((best * examples + TOWARDS * PRIOR) / (examples + PRIOR), 2)
