"""Fit what stands above the network: `python -m models.topics.train --shared DIR --cache FOLDER`.

Before it come `tune.py` with `export.py` (the network's upper layers) and `models.topics_linear.train` (the words).
CARD.md says what is learnt from what. FOLDER keeps the network's vectors between runs.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from models.topics_linear import corpus
from models.topics_linear.corpus import Example
from schemas.mediatopics import TABLE, Vocabulary
from services.evaluation.topicsets import TopicArticle, unnamed
from services.tagging.features import occurrences
from services.tagging.heads import BRIEF, Mix, Network, Second, Top, log_shares, section_shares
from services.tagging.lexicon import Lexicon, Occurrences
from services.tagging.linear import LinearModel
from services.text.embedding import opening

HERE = Path(__file__).parent
MODELS = HERE.parent
SAMPLE = 9000
"""Current-events items from which the second level is learnt."""

ARTICLE, BY_HAND = 20.0, 15.0
"""What a Wikinews article, and what a text labelled by hand counts in calibration: as many texts with one label."""

LOUD = float(np.log(4))
"""Where words speak this loudly for a topic that a set with one label a text does not give, the set says nothing."""

LEAST, MOST = 0.5, 0.7
"""Between these the thresholds are looked for."""

TOWARDS, PRIOR = 0.55, 10.0
"""A topic's threshold is drawn towards the one as if by the other of its examples."""

SECOND = 0.7
"""The least score with which a topic of the second level is given."""

FEWEST = 8
"""Examples that a topic of the second level needs."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Texts(msgspec.Struct, frozen=True):
    """Examples as the models see them: network vectors [example, 384], margins of words and loudness [example, top],
    hits [example][topic]."""

    examples: Sequence[Example]
    vectors: Floats
    margins: Floats
    loudness: Floats
    hits: Sequence[dict[str, int]]


class Eyes:
    """Reads examples with the models that are there already."""

    def __init__(self, cache: Path) -> None:
        self.vocabulary = Vocabulary.load(MODELS / TABLE)
        self.tops = self.vocabulary.tops()
        self.seconds = tuple(
            one.id for one in self.vocabulary if one.retired is None and self.vocabulary.level(one.id) == 2
        )
        self._network = Network(MODELS)
        self._linear = LinearModel.load(MODELS / "topics_linear")
        self._lexicon = Lexicon.load(HERE, self.vocabulary)
        self._cache = cache

    def read(self, name: str, examples: Sequence[Example], *, words: bool = False) -> Texts:
        """The examples, read; `words`: with the margins of the linear classifiers."""
        extracted = [unnamed(_row(example)) for example in examples]
        path = self._cache / f"{name}-{self._network.digest[:8]}.npy"
        if not path.exists() or len(np.load(path)) != len(examples):
            np.save(path, np.array([self._network(opening(one.article)) for one in extracted]))
        found = [occurrences([(one.article.text, 0)]) for one in extracted]
        margins = np.array([self._margins(terms) for terms in found]) if words else np.zeros((0, 0))
        spoken = [self._lexicon.spoken(t, one, ()) for t, one in zip(found, extracted, strict=True)]
        titles = [len(one.article.title) for one in extracted]
        loud = [self._lexicon.loudness(one.loud, title) for one, title in zip(spoken, titles, strict=True)]
        loudness = np.array([[row.get(top, 0.0) for top in self.tops] for row in loud])
        counts = [{topic: len(spans) for topic, spans in row.hits.items()} for row in spoken]
        return Texts(examples, np.load(path).astype(np.float64), margins, loudness, counts)

    def _margins(self, terms: Occurrences) -> list[float]:
        margin = {
            one.topic: one.margin for one in self._linear.scored({t: len(at) for t, at in terms.items()})
        }
        return [margin[top] for top in self.tops]


def _row(example: Example) -> TopicArticle:
    title, _, rest = example.text.partition("\n\n")
    return TopicArticle(text=rest, title=title) if rest else TopicArticle(text=title)


def unseen(shared: Path, vocabulary: Vocabulary) -> list[Example]:
    """What neither words nor network have learnt from: headlines, later days, articles, texts labelled by hand."""
    later = [
        one
        for one in corpus.current_events(shared)
        if one.date >= corpus.TEST_FROM and corpus.is_held(one.id, 2)
    ]
    return [
        *corpus.enriched([*corpus.huffpost(shared, held=True), *later]),
        *corpus.wikinews(shared, held=True),
        *corpus.by_hand(shared, vocabulary, held=True),
    ]


def _weight(example: Example) -> float:
    if example.origin in corpus.BY_HAND:
        return BY_HAND
    return ARTICLE if example.origin == "wikinews" else 1.0


class Learnt(msgspec.Struct, frozen=True):
    """What `tune.py` learnt over the network's vector: the topics, then the sections, and the topic of each section."""

    weights: Floats
    bias: Floats
    about: Sequence[str | None]

    def says(self, vectors: Floats, tops: Sequence[str]) -> tuple[Floats, Floats]:
        """What the network says of topics and of the sections that are about them: [text, top] twice."""
        shares, about = np.zeros((len(vectors), len(tops))), np.zeros((len(vectors), len(tops)))
        for row, logits in enumerate(vectors @ self.weights.T + self.bias):
            shares[row] = log_shares(logits[: len(tops)])
            found = section_shares(logits[len(tops) :], self.about)
            about[row] = [found.get(top, 0.0) for top in tops]
        return shares, about


