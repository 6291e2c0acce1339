"""Trends: what is written about more than usual, against its own baseline."""

from collections.abc import Sequence
from typing import Annotated, Literal, Protocol
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from services.gateway import problems
from services.gateway.answer import JSON, hashed
from services.gateway.groups import examples
from services.gateway.openapi import answers
from services.gateway.problems import Problem
from services.gateway.routes.parameters import Id, Window, identifier

PATH = "/v1/trends"


class Trends(Protocol):
    """Where trends are read."""

    async def trends(self, kind: str | None, past: bool, days: int, limit: int) -> Sequence[bytes]: ...

    async def trend(self, id_: UUID) -> bytes | None: ...


class ListQuery(Window):
    """The parameters of the list."""

    kind: Literal["entity", "topic", "pair"] | None = Field(None, description="Only of this kind.")
    past: bool = Field(False, description="Also what rose in the last `days`, and is over.")
    limit: int = Field(20, ge=1, le=100, description="Trends, at most.")


def router(trends: Trends) -> APIRouter:
    """The routes over `trends`."""
    routes = APIRouter(tags=["trends"])

    @routes.get(
        PATH,
        summary="What rises now, the strongest first",
        response_class=Response,
        responses=answers(
            {200: ("What rises.", JSON, "TrendList", examples.trends())},
            problems.BAD_PARAMETER,
            *problems.READING,
        ),
    )
    async def rising(query: Annotated[ListQuery, Query()], request: Request) -> Response:
        found = await trends.trends(query.kind, query.past, query.days, query.limit)
        return hashed(request, b'{"items":[%b]}' % b",".join(found))

    @routes.get(
        f"{PATH}/{{id}}",
        summary="One trend, with articles that support it",
        response_class=Response,
        responses=answers(
            {200: ("The trend.", JSON, "Trend", examples.trend())},
            problems.BAD_ID,
            problems.UNKNOWN_TREND,
            *problems.READING,
        ),
    )
    async def one(id_: Id, request: Request) -> Response:
        if (found := await trends.trend(identifier("a trend", id_))) is None:
            raise Problem(problems.UNKNOWN_TREND, f"{id_}: no such trend was told of")
        return hashed(request, found)

    return routes
