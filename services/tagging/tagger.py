"""Topics of an article: a pure function of the article version and what extraction found in it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from schemas.entities import ExtractedArticle, Processor
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle, Topic
from services.tagging.evidence import names, prose, selectors, strongest
from services.tagging.features import Span, occurrences
from services.tagging.geography import geography
from services.tagging.linear import FILES, LinearModel, Scored

CODE_VERSION = "1.1.0"
"""Raise it with every change of this package that changes a tag."""

METHOD = "topics-linear"


class Tagger:
    """Gives each article the IPTC Media Topics that its words support. `version` names code and model."""

    def __init__(self, model: LinearModel, vocabulary: Vocabulary, version: str) -> None:
        self.version = version
        self._model = model
        self._vocabulary = vocabulary
        self._processor = Processor(name="tagging", version=version, method=METHOD)

    @classmethod
    def load(cls, models: Path) -> "Tagger":
        """Read the models from the project's folder `models`."""
        folder = models / "topics_linear"
        digest = hashlib.sha256(b"".join((folder / name).read_bytes() for name in FILES)).hexdigest()
        vocabulary = Vocabulary.load(models / "iptc-mediatopics" / "topics.tsv")
        return cls(LinearModel.load(folder), vocabulary, f"{CODE_VERSION}+{METHOD}.{digest[:8]}")

    def tag(self, articles: Sequence[ExtractedArticle]) -> list[TaggedArticle]:
        """Each article with its topics, in the order given; one article's topics never depend on another's."""
        return [
            TaggedArticle(
                article=extracted.article,
                mentions=extracted.mentions,
                entities=extracted.entities,
                quotes=extracted.quotes,
                topics=self.topics(extracted),
                geography=geography(extracted, self.version),
                extraction=extracted.extraction,
            )
            for extracted in articles
        ]

    def topics(self, extracted: ExtractedArticle) -> tuple[Topic, ...]:
        """The topics at or above their thresholds that some words support, best first."""
        found = occurrences(prose(extracted.article))
        scored = self._model.scored({term: len(spans) for term, spans in found.items()})
        return tuple(
            sorted(self._supported(extracted, scored, found), key=lambda topic: (-topic.score, topic.id))
        )

    def scores(self, extracted: ExtractedArticle) -> dict[str, float]:
        """The score of every topic, whether it is given or not."""
        found = occurrences(prose(extracted.article))
        scored = self._model.scored({term: len(spans) for term, spans in found.items()})
        return {one.topic: one.score for one in scored}

    def _supported(
        self, extracted: ExtractedArticle, scored: Sequence[Scored], found: Mapping[str, Sequence[Span]]
    ) -> Iterator[Topic]:
        taken = names(extracted.mentions)
        for candidate in scored:
            if candidate.given and (spans := strongest(candidate.contributions(), found, taken)):
                yield Topic(
                    id=candidate.topic,
                    label=self._vocabulary.label(candidate.topic),
                    evidence=selectors(extracted.article.text, spans),
                    score=candidate.score,
                    extractor=self._processor,
                )