def fit_tops(eyes: Eyes, texts: Texts, learnt: Learnt) -> list[Top]:
    """The mix of words, network and lexicon: the same slopes for all topics, an offset and a threshold for each.

    Thresholds are chosen on what has several labels a text: the other sets don't say what else a text is about.
    """
    shares, about = learnt.says(texts.vectors, eyes.tops)
    marks = np.array([[top in one.topics for top in eyes.tops] for one in texts.examples])
    counts = np.array([_weight(one) for one in texts.examples])
    counted = counts[:, None] * ~((texts.loudness >= LOUD) & ~marks & (counts[:, None] == 1.0))
    flat = np.stack([part.ravel() for part in (texts.margins, shares, about, texts.loudness)], axis=1)
    dummies = np.tile(np.eye(len(eyes.tops)), (len(marks), 1))
    pooled = LogisticRegression(C=1.0, max_iter=2000).fit(
        np.hstack([flat, dummies]), marks.ravel(), sample_weight=counted.ravel()
    )
    slopes, offsets = pooled.coef_[0][:4], pooled.coef_[0][4:] + pooled.intercept_[0]
    words, network, sections, lexical = (round(float(slope), 4) for slope in slopes)
    several = counts > 1.0
    tops = []
    for column, topic in enumerate(eyes.tops):
        of_topic = np.stack(
            [part[:, column] for part in (texts.margins, shares, about, texts.loudness)], axis=1
        )
        scores = 1 / (1 + np.exp(-(of_topic @ slopes + offsets[column])))
        tops.append(
            Top(
                topic=topic,
                words=words,
                network=network,
                sections=sections,
                lexical=lexical,
                offset=round(float(offsets[column]), 4),
                threshold=_threshold(scores[several], marks[several, column]),
            )
        )
    return tops


def fit_headlines(eyes: Eyes, texts: Texts, learnt: Learnt, tops: Sequence[Top]) -> list[Top]:
    """The mix for a text that is a headline and no more, on short texts with one label.

    These say nothing of thresholds: those of `tops` are kept.
    """
    brief = [
        row
        for row, one in enumerate(texts.examples)
        if one.origin not in corpus.BY_HAND and "\n\n" not in one.text and len(one.text.split()) < BRIEF
    ]
    chosen = Texts(
        examples=[texts.examples[row] for row in brief],
        vectors=texts.vectors[brief],
        margins=texts.margins[brief],
        loudness=texts.loudness[brief],
        hits=[texts.hits[row] for row in brief],
    )
    return [
        msgspec.structs.replace(one, threshold=full.threshold)
        for one, full in zip(fit_tops(eyes, chosen, learnt), tops, strict=True)
    ]


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
    if example.second:
        return example.second
    if example.origin == "vocabulary":
        return frozenset([example.id, *eyes.vocabulary.ancestors(example.id)])
    return frozenset(topic for topic in hits if eyes.vocabulary.top(topic) in example.topics)


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


def train(shared: Path, cache: Path) -> None:
    """Fit both levels and write `heads.npz` and `mix.json`."""
    eyes = Eyes(cache)
    about = corpus.sections(shared)
    with np.load(HERE / "heads.npz") as arrays:
        weights, bias = (
            np.concatenate([part[: len(eyes.tops)], part[-len(about) :]])
            for part in (arrays["weights"], arrays["bias"])
        )
    learnt_before = Learnt(weights, bias, about)
    calibrating = eyes.read("unseen", unseen(shared, eyes.vocabulary), words=True)
    tops = fit_tops(eyes, calibrating, learnt_before)
    brief = fit_headlines(eyes, calibrating, learnt_before, tops)
    earlier = [one for one in corpus.current_events(shared) if one.date < corpus.TEST_FROM]
    random.Random(5).shuffle(earlier)  # noqa: S311  # no secret is made of it
    headlines = corpus.huffpost(shared)
    random.Random(3).shuffle(headlines)  # noqa: S311  # likewise
    learnt = [
        *earlier[:SAMPLE],
        *headlines[:3000],
        *corpus.seeds(),
        *corpus.definitions(eyes.vocabulary),
        *corpus.by_hand(shared, eyes.vocabulary),
    ]
    held = eyes.read("held", corpus.by_hand(shared, eyes.vocabulary, held=True))
    seconds, under, biases = fit_seconds(eyes, eyes.read("second", learnt), held)
    first, last = len(eyes.tops), len(weights) - len(about)
    np.savez(
        HERE / "heads.npz",
        weights=np.concatenate([weights[:first], under, weights[last:]]).astype(np.float32),
        bias=np.concatenate([bias[:first], biases, bias[last:]]).astype(np.float32),
    )
    mix = Mix(tops=tuple(tops), headlines=tuple(brief), seconds=tuple(seconds), sections=tuple(about))
    (HERE / "mix.json").write_bytes(msgspec.json.format(msgspec.json.encode(mix), indent=1) + b"\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fit what stands above the network.")
    parser.add_argument("--shared", type=Path, required=True, help="folder with the training sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps vectors")
    arguments = parser.parse_args()
    train(arguments.shared, arguments.cache)
