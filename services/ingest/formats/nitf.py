"""NITF 3.x (https://iptc.org/standards/nitf/) -> submissions: its body as HTML whose classes say what a line is."""

from collections.abc import Iterator, Mapping
from html import escape

from schemas.submission import PubStatus, Submission
from services.ingest import dates
from services.ingest.formats import xml
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.names import source_name
from services.ingest.validity import InvalidSubmission

_KEPT = frozenset(
    {"p", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "pre", "blockquote", "br", "a", "em"}
)
_RENAMED = {"hl2": "h2", "bq": "blockquote", "block": "div", "fn": "div", "note": "div", "q": "q"}
_CLASSES = {
    "byline": "byline",
    "dateline": "dateline",
    "abstract": "standfirst",
    "tagline": "byline",
    "bibliography": "newsletter",
    "media-caption": "caption",
    "media-producer": "credit",
}
_LEFT_OUT = frozenset(
    {"hedline", "media-metadata", "media-object", "media-reference", "rights", "distributor", "series"}
)
_STATUSES: Mapping[str, PubStatus] = {
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
    "killinfo": "canceled",
}


def parse(raw: bytes, context: Context) -> list[Item]:
    """The article in an NITF document."""
    root = xml.root(raw)
    nitf = root if xml.local(root) == "nitf" else next(xml.named(root, "nitf"), None)
    if nitf is None:
        raise InvalidSubmission("document", "no nitf element in it", "unsupported")
    return [Found(raw, _submission(nitf, context))]


def content(nitf: xml.Element) -> str:
    """The body of an nitf element as HTML."""
    body = xml.child(nitf, "body")
    return "" if body is None else "".join(_html(body))


def headline(nitf: xml.Element) -> str | None:
    """What stands in hl1, else the head's title."""
    return xml.words(next(xml.named(nitf, "hl1"), None)) or xml.said(xml.child(nitf, "head"), "title")


def _submission(nitf: xml.Element, context: Context) -> Submission:
    data = next(xml.named(nitf, "docdata"), None)
    issued, released = _norm(data, "date.issue"), _norm(data, "date.release")
    return Submission(
        source=_source(data, context),
        source_class=context.source_class,
        content=content(nitf),
        content_type="text/html",
        guid=_attribute(data, "doc-id", "id-string") or context.name,
        url=context.url,
        title=headline(nitf),
        published=issued or released,
        embargo=released,
        language=nitf.get(xml.LANG),
        authors=_authors(nitf),
        pubstatus=_STATUSES.get(
            (data.get("management-status") or "" if data is not None else "").lower(), "usable"
        ),
    )


def _source(data: xml.Element | None, context: Context) -> str:
    try:
        return source_name(_attribute(data, "doc-id", "regsrc") or context.source)
    except ValueError:
        return context.source


def _norm(data: xml.Element | None, name: str) -> str | None:
    return dates.to_utc(_attribute(data, name, "norm") or "")


def _attribute(data: xml.Element | None, name: str, attribute: str) -> str | None:
    element = xml.child(data, name)
    return None if element is None else element.get(attribute)


def _authors(nitf: xml.Element) -> tuple[str, ...]:
    return tuple(name for person in _people(nitf) if (name := xml.words(person)))


def _people(nitf: xml.Element) -> Iterator[xml.Element]:
    for byline in xml.named(nitf, "byline"):
        yield from xml.named(byline, "person")


def _html(element: xml.Element) -> Iterator[str]:
    name = xml.local(element)
    tag = name if name in _KEPT else _RENAMED.get(name, "div" if name in _CLASSES else "")
    if name and name not in _LEFT_OUT:
        styled = f' class="{_CLASSES[name]}"' if name in _CLASSES else ""
        href = f' href="{escape(element.get("href") or "#")}"' if name == "a" else ""
        yield f"<{tag}{styled}{href}>" if tag else ""
        yield escape(element.text or "")
        for part in element:
            yield from _html(part)
            yield escape(part.tail or "")
        yield f"</{tag}>" if tag and tag != "br" else ""
