"""ninjs 1.x to 3.x (https://iptc.org/standards/ninjs/) -> submissions.

The three differ in spelling (`versioncreated`, `versionCreated`) and in where the words are: `body_html` in 1.x,
`bodies` since 2.0. Names are compared without case and underscores, so one reader serves all.
"""

from collections.abc import Iterator, Mapping

from schemas.submission import ContentType, PubStatus, Submission
from services.ingest import dates
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.formats.jsonvalue import Object, decoded, encoded, objects, text
from services.ingest.names import source_name
from services.ingest.validity import InvalidSubmission

_STATUSES: Mapping[str, PubStatus] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}
_HTML_ROLES = ("html", "xhtml", "main", "body")
_STANDFIRSTS = ("summary", "abstract", "standfirst", "dek", "drol:summary", "lead", "ingress")


def is_ninjs(value: Object) -> bool:
    """Whether a JSON object is a ninjs item: it has a `uri`, and what only ninjs calls so."""
    names = {_plain(str(name)) for name in value}
    marks = {
        "versioncreated",
        "pubstatus",
        "bodies",
        "headlines",
        "bodyxhtml",
        "bodyhtml",
        "descriptiontext",
        "renditions",
    }
    return "uri" in names and bool(names & (marks | {"eventdetails"}))


def parse(raw: bytes, context: Context) -> list[Item]:
    """The item in a ninjs document, or the items of a list."""
    value = decoded(raw)
    if isinstance(value, list):
        return [_found(encoded(one), one, context, str(number)) for number, one in enumerate(value, 1)]
    return [_found(raw, value, context, "")]


def _found(raw: bytes, value: object, context: Context, place: str) -> Found:
    try:
        return Found(raw, submission(value, context), place)
    except InvalidSubmission as error:
        return Found(raw, error, place)


def submission(value: object, context: Context) -> Submission:
    """The submission in one ninjs item."""
    if not isinstance(value, dict):
        raise InvalidSubmission("document", f"a JSON {type(value).__name__}, not an object")
    item = {_plain(str(name)): one for name, one in value.items()}
    guid = text(item, "uri")
    if not guid:
        raise InvalidSubmission("uri", "the item has none")
    status = _status(text(item, "pubstatus") or "usable")
    content, content_type = _content(item) if status == "usable" else ("", "text/plain")
    return Submission(
        source=_source(item, context),
        source_class=context.source_class,
        content=content,
        content_type=content_type,
        guid=guid,
        url=guid if guid.startswith(("http://", "https://")) else None,
        title=_headline(item),
        summary=_summary(item),
        published=_date(item, "contentcreated", "firstcreated", "versioncreated"),
        updated=_date(item, "versioncreated"),
        language=text(item, "language"),
        authors=tuple(_authors(item)),
        pubstatus=status,
        embargo=_date(item, "embargoed"),
        revision=_revision(item),
    )


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _status(code: str) -> PubStatus:
    found = _STATUSES.get(code.rpartition(":")[2].lower())
    if found is None:
        raise InvalidSubmission("pubstatus", f"{code[:40]!r} is none of {', '.join(_STATUSES)}")
    return found


def _content(item: Object) -> tuple[str, ContentType]:
    for name in ("bodyhtml", "bodyxhtml"):
        if html := text(item, name):
            return html, "text/html"
    bodies = [body for body in objects(item.get("bodies")) if text(body, "value")]
    for body in sorted(bodies, key=_rank):
        kind = _kind(body)
        if kind:
            return text(body, "value") or "", kind
    if plain := text(item, "bodytext"):
        return plain, "text/plain"
    nature = text(item, "type") or "item"
    told = next((value for one in objects(item.get("descriptions")) if (value := text(one, "value"))), None)
    if nature == "text" and told:
        return told, "text/plain"
    raise InvalidSubmission("bodies", f"a ninjs {nature[:40]} without a text in it", "unsupported")


def _rank(body: Object) -> int:
    role = (text(body, "role") or "").lower()
    return 0 if role in _HTML_ROLES else 1


def _kind(body: Object) -> ContentType | None:
    lowered = {_plain(str(name)): one for name, one in body.items()}
    declared = (text(lowered, "contenttype") or "").lower()
    if "html" in declared or (not declared and "</" in (text(body, "value") or "")):
        return "text/html"
    return "text/plain" if not declared or declared.startswith("text/plain") else None


def _headline(item: Object) -> str | None:
    lines = [line for line in objects(item.get("headlines")) if text(line, "value")]
    main = next(
        (line for line in lines if text(line, "role") in (None, "main", "headline")),
        lines[0] if lines else {},
    )
    return text(item, "headline") or text(main, "value") or text(item, "title")


def _summary(item: Object) -> str | None:
    for one in objects(item.get("descriptions")):
        if (text(one, "role") or "").lower() in _STANDFIRSTS:
            return text(one, "value")
    return None


def _date(item: Object, *names: str) -> str | None:
    return next((found for name in names if (found := dates.to_utc(text(item, name) or ""))), None)


def _source(item: Object, context: Context) -> str:
    sources = [text(one, "name", "literal") for one in objects(item.get("infosources"))]
    for label in (text(item, "copyrightholder"), *sources):
        try:
            return source_name(label or "")
        except ValueError:
            continue
    return context.source


def _authors(item: Object) -> Iterator[str]:
    if line := text(item, "byline", "by"):
        yield line


def _revision(item: Object) -> int | None:
    version = text(item, "version") or ""
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
