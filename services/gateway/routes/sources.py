"""Sources: where articles come from, and how those that are polled are doing."""

from collections.abc import Sequence
from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.gateway import problems
from services.gateway.answer import JSON, encoded
from services.gateway.groups import examples
from services.gateway.groups.store import SourceLine
from services.gateway.openapi import answers
from services.gateway.routes.parameters import Window

PATH = "/v1/sources"


class Sources(Protocol):
    """Where sources are read."""

    async def sources(self, days: int) -> Sequence[SourceLine]: ...


def router(sources: Sources) -> APIRouter:
    """The route over `sources`."""
    routes = APIRouter(tags=["sources"])

    @routes.get(
        PATH,
        summary="Every source: its articles, and how it is doing where it is polled",
        response_class=Response,
        responses=answers(
            {200: ("Most articles first.", JSON, "SourceList", examples.sources())},
            problems.BAD_PARAMETER,
            *problems.READING,
        ),
    )
    async def all_of_them(query: Annotated[Window, Query()], request: Request) -> Response:
        return encoded(request, {"items": await sources.sources(query.days)})

    return routes
