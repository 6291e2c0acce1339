# A copy of schemas/article.py, made by clients/python/vendor.py: change that one.
"""One version of an article: clean text in typed blocks, with what is known about it."""

from typing import Literal

import msgspec

from dateline_client.contract.submission import DateSource

BlockKind = Literal[
    "title",
    "standfirst",
    "byline",
    "dateline",
    "body",
    "heading",
    "teaser",
    "credit",
    "caption",
    "correction",
    "update",
    "entry",
    "boilerplate",
]

PROSE: frozenset[BlockKind] = frozenset(
    {"title", "standfirst", "dateline", "body", "heading", "correction", "update", "entry"}
)
"""The kinds of block in which a name is a mention: the article's own words."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the text of one kind: code points, end-exclusive.

    `at` is when an "entry" of a live blog was written (RFC 3339, UTC), where that is known.
    """

    kind: BlockKind
    start: int
    end: int
    at: str | None = None


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article VERSION.

    `text` is the blocks joined by blank lines (two line feeds), in reading order; `digest` its SHA-256
    (`schemas.identity.text_digest`). `version` counts from 1; `predecessor` is the digest of version n-1.
    `published` and `updated` are RFC 3339 in UTC, or None where no source says. `language` is BCP 47. Both with a
    confidence in 0..1; `published_from` says who gave the date. `revision` is the source's own count of versions.
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
    published_from: DateSource | None = None
    published_confidence: float | None = None
    language_confidence: float | None = None
    revision: int | None = None


class Retraction(msgspec.Struct, frozen=True, kw_only=True):
    """The publisher has withdrawn the article. `version` is the one after the last published version.

    `digest` is that of the last published version's text, or of the empty text where none was seen.
    """

    id: str
    version: int
    digest: str
    source: str
    reason: Literal["withheld", "canceled"]
    revision: int | None = None
