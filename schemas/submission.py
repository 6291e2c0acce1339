"""A document as it came, with its source: what a collector hands to intake."""

from typing import Literal

import msgspec

PubStatus = Literal["usable", "withheld", "canceled"]
"""IPTC publishing status (https://cv.iptc.org/newscodes/pubstatusg2/)."""

ContentType = Literal["text/plain", "text/html"]


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One document, undigested. `published` and `updated` are RFC 3339 as far as the collector could tell.

    `url` or `guid` must be given. `source` is a short stable name of the publisher's channel ([a-z0-9._-], 64
    at most); `source_class` groups sources for metrics. `content` is the document's text in its `content_type`.
    """

    source: str
    content: str
    content_type: ContentType = "text/plain"
    source_class: Literal["feed", "folder", "push"] = "push"
    guid: str | None = None
    url: str | None = None
    title: str | None = None
    summary: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    pubstatus: PubStatus = "usable"
