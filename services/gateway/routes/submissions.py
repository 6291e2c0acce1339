"""Pushing: articles in, answered once the stream has them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from schemas.submission import Submission
from services.gateway import body, examples, problems
from services.gateway.openapi import answers
from services.gateway.problems import Fault, Problem
from services.gateway.submission import submission
from services.gateway.submit import Accepted

PATH = "/v1/articles"
MOST = 500
"""Articles that are taken at once."""
MEDIA = frozenset({body.JSON, body.LINES})


class Intake(Protocol):
    """Where submissions go."""

    async def accept(self, submitted: Sequence[Submission]) -> list[Accepted]: ...


def router(intake: Intake, limit: int, seconds: float) -> APIRouter:
    """The route that pushes to `intake`: bodies of at most `limit` bytes, sent within `seconds`."""
    routes = APIRouter(tags=["articles"])

    @routes.post(
        PATH,
        status_code=202,
        summary="Push an article, or up to 500 at once",
        description="One article as a JSON object; several as a JSON array, or one a line as `application/x-ndjson`. "
        "Of several either all are taken or, where one is wrong, none.",
        response_class=Response,
        openapi_extra=_reads(),
        responses=answers(
            {202: ("The stream has it.", body.JSON, "AcceptedOneOrMore", examples.accepted())},
            problems.BAD_JSON,
            problems.SLOW_BODY,
            problems.TOO_LARGE,
            problems.UNSUPPORTED_MEDIA_TYPE,
            problems.INVALID_ARTICLE,
            problems.UNAVAILABLE,
        ),
    )
    async def push(request: Request) -> Response:
        raw = await body.read(request, limit, seconds, MEDIA)
        if body.is_lines(request.headers.get("content-type", "")):
            several: list[dict[str, object]] | None = body.parse_lines(raw, MOST)
        else:
            several = body.parse_all(raw, MOST)
        now = datetime.now(UTC)
        if several is None:
            (accepted,) = await intake.accept([submission(body.parse(raw), now)])
            headers = {"Location": f"{PATH}/{accepted.id}"}
            return Response(msgspec.json.encode(accepted), 202, headers, body.JSON)
        taken = await intake.accept([_one(number, fields, now) for number, fields in enumerate(several)])
        return Response(msgspec.json.encode({"items": taken}), 202, media_type=body.JSON)

    return routes


def _one(number: int, fields: dict[str, object], now: datetime) -> Submission:
    """The submission of one of several; `Problem` says which one is wrong, counted from 0."""
    try:
        return submission(fields, now)
    except Problem as problem:
        faults = [Fault(f"{number}.{fault.field}", fault.detail) for fault in problem.errors]
        raise Problem(problem.kind, f"{number}.{problem.detail}", faults) from problem


def _reads() -> dict[str, Any]:
    one = {"$ref": "#/components/schemas/PushedArticle"}
    several = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST}
    lines = msgspec.json.encode(examples.pushed()).decode()
    content = {
        body.JSON: {"schema": {"oneOf": [one, several]}, "example": examples.pushed()},
        body.LINES: {"schema": {"type": "string"}, "example": f"{lines}\n"},
    }
    return {"requestBody": {"required": True, "content": content}}
