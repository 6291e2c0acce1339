"""Topics of an article: a pure function of the article version."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from schemas.article import Article
from schemas.entities import ExtractedArticle, Processor
from schemas.tagged import TaggedArticle, Topic
from services.tagging.evidence import prose, selectors, strongest
from services.tagging.features import Span, occurrences
from services.tagging.linear import FILES, LinearModel
from services.tagging.vocabulary import Vocabulary

CODE_VERSION = "1.0.0"
"""Raise it with every change of this package that changes a tag."""

NAME = "topics-linear"


class Tagger:
    """Gives each article the IPTC Media Topics that its words support. `version` names code and model."""

    def __init__(self, model: LinearModel, vocabulary: Vocabulary, version: str) -> None:
        self.version = version
        self._model = model
        self._labels = {c.topic: vocabulary.label(c.topic) for c in model.calibrations}
        self._processor = Processor(name="tagging", version=version, method=NAME)

    @classmethod
    def load(cls, models: Path) -> "Tagger":
        """Read the models from the folder `models` of the project."""
        folder = models / "topics_linear"
        digest = hashlib.sha256(b"".join((folder / name).read_bytes() for name in FILES)).hexdigest()
        vocabulary = Vocabulary.load(models / "iptc-mediatopics" / "topics.tsv")
        return cls(LinearModel.load(folder), vocabulary, f"{CODE_VERSION}+{NAME}.{digest[:8]}")

    def tag(self, articles: Sequence[ExtractedArticle]) -> list[TaggedArticle]:
        """Each article with its topics, in the order given; one article's topics never depend on another's."""
        return [self._tag(extracted) for extracted in articles]

    def _tag(self, extracted: ExtractedArticle) -> TaggedArticle:
        return TaggedArticle(
            article=extracted.article,
            mentions=extracted.mentions,
            entities=extracted.entities,
            quotes=extracted.quotes,
            topics=tuple(self.topics(extracted.article)),
        )

    def topics(self, article: Article) -> list[Topic]:
        """The topics above their thresholds that some words support, best first."""
        found = occurrences(prose(article))
        vector = self._model.vectoriser.vector({term: len(spans) for term, spans in found.items()})
        contributions = self._model.contributions(vector)
        terms = [self._model.vectoriser.term(number) for number in vector.indices]
        topics = []
        for column, margin in enumerate(self._model.margins(contributions)):
            calibration = self._model.calibrations[column]
            score = calibration.probability(margin)
            if score < calibration.threshold:
                continue
            shares = dict(zip(terms, contributions[:, column].tolist(), strict=True))
            if topic := self._topic(article, calibration.topic, score, shares, found):
                topics.append(topic)
        return sorted(topics, key=lambda topic: (-topic.score, topic.id))

    def _topic(
        self,
        article: Article,
        topic: str,
        score: float,
        contributions: Mapping[str, float],
        found: Mapping[str, Sequence[Span]],
    ) -> Topic | None:
        spans = strongest(contributions, found)
        if not spans:
            return None
        return Topic(
            id=topic,
            label=self._labels[topic],
            evidence=selectors(article.text, spans),
            score=score,
            extractor=self._processor,
        )
