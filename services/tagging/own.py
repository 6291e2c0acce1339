"""A taxonomy of the operator's own, tagged beside the Media Topics: a YAML file of topics with terms and examples."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from schemas.entities import Processor
from schemas.tagged import MEDIA_TOPICS, Topic
from services.tagging.evidence import selectors, strongest
from services.tagging.features import Span, occurrences
from services.tagging.lexicon import normal
from services.tagging.reading import Reading
from services.tagging.ridge import Examples, Found, Ridge, fit

FEW = 5
"""Examples below which a topic's terms count beside them."""

HIT, TITLE_HIT = 0.4, 0.65
"""How sure one of a topic's terms makes: in the text, in the title. Two in the text are as good as one in the title."""

GIVEN = 0.5
"""The least score of a topic that is given."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class OwnTopic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A topic: words or pairs of words that speak for it, and texts that are about it (title, line feed, text)."""

    id: str
    label: str
    terms: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Taxonomy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file. `taxonomy` is its name: what stands before the colon in the ids of its topics."""

    taxonomy: str
    topics: tuple[OwnTopic, ...]


def parse(raw: bytes, name: str) -> Taxonomy:
    """The taxonomy in `raw`; `ValueError` names the file and the field at fault."""
    try:
        taxonomy = msgspec.yaml.decode(raw, type=Taxonomy)
    except msgspec.MsgspecError as error:
        raise ValueError(f"{name}: {error}") from error
    if not _NAME.fullmatch(taxonomy.taxonomy) or taxonomy.taxonomy == MEDIA_TOPICS:
        raise ValueError(f"{name}: taxonomy: {taxonomy.taxonomy!r} is no name (a-z, 0-9, . _ -), or is taken")
    seen: set[str] = set()
    for number, topic in enumerate(taxonomy.topics):
        if not _NAME.fullmatch(topic.id) or topic.id in seen:
            raise ValueError(
                f"{name}: topics[{number}].id: {topic.id!r} is no id (a-z, 0-9, . _ -), or stands twice"
            )
        if not topic.terms and not topic.examples:
            raise ValueError(f"{name}: topics[{number}]: neither terms nor examples")
        seen.add(topic.id)
    if not taxonomy.topics:
        raise ValueError(f"{name}: topics: there is none")
    return taxonomy


class OwnTaxonomy:
    """A taxonomy that has learnt from its examples."""

    def __init__(self, taxonomy: Taxonomy, model: Ridge | None) -> None:
        self._taxonomy = taxonomy
        self._model = model
        self._terms = {
            topic.id: {term for phrase in (topic.label, *topic.terms) if (term := normal(phrase)) is not None}
            for topic in taxonomy.topics
        }

    @classmethod
    def learn(cls, taxonomy: Taxonomy) -> "OwnTaxonomy":
        """Learn from the examples: a text that stands under two topics is an example of both."""
        texts: dict[str, set[str]] = {}
        for topic in taxonomy.topics:
            for example in topic.examples:
                texts.setdefault(example, set()).add(topic.id)
        names = [topic.id for topic in taxonomy.topics if topic.examples]
        return cls(
            taxonomy,
            fit(Examples(list(texts), [frozenset(t) for t in texts.values()], names)) if names else None,
        )

    @classmethod
    def load(cls, path: Path) -> "OwnTaxonomy":
        """Read and learn the file at `path`; `ValueError` names it and the field at fault."""
        return cls.learn(parse(path.read_bytes(), str(path)))

    def scores(self, reading: Reading) -> dict[str, float]:
        """Topic ("desk:ports") -> score in 0..1."""
        return {f"{self._taxonomy.taxonomy}:{id_}": score for id_, score in self._scores(reading).items()}

    def of_text(self, title: str, text: str) -> dict[str, float]:
        """Topic ("ports") -> score of a text outside any article."""
        whole = f"{title}\n\n{text}"
        found = occurrences([(whole, 0)])
        return {
            topic.id: self._score(topic, score, found, len(title))
            for topic, score in self._with_learnt(found, len(title))
        }

    def topics(self, reading: Reading, processor: Processor) -> Iterator[Topic]:
        """The topics that reach `GIVEN` and that some words support."""
        scores = self._scores(reading)
        for topic in self._taxonomy.topics:
            if scores[topic.id] >= GIVEN and (spans := self._spans(topic, reading)):
                yield Topic(
                    id=f"{self._taxonomy.taxonomy}:{topic.id}",
                    label=topic.label,
                    evidence=selectors(reading.text, spans),
                    score=scores[topic.id],
                    extractor=processor,
                    taxonomy=self._taxonomy.taxonomy,
                )

    def _scores(self, reading: Reading) -> Mapping[str, float]:
        return {
            topic.id: self._score(topic, score, reading.found, reading.title)
            for topic, score in self._with_learnt(reading.found, reading.title)
        }

    def _with_learnt(self, found: Found, title: int) -> Iterator[tuple[OwnTopic, float]]:
        learnt = self._model.scores(found, title) if self._model else {}
        return ((topic, learnt.get(topic.id, 0.0)) for topic in self._taxonomy.topics)

    def _score(self, topic: OwnTopic, learnt: float, found: Found, title: int) -> float:
        if len(topic.examples) >= FEW:
            return learnt
        spans = sorted(span for term in self._terms[topic.id] for span in found.get(term, ()))
        titled = any(start < title for start, _ in spans)
        doubt = (1 - TITLE_HIT) * (1 - HIT) ** (len(spans) - 1) if titled else (1 - HIT) ** len(spans)
        return round(1 - (1 - learnt) * doubt, 4)

    def _spans(self, topic: OwnTopic, reading: Reading) -> Sequence[Span]:
        terms = {term: 1.0 for term in self._terms[topic.id] if term in reading.found}
        learnt = self._model.contributions(topic.id, reading.found, reading.title) if self._model else {}
        peak = max(learnt.values(), default=1.0)
        return strongest({**learnt, **dict.fromkeys(terms, peak)}, reading.found)
