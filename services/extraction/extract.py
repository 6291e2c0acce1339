"""Articles -> the same articles with mentions, entities and quotes: what the extraction stage does, whole.

Pure: the result is a function of one article version and the processor version alone.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from schemas.article import PROSE, Article, BlockKind
from schemas.entities import Entity, ExtractedArticle, Extraction, Mention, Processor, Quote
from schemas.selectors import select
from services.extraction import acronyms, entities, quotes, voices
from services.extraction.aliases import aliased
from services.extraction.consistency import consistent
from services.extraction.headlines import recased
from services.extraction.linking.linker import METHOD as LINKED
from services.extraction.linking.linker import Linker
from services.extraction.ner import Ner
from services.extraction.quotemarks import paragraphs
from services.extraction.spans import Range, Span, clean

NAME = "extraction"
CODE = "1.2.0"
"""The version of this folder's rules: to be raised with every change that can change a result."""

MOST = 200_000
"""Code points in the text of an article: over it `extract` raises."""

FULL = Extraction(level="full", looked_for=("names", "links", "quotes", "statements"))
PASSED = Extraction(level="aliases", looked_for=())

HEADLINES: frozenset[BlockKind] = frozenset({"title", "heading"})

_FILES = ("labels.json", "model.int8.onnx", "vocab.txt")


class Extractor:
    """The whole text work of extraction. Threads may share an instance; the model releases the GIL."""

    def __init__(self, ner: Ner, linker: Linker, model: str) -> None:
        """`model` names the model and its version, as it shall stand in the processor version."""
        self.ner = ner
        self.linker = linker
        self.version = f"{CODE}+{model}.{linker.version}"

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
        check(article)
        if not english(article.language):
            return ExtractedArticle(article=article, mentions=(), entities=(), quotes=(), extraction=PASSED)
        text = article.text
        spans, joined = aliased(text, self._spans(article), blocks(article, PROSE), article.published)
        groups = entities.groups(text, spans, joined)
        keys = {span: f"e{i}" for i, group in enumerate(groups, 1) for span in group.spans}
        named = [self._entity(text, group, keys[group.spans[0]]) for group in groups]
        return ExtractedArticle(
            article=article,
            mentions=tuple(self._mention(text, span, keys[span]) for span in spans),
            entities=tuple(self.linker.link(article, named, self._processor(LINKED))),
            quotes=tuple(self._quotes(article, spans, keys)),
            extraction=FULL,
        )

    def _spans(self, article: Article) -> list[Span]:
        text, stretches = article.text, blocks(article, PROSE)
        words = recased(text, self.ner.words(text, stretches), blocks(article, HEADLINES))
        found = clean(text, self.ner.spans(text, words), stretches)
        return acronyms.marked(text, consistent(text, found, stretches), stretches)

    def _mention(self, text: str, span: Span, key: str) -> Mention:
        return Mention(
            type=span.type,
            entity=key,
            evidence=(select(text, span.start, span.end),),
            score=round(span.score, 4),
            extractor=self._processor(span.method),
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

    def _quotes(self, article: Article, spans: Sequence[Span], keys: Mapping[Span, str]) -> list[Quote]:
        text, body = article.text, blocks(article, PROSE - HEADLINES)
        found = quotes.reported(text, body)
        quoted = sorted(part for quote in found if quote.kind != "indirect" for part in quote.parts)
        setting = voices.Setting(text, list(paragraphs(text, body)), quoted, spans, keys)
        return [self._quote(setting, quote) for quote in found]

    def _quote(self, setting: voices.Setting, found: quotes.Found) -> Quote:
        return Quote(
            kind=found.kind,
            evidence=tuple(select(setting.text, start, end) for start, end in found.parts),
            score=found.score,
            extractor=self._processor(f"rule:quote-{found.method}"),
            speaker=select(setting.text, *found.speaker) if found.speaker else None,
            cue=select(setting.text, *found.cue) if found.cue else None,
            entity=voices.entity(setting, found.speaker) if found.speaker else None,
        )

    def _processor(self, method: str) -> Processor:
        return Processor(name=NAME, version=self.version, method=method)


def english(language: str) -> bool:
    """True for a BCP 47 tag of English: the only language that the model and the rules know."""
    return language.lower().split("-")[0] == "en"


def blocks(article: Article, kinds: Collection[BlockKind]) -> list[Range]:
    """The stretches of the article's text in blocks of the given kinds, in reading order."""
    return [(block.start, block.end) for block in article.blocks if block.kind in kinds]


def check(article: Article) -> None:
    """`ValueError` names a field that is out of bounds."""
    size = len(article.text)
    if size > MOST:
        raise ValueError(f"text: {size} code points, over the limit of {MOST}")
    free = 0
    for i, block in enumerate(article.blocks):
        if not free <= block.start <= block.end <= size:
            raise ValueError(f"blocks[{i}]: {block.start}:{block.end} is out of place in {free}:{size}")
        free = block.end
