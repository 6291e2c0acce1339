"""Stories: what is reported about one event, and what an article belongs to."""

from typing import Annotated, Protocol
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from services.gateway import cursor, faults, problems
from services.gateway.answer import JSON, encoded, hashed
from services.gateway.cursor import Position
from services.gateway.groups import examples
from services.gateway.groups.store import Belongs, Lines, StoryPage
from services.gateway.openapi import answers
from services.gateway.problems import Problem
from services.gateway.routes.articles import position
from services.gateway.routes.parameters import Id, Window, identifier

PATH = "/v1/stories"


class Stories(Protocol):
    """Where stories are read."""

    async def stories(self, days: int, language: str | None, after: Position | None, limit: int) -> Lines: ...

    async def story(self, id_: UUID) -> StoryPage | None: ...

    async def of_article(self, article: UUID) -> Belongs: ...


class ListQuery(Window):
    """The parameters of the list."""

    language: str | None = Field(None, pattern=faults.LANGUAGE, description="BCP 47.")
    limit: int = Field(20, ge=1, le=100, description="Stories on a page, at most.")
    cursor: str | None = Field(
        None, max_length=100, description="Where the page before ended; from its `next`."
    )


def router(stories: Stories) -> APIRouter:
    """The routes over `stories`."""
    routes = APIRouter(tags=["stories"])

    @routes.get(
        PATH,
        summary="The stories that news came to last, page by page",
        response_class=Response,
        responses=answers(
            {200: ("A page.", JSON, "StoryList", examples.stories())},
            problems.BAD_PARAMETER,
            problems.BAD_CURSOR,
            *problems.READING,
        ),
    )
    async def newest(query: Annotated[ListQuery, Query()], request: Request) -> Response:
        asked = (PATH, query.days, query.language)
        page = await stories.stories(query.days, query.language, position(query.cursor, asked), query.limit)
        following = cursor.encode(page.last, asked) if page.last else None
        body = b'{"items":[%b],"next":%b}' % (b",".join(page.lines), msgspec.json.encode(following))
        headers = {"Link": f'<{_address(query, following)}>; rel="next"'} if following else {}
        return hashed(request, body, headers)

    @routes.get(
        f"{PATH}/{{id}}",
        summary="One story: its articles, and what it became part of or came out of",
        response_class=Response,
        responses=answers(
            {200: ("The story.", JSON, "StoryPage", examples.story())},
            problems.BAD_ID,
            problems.UNKNOWN_STORY,
            *problems.READING,
        ),
    )
    async def one(id_: Id, request: Request) -> Response:
        if (found := await stories.story(identifier("a story", id_))) is None:
            raise Problem(problems.UNKNOWN_STORY, f"{id_}: no such story was told of")
        return encoded(request, found)

    @routes.get(
        "/v1/articles/{id}/groups",
        summary="The story of an article, and the copies of its text",
        response_class=Response,
        responses=answers(
            {200: ("What it belongs to, which may be nothing.", JSON, "Belongs", examples.belongs())},
            problems.BAD_ID,
            *problems.READING,
        ),
    )
    async def groups(id_: Id, request: Request) -> Response:
        return encoded(request, await stories.of_article(identifier("an article", id_)))

    return routes


def _address(query: ListQuery, following: str) -> str:
    parameters = query.model_dump(exclude_none=True, exclude_defaults=True) | {"cursor": following}
    return f"{PATH}?{urlencode(parameters)}"
