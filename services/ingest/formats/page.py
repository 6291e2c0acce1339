"""An HTML page -> one submission: the page as it came, with what its markup says of the article.

The words are told apart later, by intake. Here: address, title, dates, authors and language, from JSON-LD, OpenGraph,
meta elements and the address itself, in that order.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from schemas.submission import DateSource, Submission
from services.ingest import charset, dates, markup
from services.ingest.formats import jsonld, jsonvalue
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.normal import line
from services.ingest.validity import InvalidSubmission

_PUBLISHED = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.created",
    "date",
    "cxenseparse:recs:publishtime",
    "article_date_original",
    "originalpublicationdate",
]
_UPDATED = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "revised",
]
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
)
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:;|\band\b)\s*")
_LD = "application/ld+json"


def parse(raw: bytes, context: Context) -> list[Item]:
    """The article of a page."""
    html = charset.decoded(raw, context.content_type)
    try:
        return [Found(raw, _submission(html, context))]
    except InvalidSubmission:
        raise
    except ValueError as error:
        raise InvalidSubmission("content", str(error).removeprefix("content: "), "too_large") from error


def _submission(html: str, context: Context) -> Submission:
    if len(html) > markup.LONGEST:
        raise InvalidSubmission(
            "content", f"{len(html)} code points of HTML, over {markup.LONGEST}", "too_large"
        )
    said = _Said(html)
    url = _url(said, context.url)
    published, published_from = _published(said, url or context.url)
    return Submission(
        source=context.source,
        source_class=context.source_class,
        content=html,
        content_type="text/html",
        guid=None if url else context.name,
        url=url,
        title=_title(said),
        summary=jsonld.string(said.article, "description") or said.meta.get("og:description"),
        published=published,
        published_from=published_from,
        updated=jsonld.date(said.article, "dateModified") or _date(said, _UPDATED),
        language=jsonld.language(said.article) or said.language,
        authors=_authors(said),
    )


class _Said:
    """What a page says of itself: `meta` by lower-case name, the article of its JSON-LD, its links and times."""

    def __init__(self, html: str) -> None:
        self.meta: dict[str, str] = {}
        self.article: jsonvalue.Object = {}
        self.canonical: str | None = None
        self.title: str | None = None
        self.language: str | None = None
        self.time: str | None = None
        root = markup.tree(html)
        for element in (
            root.iter("html", "meta", "link", "script", "title", "time") if root is not None else ()
        ):
            getattr(self, f"_{element.tag}")(element)

    def _html(self, element: markup.Element) -> None:
        self.language = element.get("lang") or element.get("xml:lang")

    def _meta(self, element: markup.Element) -> None:
        names = (element.get(name) for name in ("property", "name", "itemprop", "http-equiv"))
        name, content = next((name for name in names if name), None), element.get("content")
        if name and content and content.strip():
            self.meta.setdefault(name.lower(), content.strip())

    def _link(self, element: markup.Element) -> None:
        if "canonical" in (element.get("rel") or "").lower().split():
            self.canonical = self.canonical or element.get("href")

    def _script(self, element: markup.Element) -> None:
        if not self.article and (element.get("type") or "").strip().lower() == _LD:
            self.article = next(_ld_articles(element.text or ""), {})

    def _title(self, element: markup.Element) -> None:
        self.title = self.title or line("".join(map(str, element.itertext()))) or None

    def _time(self, element: markup.Element) -> None:
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            self.time = self.time or element.get("datetime")


def _ld_articles(text: str) -> Iterator[jsonvalue.Object]:
    try:
        # Line breaks inside strings are the commonest fault of JSON-LD; elsewhere they are only white space.
        yield from jsonld.articles(jsonvalue.decoded(" ".join(text.split()).encode(errors="replace")))
    except InvalidSubmission:
        return


def _url(said: _Said, own: str | None) -> str | None:
    """The address that the page claims, unless it is a mere front page; else its own."""
    for claimed in (said.canonical, said.meta.get("og:url"), jsonld.address(said.article)):
        try:
            url = urljoin(own or "", (claimed or "").strip())
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
            return url
    return own


def _title(said: _Said) -> str | None:
    named = (
        jsonld.string(said.article, "headline") or said.meta.get("og:title") or said.meta.get("twitter:title")
    )
    return markup.flat(named) or None if named else None


def _published(said: _Said, url: str | None) -> tuple[str | None, DateSource | None]:
    marked = (
        jsonld.date(said.article, "datePublished") or _date(said, _PUBLISHED) or dates.to_utc(said.time or "")
    )
    if marked:
        return marked, "markup"
    told = dates.in_address(url or "")
    return told, "address" if told else None


def _date(said: _Said, names: list[str]) -> str | None:
    return next((found for name in names if (found := dates.to_utc(said.meta.get(name, "")))), None)


def _authors(said: _Said) -> tuple[str, ...]:
    if people := jsonld.names(said.article.get("author")):
        return people
    named = next((value for name in _AUTHORS if (value := said.meta.get(name)) and "://" not in value), "")
    return tuple(name for name in _AND.split(_BY.sub("", named)) if name)
