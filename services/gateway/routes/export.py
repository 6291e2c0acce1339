"""All the articles that match, in one answer that streams: NDJSON or CSV."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway import examples, ninjs, problems
from services.gateway.cursor import Position
from services.gateway.openapi import answers
from services.gateway.routes.articles import Pages
from services.gateway.routes.parameters import Selection
from services.gateway.search import Page
from services.gateway.wanted import Wanted, wanted

PATH = "/v1/export"
PAGE = 100
MEDIA = {"ndjson": "application/x-ndjson", "ninjs": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
COLUMNS = ("id", "version", "published", "source", "language", "title", "url", "topics", "entities")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ExportQuery(Selection):
    """The parameters of the export."""

    format: Literal["ndjson", "csv", "ninjs"] = Field(
        "ndjson", description="One article a line, a table, or an item of ninjs 3.0 a line."
    )
    limit: int = Field(10_000, ge=1, le=1_000_000, description="Articles, at most.")


def router(pages: Pages, vocabulary: Vocabulary) -> APIRouter:
    """The route that exports what `pages` find."""
    routes = APIRouter(tags=["articles"])

    @routes.get(
        PATH,
        summary="All articles that a filter or a search finds, newest first, as a stream",
        response_class=Response,
        responses=answers(
            {200: ("One article a line.", "application/x-ndjson", "TaggedArticle", examples.tagged())},
            problems.BAD_FILTER,
            problems.BAD_PARAMETER,
            *problems.READING,
        ),
    )
    async def export(query: Annotated[ExportQuery, Query()]) -> Response:
        asked = wanted(vocabulary, query.filter, query.q, query.source, query.topic, query.story)
        # Read before the answer begins, so that a database that is away is an error and no short file.
        first = await pages.page(asked, None, min(PAGE, query.limit))
        return StreamingResponse(
            _lines(pages, asked, first, query.limit, FORMS[query.format]),
            media_type=MEDIA[query.format],
            headers={"Content-Disposition": f'attachment; filename="articles.{query.format}"'},
        )

    return routes


async def _lines(
    pages: Pages, asked: Wanted, page: Page, limit: int, form: Callable[[Sequence[bytes], bool], bytes]
) -> AsyncIterator[bytes]:
    yield form(page.docs, True)
    left = limit - len(page.docs)
    last: Position | None = page.last
    while last is not None and left > 0:
        page = await pages.page(asked, last, min(PAGE, left))
        yield form(page.docs, False)
        left, last = left - len(page.docs), page.last


def _ndjson(docs: Sequence[bytes], _: bool) -> bytes:
    """Line feeds in a document stand between its parts only, where a blank says the same."""
    return b"".join(doc.replace(b"\n", b" ").replace(b"\r", b" ") + b"\n" for doc in docs)


def _table(docs: Sequence[bytes], first: bool) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    if first:
        writer.writerow(COLUMNS)
    for doc in docs:
        writer.writerow([_cell(value) for value in _row(msgspec.json.decode(doc, type=TaggedArticle))])
    return text.getvalue().encode()


def _row(tagged: TaggedArticle) -> tuple[str, ...]:
    article = tagged.article
    return (
        article.id,
        str(article.version),
        article.published or "",
        article.source,
        article.language,
        article.title,
        article.url or "",
        "; ".join(f"{topic.id} {topic.label}" for topic in tagged.topics),
        "; ".join(f"{entity.id} {entity.name}" if entity.id else entity.name for entity in tagged.entities),
    )


def _ninjs(docs: Sequence[bytes], _: bool) -> bytes:
    items = (ninjs.item(msgspec.json.decode(doc, type=TaggedArticle)) for doc in docs)
    return b"".join(msgspec.json.encode(item) + b"\n" for item in items)


FORMS = {"csv": _table, "ndjson": _ndjson, "ninjs": _ninjs}


def _cell(value: str) -> str:
    """A spreadsheet would run a cell that begins like a formula: the apostrophe tells it not to."""
    return f"'{value}" if value.startswith(FORMULA) else value
