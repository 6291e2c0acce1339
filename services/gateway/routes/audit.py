"""The audit log, for administrators."""

from collections.abc import Sequence
from typing import Annotated, Protocol

import msgspec
from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from services.gateway import problems
from services.gateway.answer import JSON
from services.gateway.audit import Act
from services.gateway.openapi import answers
from services.gateway.routes.parameters import Strict

PATH = "/v1/audit"
EXAMPLE = {
    "items": [
        {
            "at": "2026-11-24T09:31:00Z",
            "actor": "cli:operator",
            "act": "key.revoke",
            "target": "0c5d7a101f1c",
            "detail": {},
        }
    ]
}


class Acts(Protocol):
    """Where acts are read."""

    async def newest(self, limit: int) -> Sequence[Act]: ...


class LogQuery(Strict):
    """The parameters of the log."""

    limit: int = Field(100, ge=1, le=1000, description="Acts, at most.")


def router(acts: Acts) -> APIRouter:
    """The route over `acts`."""
    routes = APIRouter(tags=["administration"])

    @routes.get(
        PATH,
        summary="What was done with keys and webhooks, newest first",
        response_class=Response,
        responses=answers(
            {200: ("Newest first.", JSON, "ActList", EXAMPLE)}, problems.BAD_PARAMETER, problems.UNAVAILABLE
        ),
    )
    async def newest(query: Annotated[LogQuery, Query()]) -> Response:
        return Response(msgspec.json.encode({"items": await acts.newest(query.limit)}), media_type=JSON)

    return routes
