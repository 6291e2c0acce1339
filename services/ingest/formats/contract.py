"""What a format is: bytes in, what is found in them out. Pure, and what goes in and out can be pickled.

Every module here has one entry point `parse(raw, context)`. What it finds is in the order of the document. It raises
`InvalidSubmission` where the document as a whole can't be read; a bad item comes as the reason why, and does not
affect the others.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec

from schemas.submission import Submission
from services.ingest.validity import InvalidSubmission

Format = Literal[
    "text", "html", "feed", "jsonfeed", "sitemap", "opml", "newsml-g2", "nitf", "ninjs", "jsonld", "json", "jsonl",
    "csv", "urls", "warc",
]  # fmt: skip

SourceClass = Literal["feed", "folder", "push"]


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a document from outside it.

    `source` stands in where the document names none. `name` is its file name or address: what a dead letter calls it,
    and the guid of a document that has none. `url` is where it was fetched from, `content_type` what the server said.
    """

    source: str
    name: str
    source_class: SourceClass = "folder"
    url: str | None = None
    content_type: str | None = None


class Found(NamedTuple):
    """A document as it was found: its bytes, the submission in them or why there is none, and where it stood.

    `place` tells it from the others of its file: a row, an id, a byte; "" where it is the whole.
    """

    raw: bytes
    submission: Submission | InvalidSubmission
    place: str = ""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """What a document points at and does not hold. `title`, `published` and `language` are what it says of it.

    `modified` is whatever changes when the page does.
    """

    url: str
    kind: Literal["page", "feed", "sitemap"]
    source: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    modified: str | None = None


Item = Found | Address
Parse = Callable[[bytes, Context], list[Item]]
