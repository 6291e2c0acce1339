"""Named fields -> submissions: the names that feeds, exports and APIs use, read leniently, typed strictly."""

from collections.abc import Mapping

from schemas.submission import ContentType, PubStatus, Submission
from services.ingest.formats.contract import SourceClass
from services.ingest.formats.jsonvalue import Object as Document
from services.ingest.formats.jsonvalue import text as _text
from services.ingest.names import source_name
from services.ingest.validity import InvalidSubmission

_GUID = ("guid", "id")
_URL = ("url", "link")
_TITLE = ("title", "headline")
_HTML = ("content_html",)
_TEXT = ("content_text", "text", "content", "body")
_SUMMARY = ("summary", "standfirst", "description")
_PUBLISHED = ("published", "date", "published_at", "date_published", "datePublished")
_UPDATED = ("updated", "modified", "updated_at", "date_modified", "dateModified")
_LANGUAGE = ("language", "lang")
_AUTHORS = ("authors", "author")
_EMBARGO = ("embargo", "embargoed")
CONTENTS = frozenset((*_HTML, *_TEXT))
"""What a field with a text is called."""
NAMES = frozenset(
    {
        "source",
        "content_type",
        "pubstatus",
        *_GUID,
        *_URL,
        *_TITLE,
        *_SUMMARY,
        *_PUBLISHED,
        *_UPDATED,
        *_LANGUAGE,
    }
    | {*_AUTHORS, *_EMBARGO, *CONTENTS}
)
"""Every name that is known."""
_STATUSES: Mapping[str, PubStatus] = {"usable": "usable", "withheld": "withheld", "canceled": "canceled"}


def from_document(
    document: Document, *, source: str, source_class: SourceClass, guid: str | None = None
) -> Submission:
    """The submission in a JSON object. The first alias that holds something wins; unknown keys are ignored.

    `source` and `guid` stand in where the document names none. A source's label becomes its nearest source name.
    `InvalidSubmission` that names the field for a value of the wrong type.
    """
    content, content_type = _content(document)
    return Submission(
        source=_source(document, source),
        source_class=source_class,
        content=content,
        content_type=content_type,
        guid=_text(document, *_GUID) or guid,
        url=_text(document, *_URL),
        title=_text(document, *_TITLE),
        summary=_text(document, *_SUMMARY),
        published=_text(document, *_PUBLISHED),
        updated=_text(document, *_UPDATED),
        language=_text(document, *_LANGUAGE),
        authors=_authors(document),
        pubstatus=_pubstatus(document),
        embargo=_text(document, *_EMBARGO),
    )


def _source(document: Document, default: str) -> str:
    try:
        return source_name(_text(document, "source") or default)
    except ValueError as error:
        raise InvalidSubmission("source", str(error).removeprefix("source: ")) from error


def _content(document: Document) -> tuple[str, ContentType]:
    if html := _text(document, *_HTML):
        return html, "text/html"
    declared = _text(document, "content_type") or "text/plain"
    if declared not in ("text/plain", "text/html"):
        raise InvalidSubmission(
            "content_type", f"{declared[:64]!r} is neither text/plain nor text/html", "unsupported"
        )
    return _text(document, *_TEXT) or "", "text/html" if declared == "text/html" else "text/plain"


def _pubstatus(document: Document) -> PubStatus:
    status = _text(document, "pubstatus") or "usable"
    if status not in _STATUSES:
        raise InvalidSubmission("pubstatus", f"{status[:64]!r} is none of {', '.join(_STATUSES)}")
    return _STATUSES[status]


def _authors(document: Document) -> tuple[str, ...]:
    """ "A name", ["names"] or JSON Feed's [{"name": …}]."""
    value = next((document[alias] for alias in _AUTHORS if document.get(alias)), ())
    listed = value if isinstance(value, list | tuple) else [value]
    names = [entry.get("name") if isinstance(entry, Mapping) else entry for entry in listed]
    if not all(isinstance(name, str) for name in names):
        raise InvalidSubmission("authors", "not a list of names")
    return tuple(str(name) for name in names)
