"""schema.org NewsArticle in JSON-LD (https://schema.org/NewsArticle) -> submissions, live blogs with their entries."""

from collections.abc import Iterator, Mapping
from html import escape

from schemas.submission import ContentType, Submission
from services.ingest import dates
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.formats.jsonvalue import Object, decoded, encoded, objects, text
from services.ingest.names import source_name
from services.ingest.validity import InvalidSubmission

ARTICLES = frozenset(
    [
        "Article",
        "NewsArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "Report",
        "SatiricalArticle",
        "AdvertiserContentArticle",
    ]
)
_DEEPEST = 4


def is_jsonld(value: object) -> bool:
    """Whether a JSON value speaks schema.org."""
    return any("@type" in one or "@graph" in one for one in objects(value))


def parse(raw: bytes, context: Context) -> list[Item]:
    """The articles of a JSON-LD document. `InvalidSubmission` where there is none."""
    nodes = list(articles(decoded(raw)))
    if not nodes:
        raise InvalidSubmission("@type", "no article of schema.org in it", "unsupported")
    return [
        Found(raw if len(nodes) == 1 else encoded(node), _outcome(node, context), _place(node, number))
        for number, node in enumerate(nodes, 1)
    ]


def articles(value: object, depth: int = 0) -> Iterator[Object]:
    """The article nodes in a JSON-LD value, those of a graph or of a page too."""
    for node in objects(value):
        if types(node) & ARTICLES:
            yield node
        elif depth < _DEEPEST:
            for name in ("@graph", "mainEntity", "itemListElement", "item"):
                yield from articles(node.get(name), depth + 1)


def types(node: Object) -> set[str]:
    """The types of a node, without the vocabulary's address."""
    declared = node.get("@type")
    listed = declared if isinstance(declared, list) else [declared]
    return {one.rpartition("/")[2].rpartition(":")[2] for one in listed if isinstance(one, str)}


def address(node: Object) -> str | None:
    """The article's own address."""
    page = node.get("mainEntityOfPage")
    candidates = [node.get("url"), page.get("@id") if isinstance(page, Mapping) else page, node.get("@id")]
    return next((one for one in candidates if isinstance(one, str) and _is_address(one)), None)


def names(value: object) -> tuple[str, ...]:
    """The names of people or organisations: texts, objects or a list of them."""
    listed = value if isinstance(value, list) else [value]
    found = (one.get("name") if isinstance(one, Mapping) else one for one in listed)
    return tuple(one for one in found if isinstance(one, str) and one and not _is_address(one))


def date(node: Object, name: str) -> str | None:
    """A date of the node, RFC 3339 in UTC."""
    value = node.get(name)
    return dates.to_utc(value) if isinstance(value, str) else None


def language(node: Object) -> str | None:
    """The node's BCP 47 tag."""
    value = node.get("inLanguage")
    found = value.get("alternateName") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) else None


def string(node: Object, *wanted: str) -> str | None:
    """The first of `wanted` that is a text; anything else there is left alone."""
    values = (node.get(name) for name in wanted)
    return next((value for value in values if isinstance(value, str) and value.strip()), None)


def live_html(node: Object) -> str:
    """The entries of a live blog as HTML, newest first as the standard has them; "" where it has none."""
    return "".join(map(_entry, objects(node.get("liveBlogUpdate"))))


def _entry(node: Object) -> str:
    at = escape(string(node, "datePublished", "dateModified") or "")
    words = f"<p>{escape(string(node, 'headline') or '')}</p>{_marked_up(string(node, 'articleBody', 'text') or '')}"
    return f'<section class="live-entry"><time datetime="{at}"></time>{words}</section>'


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _marked_up(words: str) -> str:
    if "</" in words:
        return words
    return "".join(f"<p>{escape(line)}</p>" for line in words.split("\n") if line.strip())


def _place(node: Object, number: int) -> str:
    return address(node) or str(number)


def _outcome(node: Object, context: Context) -> Submission | InvalidSubmission:
    try:
        return submission(node, context, context.name)
    except InvalidSubmission as error:
        return error


def submission(node: Object, context: Context, guid: str) -> Submission:
    """The submission in one article node; `guid` where it names none."""
    content, content_type = _content(node)
    if not content.strip():
        raise InvalidSubmission("articleBody", "the article has none")
    return Submission(
        source=_source(node, context),
        source_class=context.source_class,
        content=content,
        content_type=content_type,
        guid=text(node, "identifier") if isinstance(node.get("identifier"), str) else guid,
        url=address(node) or context.url,
        title=string(node, "headline", "name"),
        summary=string(node, "description", "abstract"),
        published=date(node, "datePublished") or date(node, "dateCreated"),
        updated=date(node, "dateModified"),
        language=language(node),
        authors=names(node.get("author")),
    )


def _content(node: Object) -> tuple[str, ContentType]:
    body, live = string(node, "articleBody") or "", live_html(node)
    if live:
        return _marked_up(body) + live, "text/html"
    return body, "text/html" if "</" in body else "text/plain"


def _source(node: Object, context: Context) -> str:
    for label in names(node.get("publisher")):
        try:
            return source_name(label)
        except ValueError:
            continue
    return context.source
