"""Filters: what one would find, before anything depends on it."""

from typing import Protocol

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from schemas.mediatopics import Vocabulary
from services.gateway import body, examples, problems
from services.gateway.answer import JSON
from services.gateway.openapi import answers, reads
from services.gateway.problems import Fault, Problem
from services.gateway.search import Trial
from services.gateway.wanted import Wanted, read

PATH = "/v1/filters/test"
LIMIT, SECONDS = 32 * 1024, 10.0
MOST_COUNTED = 1_000
SAMPLES = 5


class Trials(Protocol):
    """Where a filter is tried out."""

    async def trial(self, wanted: Wanted, count: int, samples: int) -> Trial: ...


def router(trials: Trials, vocabulary: Vocabulary) -> APIRouter:
    """The route that tries filters on `trials`."""
    routes = APIRouter(tags=["filters"])

    @routes.post(
        PATH,
        summary="What a filter finds among the articles that are stored: how many, and the newest",
        response_class=Response,
        openapi_extra=reads("FilterTest", examples.filter_test()),
        responses=answers(
            {200: ("What it finds.", JSON, "Trial", examples.trial())},
            problems.BAD_FILTER,
            problems.BAD_JSON,
            problems.BAD_PARAMETER,
            problems.SLOW_BODY,
            problems.TOO_LARGE,
            problems.UNSUPPORTED_MEDIA_TYPE,
            *problems.READING,
        ),
    )
    async def test(request: Request) -> Response:
        wanted = read(_filter(body.parse(await body.read(request, LIMIT, SECONDS))), vocabulary)
        found = await trials.trial(Wanted(filter=wanted), MOST_COUNTED, SAMPLES)
        return Response(msgspec.json.encode(found), media_type=JSON)

    return routes


def _filter(fields: dict[str, object]) -> str:
    faults = [Fault(name, "is not known; there is filter") for name in sorted(set(fields) - {"filter"})[:10]]
    if not isinstance(given := fields.get("filter"), str):
        faults.append(Fault("filter", "has to be a text"))
    elif not faults:
        return given
    raise Problem(problems.BAD_PARAMETER, f"{faults[0].field}: {faults[0].detail}", faults)
