"""Examples as the models that are there already see them: words, network, lexicon."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from models.topics_linear.corpus import Example
from schemas.identity import text_digest
from schemas.mediatopics import TABLE, Vocabulary
from services.evaluation.topicsets import TopicArticle, unnamed
from services.tagging.features import occurrences
from services.tagging.heads import Network, log_shares, section_shares
from services.tagging.lexicon import Lexicon, Occurrences
from services.tagging.linear import LinearModel
from services.text.embedding import opening

HERE = Path(__file__).parent
MODELS = HERE.parent
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
        path = self._cache / f"{name}-{text_digest(self._network.digest)[:8]}.npy"
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
