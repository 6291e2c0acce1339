"""NewsML-G2 (https://iptc.org/standards/newsml-g2/) -> submissions: news items, alone or in a news message.

A package holds references alone, so it gives nothing of its own. What its publisher cancels or withholds becomes a
retraction, which needs no text.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from schemas.submission import ContentType, PubStatus, Submission
from services.ingest import dates
from services.ingest.formats import nitf, xml
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.names import source_name
from services.ingest.validity import InvalidSubmission

ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_STATUSES: Mapping[str, PubStatus] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}
_STANDFIRSTS = ("summary", "abstract", "standfirst", "dek")


def parse(raw: bytes, context: Context) -> list[Item]:
    """The items of a NewsML-G2 document, in their order. One that is no article comes as the reason why."""
    root = xml.root(raw)
    items = [root] if xml.local(root) in ITEMS else list(xml.named(root, *ITEMS))
    news = any(xml.local(item) == "newsItem" for item in items)
    if not items:
        raise InvalidSubmission("document", f"no item in the {xml.local(root) or 'document'}", "unsupported")
    # Beside news items, a package or a concept only says how they hang together.
    kept = [item for item in items if not news or xml.local(item) == "newsItem"]
    return [
        Found(raw if item is root else _bytes(item), _outcome(item, context), _place(item, number))
        for number, item in enumerate(kept, 1)
    ]


def _bytes(item: xml.Element) -> bytes:
    return bytes(etree.tostring(item, with_tail=False))


def _place(item: xml.Element, number: int) -> str:
    return item.get("guid") or str(number)


def _outcome(item: xml.Element, context: Context) -> Submission | InvalidSubmission:
    try:
        return _submission(item, context)
    except InvalidSubmission as error:
        return error


def _submission(item: xml.Element, context: Context) -> Submission:
    guid, meta, about = item.get("guid"), xml.child(item, "itemMeta"), xml.child(item, "contentMeta")
    if not guid:
        raise InvalidSubmission("guid", f"the {xml.local(item)} has none")
    status = _status(meta)
    text, content_type, title = _content(item, meta) if status == "usable" else ("", "text/plain", None)
    created = xml.said(about, "contentCreated") or xml.said(meta, "firstCreated")
    return Submission(
        source=_source(meta, context),
        source_class=context.source_class,
        content=text,
        content_type=content_type,
        guid=guid,
        title=xml.said(about, "headline") or title or xml.said(meta, "title"),
        summary=_summary(about),
        published=dates.to_utc(created or "") or dates.to_utc(xml.said(meta, "versionCreated") or ""),
        updated=dates.to_utc(xml.said(about, "contentModified") or xml.said(meta, "versionCreated") or ""),
        language=_language(item, about),
        authors=tuple(_authors(about)),
        pubstatus=status,
        embargo=dates.to_utc(xml.said(meta, "embargoed") or ""),
        revision=_revision(item),
    )


def _status(meta: xml.Element | None) -> PubStatus:
    """Of `stat:canceled`, or of the same as a URI. Without one the item is usable, as the standard says."""
    element = xml.child(meta, "pubStatus")
    if element is None:
        return "usable"
    code = (element.get("qcode") or element.get("uri") or "").replace("/", ":").rpartition(":")[2].lower()
    if code not in _STATUSES:
        raise InvalidSubmission("pubStatus", f"{code[:40]!r} is none of {', '.join(_STATUSES)}")
    return _STATUSES[code]


def _content(item: xml.Element, meta: xml.Element | None) -> tuple[str, ContentType, str | None]:
    """The words of the item, their content type, and the headline that stands among them."""
    for content in xml.named(item, "inlineXML"):
        found = next(xml.named(content, "nitf"), None)
        if found is not None:
            return nitf.content(found), "text/html", nitf.headline(found)
        page = next(xml.named(content, "body", "div", "article", "section"), None)
        if page is not None:
            return _page(page), "text/html", None
    for content in xml.named(item, "inlineData"):
        if (content.get("contenttype") or "text/plain").startswith("text/plain"):
            return "".join(map(str, content.itertext())), "text/plain", None
        if (content.get("contenttype") or "").startswith(("text/html", "application/xhtml")):
            return "".join(map(str, content.itertext())), "text/html", None
    raise InvalidSubmission("contentSet", f"{_nature(item, meta)} without a text in it", "unsupported")


def _page(element: xml.Element) -> str:
    """XHTML as HTML: the reader knows no namespaces."""
    for one in element.iter(etree.Element):
        one.tag = xml.local(one)
    bare = deepcopy(element)  # away from its parents, whose namespaces would be declared again
    etree.cleanup_namespaces(bare)
    return str(etree.tostring(bare, encoding="unicode", method="html", with_tail=False))


def _nature(item: xml.Element, meta: xml.Element | None) -> str:
    element = xml.child(meta, "itemClass")
    nature = "" if element is None else (element.get("qcode") or "").rpartition(":")[2]
    return f"{xml.local(item)} of class {nature[:40]}" if nature else xml.local(item)


def _source(meta: xml.Element | None, context: Context) -> str:
    provider = xml.child(meta, "provider")
    if provider is None:
        return context.source
    code = provider.get("literal") or (provider.get("qcode") or "").rpartition(":")[2]
    for label in (code, xml.said(provider, "name") or ""):
        try:
            return source_name(label)
        except ValueError:
            continue
    return context.source


def _summary(about: xml.Element | None) -> str | None:
    for element in xml.named(about, "description") if about is not None else ():
        if (element.get("role") or "").rpartition(":")[2].lower() in _STANDFIRSTS:
            return xml.words(element)
    return None


def _language(item: xml.Element, about: xml.Element | None) -> str | None:
    element = xml.child(about, "language")
    return (None if element is None else element.get("tag")) or item.get(xml.LANG)


def _authors(about: xml.Element | None) -> Iterator[str]:
    for element in about if about is not None else ():
        if xml.local(element) == "creator" and (name := xml.said(element, "name")):
            yield name


def _revision(item: xml.Element) -> int | None:
    version = item.get("version") or ""
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
