"""RSS and Atom -> submissions. feedparser reads; what it leaves open is here: hostile XML, HTML titles, dates."""

import calendar
import io
import time
from collections.abc import Mapping, Sequence

import feedparser
import msgspec

from schemas.submission import Submission
from services.ingest import dates, declarations, markup
from services.ingest.formats import feednames
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.validity import InvalidSubmission

Entry = Mapping[str, object]
feednames.install()


def parse(raw: bytes, context: Context) -> list[Item]:
    """The entries of a feed, oldest first as far as the feed's own order tells.

    Each comes with what it says as JSON. An entry without content or identity comes as the reason why.
    """
    feed = _parse(raw, context)
    language = _string(_mapping(feed, "feed"), "language")
    return [_found(entry, context, language) for entry in reversed(_mappings(feed, "entries"))]


def _found(entry: Entry, context: Context, language: str | None) -> Found:
    raw, place = _raw(entry), _string(entry, "id") or _string(entry, "link") or ""
    try:
        return Found(raw, _submission(entry, context, language), place)
    except InvalidSubmission as error:
        return Found(raw, error, place)
    except ValueError as error:
        field, _, detail = str(error).partition(": ")
        return Found(raw, InvalidSubmission(field, detail), place)


def _raw(entry: Entry) -> bytes:
    """What the entry says, as JSON: the feed's own bytes are not told apart by entry."""
    return msgspec.json.encode({name: _plain(value) for name, value in entry.items()}, order="deterministic")


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    return value if isinstance(value, int | float | bool) else None


def _parse(raw: bytes, context: Context) -> Mapping[str, object]:
    try:
        declarations.check(raw)
    except declarations.Declares as error:
        raise InvalidSubmission("document", str(error), "undecodable") from error
    headers = {
        "content-location": context.url or "",
        "content-type": context.content_type or "application/xml",
    }
    # A stream: feedparser would take bare bytes for the name of a file to open.
    feed: Mapping[str, object] = feedparser.parse(
        io.BytesIO(raw), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
    )
    if not feed.get("version") and not feed.get("entries"):
        raise InvalidSubmission("document", "neither RSS nor Atom", "undecodable")
    return feed


def _submission(entry: Entry, context: Context, language: str | None) -> Submission:
    content, html = _content(entry)
    if not content.strip():
        raise InvalidSubmission("content", "the entry has neither content nor summary")
    link = _link(entry)
    guid = _string(entry, "id")
    if not link and not guid:
        raise InvalidSubmission("guid", "the entry has neither a guid nor a link")
    summary = _string(entry, "summary")
    return Submission(
        source=context.source,
        source_class=context.source_class,
        content=content,
        content_type="text/html" if html else "text/plain",
        guid=guid,
        url=link,
        title=markup.flat(_string(entry, "title") or "") or None,
        summary=markup.flat(summary) if summary and summary != content else None,
        published=_date(entry, "published"),
        updated=_date(entry, "updated"),
        language=_content_language(entry) or language,
        authors=tuple(name for author in _mappings(entry, "authors") if (name := _string(author, "name"))),
    )


def _content(entry: Entry) -> tuple[str, bool]:
    """The longest content, else the summary; and whether it is HTML."""
    bodies = [part for part in _mappings(entry, "content") if _string(part, "value")]
    if bodies:
        body = max(bodies, key=lambda part: len(_string(part, "value") or ""))
    else:
        body = {
            "value": _string(entry, "summary"),
            "type": _string(_mapping(entry, "summary_detail"), "type"),
        }
    value = _string(body, "value") or ""
    return value, _string(body, "type") != "text/plain" or "</" in value


def _link(entry: Entry) -> str | None:
    """The article's own address, behind a redirector if the feed tells it."""
    link = _string(entry, "feedburner_origlink") or _string(entry, "link")
    return link if link and link.lower().startswith(("http://", "https://")) else None


def _content_language(entry: Entry) -> str | None:
    return next((found for part in _mappings(entry, "content") if (found := _string(part, "language"))), None)


def _date(entry: Entry, name: str) -> str | None:
    parsed = _own(entry, f"{name}_parsed")
    if isinstance(parsed, time.struct_time):
        return dates.to_utc(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(calendar.timegm(parsed))))
    return dates.to_utc(_string(entry, name) or "")


def _own(mapping: Mapping[str, object], name: str) -> object:
    """What is stored under `name` itself: feedparser's own look-up gives one date for another, with a warning."""
    return dict.get(mapping, name) if isinstance(mapping, dict) else None


def _string(mapping: Mapping[str, object], name: str) -> str | None:
    value = _own(mapping, name)
    return value if isinstance(value, str) and value else None


def _mapping(mapping: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = _own(mapping, name)
    return value if isinstance(value, Mapping) else {}


def _mappings(mapping: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    value = _own(mapping, name)
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, Sequence) else []
