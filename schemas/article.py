"""One version of an article: clean text in typed blocks, with what is known about it."""

from typing import Literal

import msgspec

BlockKind = Literal[
    "title",
    "standfirst",
    "byline",
    "dateline",
    "body",
    "heading",
    "teaser",
    "credit",
    "correction",
    "boilerplate",
]

PROSE: frozenset[BlockKind] = frozenset({"title", "standfirst", "dateline", "body", "heading", "correction"})
"""The kinds of block in which a name is a mention: the article's own words."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the text of one kind: code points, end-exclusive."""

    kind: BlockKind
    start: int
    end: int


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article VERSION.

    `text` is the blocks joined by blank lines (two line feeds), in reading order; `digest` its SHA-256
    (`schemas.identity.text_digest`). `version` counts from 1; `predecessor` is the digest of version n-1.
    `published` and `updated` are RFC 3339 in UTC, or None where no source says. `language` is BCP 47.
    """

    id: str
    version: int
    digest: str
    source: str
    source_class: Literal["feed", "folder", "push"]
    title: str
    text: str
    blocks: tuple[Block, ...]
    language: str
    predecessor: str | None = None
    guid: str | None = None
    url: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()


class Retraction(msgspec.Struct, frozen=True, kw_only=True):
    """The publisher has withdrawn the article. `version` is the one after the last published version.

    `digest` is that of the last published version's text, or of the empty text where none was seen.
    """

    id: str
    version: int
    digest: str
    source: str
    reason: Literal["withheld", "canceled"]
