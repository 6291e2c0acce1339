"""OPML 1.0 and 2.0 (http://opml.org/spec2.opml): the list of feeds that another reader has exported -> addresses."""

from services.ingest.formats import xml
from services.ingest.formats.contract import Address, Context, Item
from services.ingest.names import source_name
from services.ingest.validity import InvalidSubmission


def parse(raw: bytes, _: Context) -> list[Item]:
    """The feeds of an OPML document, each once, with a source name made of its title."""
    root = xml.root(raw)
    if xml.local(root) != "opml":
        raise InvalidSubmission("document", f"a {xml.local(root)[:40]}, not OPML", "unsupported")
    feeds: dict[str, Address] = {}
    for outline in xml.named(root, "outline"):
        url = (outline.get("xmlUrl") or "").strip()
        if url.startswith(("http://", "https://")):
            title = outline.get("title") or outline.get("text") or url
            feeds.setdefault(url, Address(url=url, kind="feed", title=title, source=_source(title, url)))
    if not feeds:
        raise InvalidSubmission("outline", "no feed with an xmlUrl in it")
    return list(feeds.values())


def _source(title: str, url: str) -> str:
    host = url.split("/")[2].removeprefix("www.")
    for label in (title, host):
        try:
            return source_name(label)
        except ValueError:
            continue
    return "feed"
