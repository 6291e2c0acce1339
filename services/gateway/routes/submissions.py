"""Pushing: one article in, answered once the stream has it."""

from datetime import UTC, datetime
from typing import Protocol

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from schemas.submission import Submission
from services.gateway import body, examples, problems
from services.gateway.openapi import answers, reads
from services.gateway.submission import submission
from services.gateway.submit import Accepted

PATH = "/v1/articles"


class Intake(Protocol):
    """Where submissions go."""

    async def accept(self, submitted: Submission) -> Accepted: ...


def router(intake: Intake, limit: int, seconds: float) -> APIRouter:
    """The route that pushes to `intake`: bodies of at most `limit` bytes, sent within `seconds`."""
    routes = APIRouter(tags=["articles"])

    @routes.post(
        PATH,
        status_code=202,
        summary="Push one article",
        response_class=Response,
        openapi_extra=reads("PushedArticle", examples.pushed()),
        responses=answers(
            {
                202: (
                    "The stream has it; it will be tagged.",
                    "application/json",
                    "Accepted",
                    examples.accepted(),
                )
            },
            problems.BAD_JSON,
            problems.SLOW_BODY,
            problems.TOO_LARGE,
            problems.UNSUPPORTED_MEDIA_TYPE,
            problems.INVALID_ARTICLE,
            problems.UNAVAILABLE,
        ),
    )
    async def push(request: Request) -> Response:
        fields = body.parse(await body.read(request, limit, seconds))
        accepted = await intake.accept(submission(fields, datetime.now(UTC)))
        headers = {"Location": f"{PATH}/{accepted.id}"}
        return Response(msgspec.json.encode(accepted), 202, headers, "application/json")

    return routes
