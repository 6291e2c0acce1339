"""Articles: one by its id, its history, and those that are found, page by page."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Literal, Protocol
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway import cursor, examples, ninjs, problems
from services.gateway.answer import JSON, conditional, encoded, hashed
from services.gateway.cursor import Position
from services.gateway.openapi import answers
from services.gateway.problems import Problem
from services.gateway.routes.parameters import Id, Selection, identifier
from services.gateway.search import Page
from services.gateway.store import Found, Kept
from services.gateway.wanted import Wanted, wanted

PATH = "/v1/articles"


class Articles(Protocol):
    """Where one article is read: the store, or a fake."""

    async def get(self, article: uuid.UUID) -> Found | None: ...

    async def event(self, article: uuid.UUID, event: uuid.UUID) -> Found | None: ...

    async def history(self, article: uuid.UUID) -> Sequence[Kept]: ...


class Pages(Protocol):
    """Where articles are found."""

    async def page(self, wanted: Wanted, after: Position | None, limit: int) -> Page: ...

    async def ranked(self, wanted: Wanted, limit: int) -> Page: ...


class ListQuery(Selection):
    """The parameters of the list."""

    limit: int = Field(20, ge=1, le=100, description="Articles on a page, at most.")
    cursor: str | None = Field(
        None, max_length=100, description="Where the page before ended; from its `next`."
    )
    order: Literal["newest", "best"] = Field(
        "newest", description="`best` ranks the newest 100 hits of `q`, and has no further pages."
    )


def router(articles: Articles, pages: Pages, vocabulary: Vocabulary) -> APIRouter:
    """The routes that read `articles` and search `pages`."""
    routes = APIRouter(tags=["articles"])

    @routes.get(
        f"{PATH}/{{id}}",
        summary="One article with all its tags",
        response_class=Response,
        responses=answers(
            {200: ("The newest version.", JSON, "TaggedArticle", examples.tagged())},
            problems.BAD_ID,
            problems.UNKNOWN_ARTICLE,
            problems.RETRACTED,
            *problems.READING,
        ),
    )
    async def one(id_: Id, request: Request) -> Response:
        return _served(await articles.get(identifier("an article", id_)), id_, request)

    @routes.get(
        f"{PATH}/{{id}}/versions",
        summary="Every event of one article, newest version first",
        response_class=Response,
        responses=answers(
            {200: ("Its history.", JSON, "History", examples.history())},
            problems.BAD_ID,
            problems.UNKNOWN_ARTICLE,
            *problems.READING,
        ),
    )
    async def versions(id_: Id, request: Request) -> Response:
        if not (events := await articles.history(identifier("an article", id_))):
            raise _unknown(id_)
        return encoded(request, {"id": id_.lower(), "items": events})

    @routes.get(
        f"{PATH}/{{id}}/versions/{{event}}",
        summary="One event of an article as it was, also one whose tags a newer one has superseded",
        response_class=Response,
        responses=answers(
            {200: ("The event's payload.", JSON, "TaggedArticle", examples.tagged())},
            problems.BAD_ID,
            problems.UNKNOWN_ARTICLE,
            problems.RETRACTED,
            *problems.READING,
        ),
    )
    async def event(id_: Id, event: str, request: Request) -> Response:
        found = await articles.event(identifier("an article", id_), identifier("an event", event))
        return _served(found, id_, request)

    @routes.get(
        f"{PATH}/{{id}}/ninjs",
        summary="One article as an item of ninjs 3.0",
        response_class=Response,
        responses=answers(
            {
                200: (
                    "The item.",
                    JSON,
                    "Ninjs",
                    ninjs.item(msgspec.convert(examples.tagged(), TaggedArticle)),
                )
            },
            problems.BAD_ID,
            problems.UNKNOWN_ARTICLE,
            problems.RETRACTED,
            *problems.READING,
        ),
    )
    async def item(id_: Id, request: Request) -> Response:
        found = _readable(await articles.get(identifier("an article", id_)), id_)
        return encoded(request, ninjs.item(msgspec.json.decode(found.doc, type=TaggedArticle)))

    @routes.get(
        PATH,
        summary="The articles that a filter or a search finds, newest first, page by page",
        response_class=Response,
        responses=answers(
            {200: ("A page.", JSON, "ArticlePage", examples.page())},
            problems.BAD_FILTER,
            problems.BAD_PARAMETER,
            problems.BAD_CURSOR,
            *problems.READING,
        ),
    )
    async def found(query: Annotated[ListQuery, Query()], request: Request) -> Response:
        asked = wanted(vocabulary, query.filter, query.q, query.source, query.topic, query.story)
        if query.order == "best":
            return hashed(request, _body(await pages.ranked(_rankable(query, asked), query.limit), None))
        page = await pages.page(asked, position(query.cursor, asked), query.limit)
        following = cursor.encode(page.last, asked) if page.last else None
        headers = {"Link": f'<{_address(query, following)}>; rel="next"'} if following else {}
        return hashed(request, _body(page, following), headers)

    return routes


def _readable(found: Found | None, given: str) -> Found:
    if found is None:
        raise _unknown(given)
    if found.retracted:
        raise Problem(problems.RETRACTED, f"{given}: its text is not served any more")
    return found


def _served(held: Found | None, given: str, request: Request) -> Response:
    found = _readable(held, given)
    return conditional(request, found.doc, str(found.event_id), _cloud_event(found))


def _unknown(given: str) -> Problem:
    return Problem(problems.UNKNOWN_ARTICLE, f"{given}: not seen, or accepted and still on its way")


def _rankable(query: ListQuery, asked: Wanted) -> Wanted:
    if asked.text is None:
        raise Problem(problems.BAD_PARAMETER, "order: best needs q, the words to rank by")
    if query.cursor is not None:
        raise Problem(problems.BAD_PARAMETER, "order: best has one page and takes no cursor")
    return asked


def position(given: str | None, asked: object) -> Position | None:
    """The position in the cursor `given`; `Problem` where it was not made for `asked`."""
    if given is None:
        return None
    try:
        return cursor.decode(given, asked)
    except ValueError as error:
        raise Problem(problems.BAD_CURSOR, f"cursor: {error}") from None


def _body(page: Page, following: str | None) -> bytes:
    return b'{"items":[%b],"next":%b}' % (b",".join(page.docs), msgspec.json.encode(following))


def _cloud_event(found: Found) -> dict[str, str]:
    """CloudEvents 1.0.2, HTTP binding, binary mode: the same attributes as on the stream."""
    return {
        "ce-specversion": "1.0",
        "ce-id": str(found.event_id),
        "ce-type": "dateline.article.tagged.v1",
        "ce-source": found.producer,
        "ce-time": found.happened_at.isoformat(),
    }


def _address(query: ListQuery, following: str) -> str:
    parameters = query.model_dump(exclude_none=True, exclude_defaults=True) | {"cursor": following}
    return f"{PATH}?{urlencode(parameters)}"
