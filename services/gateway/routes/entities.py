"""Entities: who and what the news names, when, and beside whom."""

from collections.abc import Sequence
from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from schemas.entities import EntityType
from services.gateway import examples, problems
from services.gateway.answer import JSON, encoded
from services.gateway.facets import About, Counted
from services.gateway.openapi import answers
from services.gateway.problems import Problem
from services.gateway.routes.parameters import Text, Window

PATH = "/v1/entities"


class Entities(Protocol):
    """Where entities are counted."""

    async def entities(
        self, days: int, type_: str | None, name: str | None, limit: int
    ) -> Sequence[Counted]: ...

    async def entity(self, key: str, days: int) -> About | None: ...


class ListQuery(Window):
    """The parameters of the list."""

    type: EntityType | None = Field(None, description="Only of this type.")
    name: Text | None = Field(
        None, min_length=1, max_length=100, description="Only with a word in the name that begins so."
    )
    limit: int = Field(20, ge=1, le=100, description="Entities, at most.")


def router(entities: Entities) -> APIRouter:
    """The routes over `entities`."""
    routes = APIRouter(tags=["entities"])

    @routes.get(
        PATH,
        summary="The entities that most articles name",
        response_class=Response,
        responses=answers(
            {200: ("Most articles first.", JSON, "EntityList", examples.entities())},
            problems.BAD_PARAMETER,
            *problems.READING,
        ),
    )
    async def most(query: Annotated[ListQuery, Query()], request: Request) -> Response:
        found = await entities.entities(query.days, query.type, query.name, query.limit)
        return encoded(request, {"items": found})

    @routes.get(
        f"{PATH}/{{key}}",
        summary="One entity: day by day, and what is named beside it",
        response_class=Response,
        responses=answers(
            {200: ("The entity.", JSON, "About", examples.about())},
            problems.BAD_PARAMETER,
            problems.UNKNOWN_ENTITY,
            *problems.READING,
        ),
    )
    async def one(key: str, query: Annotated[Window, Query()], request: Request) -> Response:
        found = None if "\0" in key else await entities.entity(key, query.days)
        if found is None:
            raise Problem(problems.UNKNOWN_ENTITY, f"{key[:100]}: no article names it")
        return encoded(request, found)

    return routes
