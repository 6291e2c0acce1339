"""Articles with the topics that a set gives them, and the articles that the tagger reads.

A set says one of three things of an article: one topic (`medtop`, or a section under `label`), all its topics
(`level1`, `level2`), or topics of a taxonomy of its own (`topics`, with the part of the set in `split`).
"""

from collections.abc import Mapping
from typing import Literal

from schemas.article import Article, Block
from schemas.entities import ExtractedArticle
from schemas.identity import article_id, text_digest
from services.evaluation.labelled import Labelled

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "World": ("medtop:16000000", "medtop:11000000", "medtop:02000000", "medtop:03000000", "medtop:12000000"),
    "Sports": ("medtop:15000000",),
    "Business": ("medtop:04000000",),
    "Sci/Tech": ("medtop:13000000",),
}
"""The sections of AG News as top-level topics."""

Kind = Literal["one", "many", "own"]


class TopicArticle(Labelled, frozen=True, kw_only=True):
    """An article with its topics: ids of Media Topics, or of the set's own taxonomy in `topics`."""

    title: str = ""
    label: str | None = None
    medtop: str | None = None
    level1: tuple[str, ...] | None = None
    level2: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    split: str | None = None

    @property
    def kind(self) -> Kind | None:
        """What the set says of the article; None where it says nothing that is a topic."""
        if self.level1 is not None or self.level2 is not None:
            return "many"
        if self.medtop is not None or self.label in SECTIONS:
            return "one"
        return "own" if self.topics is not None else None

    @property
    def one(self) -> str:
        """The one topic, or the section."""
        return self.medtop or self.label or ""


def tops_of(name: str) -> tuple[str, ...]:
    """The top-level topics that stand for one topic or section of a set."""
    return SECTIONS.get(name, (name,))


def unnamed(row: TopicArticle) -> ExtractedArticle:
    """The article as tagging reads it, each paragraph a block, without names: the tagger alone is measured."""
    pieces = [("title", row.title)] if row.title else []
    pieces += [("body", part.strip()) for part in row.text.split("\n\n") if part.strip()]
    text = "\n\n".join(piece for _, piece in pieces)
    blocks: list[Block] = []
    start = 0
    for kind, piece in pieces:
        blocks.append(Block(kind="title" if kind == "title" else "body", start=start, end=start + len(piece)))
        start += len(piece) + 2
    article = Article(
        id=article_id(None, "evaluation", str(row.id) or text_digest(text)),
        version=1,
        digest=text_digest(text),
        source="evaluation",
        source_class="folder",
        title=row.title,
        text=text,
        blocks=tuple(blocks),
        language="en",
    )
    return ExtractedArticle(article=article, mentions=(), entities=(), quotes=())
