"""Articles -> the same articles with mentions, entities and quotes: what the extraction stage does, whole.

Pure: the result is a function of one article version and the processor version alone.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

import msgspec

from schemas.article import PROSE, Article
from schemas.entities import Entity, ExtractedArticle, Mention, PlaceKind, Processor, Quote
from schemas.selectors import select
from services.extraction import entities, limits, quotes, voices
from services.extraction.abroad.reader import Abroad
from services.extraction.english import English
from services.extraction.kinds import known, places
from services.extraction.linking.linker import METHOD as LINKED
from services.extraction.linking.linker import Linker
from services.extraction.ner import Ner
from services.extraction.quotemarks import paragraphs
from services.extraction.reading import HEADLINES, Reading
from services.extraction.spans import Span
from services.extraction.values.value import Value

NAME = "extraction"
CODE = "2.4.0"
"""The version of this folder's rules: to be raised with every change that can change a result."""

_FILES = ("labels.json", "model.int8.onnx", "vocab.txt")


class Extractor:
    """The whole text work of extraction. Threads may share an instance; the model releases the GIL."""

    def __init__(self, ner: Ner, linker: Linker, model: str) -> None:
        """`model` names the model and its version, as it shall stand in the processor version."""
        self.ner = ner
        self.linker = linker
        self.version = f"{CODE}+{model}.{linker.version}"
        self._english = English(ner, linker.base)
        self._abroad = Abroad(linker.base)

    @classmethod
    def load(cls, models: Path, threads: int = 1, gazetteer: Path | None = None) -> "Extractor":
        """The extractor with the model in `models`/ner-minilm and the knowledge base in `models`/kb.

        `threads` is the number for one run of the model; `gazetteer` the user's own things (`linking.gazetteer`).
        `ValueError` names what is wrong with a file.
        """
        folder = models / "ner-minilm"
        digest = hashlib.sha256(b"".join((folder / name).read_bytes() for name in _FILES)).hexdigest()
        return cls(Ner(folder, threads), Linker.load(models, gazetteer), f"ner-minilm.{digest[:8]}")

    def extract(self, articles: Sequence[Article]) -> list[ExtractedArticle]:
        """Each article with its tags, in order. `ValueError` names the field that is out of bounds.

        An article's result doesn't depend on the others, and one costs the same alone.
        """
        return [self._extract(article) for article in articles]

    def _extract(self, article: Article) -> ExtractedArticle:
        limits.check(article)
        reading = self._english.read(article) if english(article.language) else self._abroad.read(article)
        truncated, spans, values, said = limits.cut(article, reading)
        groups = entities.groups(article.text, spans, reading.joined)
        keys = {span: f"e{i}" for i, group in enumerate(groups, 1) for span in group.spans}
        named = [self._entity(article.text, group, keys[group.spans[0]]) for group in groups]
        return ExtractedArticle(
            article=article,
            mentions=tuple(self._mentions(article.text, spans, values, keys)),
            entities=tuple(self._linked(article, named, reading.called)),
            quotes=tuple(self._quotes(article, spans, keys, reading, said)),
            extraction=msgspec.structs.replace(reading.extraction, truncated=truncated),
        )

    def _mentions(
        self, text: str, spans: Sequence[Span], values: Sequence[Value], keys: Mapping[Span, str]
    ) -> list[Mention]:
        """Names, dates and amounts in reading order."""
        names = [(span.start, self._mention(text, span, keys[span])) for span in spans]
        found = [*names, *((value.start, self._value(text, value)) for value in values)]
        return [mention for _, mention in sorted(found, key=lambda one: one[0])]

    def _mention(self, text: str, span: Span, key: str) -> Mention:
        return Mention(
            type=span.type,
            entity=key,
            evidence=(select(text, span.start, span.end),),
            score=round(span.score, 4),
            extractor=self._processor(span.method),
        )

    def _value(self, text: str, value: Value) -> Mention:
        return Mention(
            type=value.type,
            value=value.value,
            evidence=(select(text, value.start, value.end),),
            score=value.score,
            extractor=self._processor(value.method),
        )

    def _entity(self, text: str, group: entities.Group, key: str) -> Entity:
        forms = entities.first_of_each_form(text, group.spans)
        return Entity(
            key=key,
            name=group.name,
            type=group.type,
            mentions=len(group.spans),
            evidence=tuple(select(text, span.start, span.end) for span in forms),
            score=round(fmean(span.score for span in group.spans), 4),
            extractor=self._processor(entities.METHOD),
            abstained=group.abstained,
        )

    def _linked(self, article: Article, named: Sequence[Entity], called: Mapping[str, str]) -> list[Entity]:
        """The entities with ids, and with what places are; looked up by the English name that they are `called`."""
        asked = [msgspec.structs.replace(one, name=called.get(one.name, one.name)) for one in named]
        found = self.linker.link(article, asked, self._processor(LINKED))
        return [
            msgspec.structs.replace(one, name=own.name, kind=self._kind(one))
            for own, one in zip(named, found, strict=True)
        ]

    def _kind(self, entity: Entity) -> PlaceKind | None:
        if entity.type != "place":
            return None
        thing = self.linker.base.known(entity.id) if entity.id else None
        told = known.place_kind(thing.kind, thing.extra.iso) if thing and thing.type == "place" else None
        return told or places.named(entity.name)

    def _quotes(
        self,
        article: Article,
        spans: Sequence[Span],
        keys: Mapping[Span, str],
        reading: Reading,
        found: Sequence[quotes.Found],
    ) -> list[Quote]:
        text, body = article.text, limits.blocks(article, PROSE - HEADLINES)
        quoted = sorted(part for quote in found if quote.kind != "indirect" for part in quote.parts)
        setting = voices.Setting(text, list(paragraphs(text, body)), quoted, spans, keys)
        return [
            self._quote(article.text, quote, reading.voice(setting, quote.speaker) if quote.speaker else None)
            for quote in found
        ]

    def _quote(self, text: str, found: quotes.Found, entity: str | None) -> Quote:
        return Quote(
            kind=found.kind,
            evidence=tuple(select(text, start, end) for start, end in found.parts),
            score=found.score,
            extractor=self._processor(f"rule:quote-{found.method}"),
            speaker=select(text, *found.speaker) if found.speaker else None,
            cue=select(text, *found.cue) if found.cue else None,
            entity=entity,
        )

    def _processor(self, method: str) -> Processor:
        return Processor(name=NAME, version=self.version, method=method)


def english(language: str) -> bool:
    """True for a BCP 47 tag of English: the only language that the model knows."""
    return language.lower().split("-")[0] == "en"
