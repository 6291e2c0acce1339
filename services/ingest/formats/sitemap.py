"""Sitemaps and news sitemaps (https://www.sitemaps.org, schemas/sitemap-news) -> addresses of pages and sitemaps."""

from services.ingest import dates
from services.ingest.formats import xml
from services.ingest.formats.contract import Address, Context, Item
from services.ingest.validity import InvalidSubmission

_MOST = 50_000
"""Addresses that one sitemap may hold, by the protocol."""


def parse(raw: bytes, _: Context) -> list[Item]:
    """The pages of a sitemap, or the sitemaps of an index; what the news extension says of a page goes with it."""
    root = xml.root(raw)
    if xml.local(root) not in ("urlset", "sitemapindex"):
        raise InvalidSubmission("document", f"a {xml.local(root)[:40]}, not a sitemap", "unsupported")
    entries = [one for one in root if xml.local(one) in ("url", "sitemap")]
    if len(entries) > _MOST:
        raise InvalidSubmission("document", f"{len(entries)} addresses, over {_MOST}", "too_large")
    return [found for one in entries if (found := _address(one)) is not None]


def _address(entry: xml.Element) -> Address | None:
    url = xml.said(entry, "loc")
    if not url or not url.startswith(("http://", "https://")):
        return None
    news = xml.child(entry, "news")
    modified = xml.said(entry, "lastmod")
    return Address(
        url=url,
        kind="page" if xml.local(entry) == "url" else "sitemap",
        title=xml.said(news, "title"),
        published=dates.to_utc(xml.said(news, "publication_date") or ""),
        language=xml.said(xml.child(news, "publication"), "language"),
        modified=modified,
    )
