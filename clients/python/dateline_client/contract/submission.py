# A copy of schemas/submission.py, made by clients/python/vendor.py: change that one.
"""A document as it came, with its source: what a collector hands to intake."""

from typing import Literal

import msgspec

PubStatus = Literal["usable", "withheld", "canceled"]
"""IPTC publishing status (https://cv.iptc.org/newscodes/pubstatusg2/)."""

ContentType = Literal["text/plain", "text/html"]

DateSource = Literal["source", "markup", "text", "address"]
"""Who says when an article was published: its source, in a field of its own; the page's markup; a line of the text;
the page's address."""


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One document, undigested. `published` and `updated` are RFC 3339 as far as the collector could tell.

    `url` or `guid` must be given. `source` is a short stable name of the publisher's channel ([a-z0-9._-], 64
    at most); `source_class` groups sources for metrics. `content` is the document's text in its `content_type`; only
    a retraction may do without. `published_from` says who gave `published`, if not the source itself. Before `embargo`
    (RFC 3339) it is not for use. `revision` is the source's own count of versions: a lower one that comes late
    replaces nothing. `captured` is when the document was as it is here, where that is long ago and known (RFC 3339): in
    an archive. `document` is where a collector found it: the file or address, then `#` and the place in it.
    """

    source: str
    content: str = ""
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
    published_from: DateSource | None = None
    embargo: str | None = None
    revision: int | None = None
    captured: str | None = None
    document: str | None = None
