"""Topics and places of an article: a pure function of the article version and what extraction found in it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from schemas.entities import ExtractedArticle, Processor
from schemas.mediatopics import TABLE, Vocabulary
from schemas.tagged import TaggedArticle, Topic
from services.tagging import heads, lexicon, linear
from services.tagging.evidence import selectors
from services.tagging.geography import geography
from services.tagging.heads import Heads, Network
from services.tagging.lexicon import Lexicon
from services.tagging.linear import LinearModel
from services.tagging.own import OwnTaxonomy
from services.tagging.reading import Reader, Reading
from services.tagging.tree import given

CODE_VERSION = "2.5.0"
"""Raise it with every change of this package that changes a tag."""

METHOD = "topics"


class Tagger:
    """Gives each article the topics that its words support. `version` names code, models and taxonomy."""

    def __init__(
        self, reader: Reader, vocabulary: Vocabulary, version: str, own: OwnTaxonomy | None = None
    ) -> None:
        self.version = version
        self._reader = reader
        self._vocabulary = vocabulary
        self._own = own
        self._processor = Processor(name="tagging", version=version, method=METHOD)

    @classmethod
    def load(cls, models: Path, taxonomy: Path | None = None) -> "Tagger":
        """Read the models from the project's folder `models`, and the operator's own taxonomy if there is one."""
        folder = models / "topics"
        vocabulary = Vocabulary.load(models / TABLE)
        network = Network(models)
        words = LinearModel.load(models / "topics_linear")
        reader = Reader(words, network, Heads.load(folder), Lexicon.load(folder, vocabulary))
        own = OwnTaxonomy.load(taxonomy) if taxonomy else None
        parts = [models / "topics_linear" / name for name in linear.FILES]
        parts += [folder / name for name in (*heads.FILES, *lexicon.FILES)]
        parts += [taxonomy] if taxonomy else []
        digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts))
        digest.update(network.digest.encode())
        return cls(reader, vocabulary, f"{CODE_VERSION}+{METHOD}.{digest.hexdigest()[:8]}", own)

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
        reading = self._reader.read(extracted)
        own = self._own.topics(reading, self._processor) if self._own else ()
        return tuple(sorted([*self._media(reading), *own], key=lambda topic: (-topic.score, topic.id)))

    def scores(self, extracted: ExtractedArticle) -> Mapping[str, float]:
        """The score of every topic that has one, whether it is given or not."""
        reading = self._reader.read(extracted)
        own = self._own.scores(reading) if self._own else {}
        return {**reading.scores, **own}

    def _media(self, reading: Reading) -> Iterator[Topic]:
        for one in given(reading, self._reader.thresholds, self._vocabulary):
            concept = self._vocabulary[one.topic]
            yield Topic(
                id=one.topic,
                label=concept.label,
                evidence=selectors(reading.text, one.spans),
                score=one.score,
                extractor=self._processor,
                parent=concept.parent,
                wikidata=concept.wikidata,
            )
