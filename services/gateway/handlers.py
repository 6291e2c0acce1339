"""Turns whatever a route raises into a problem."""

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.gateway import faults, problems
from services.gateway.database import READ_S, TooSlow
from services.gateway.problems import Problem
from services.runtime.faults import Poison, Transient

RETRY_AFTER_S = 2
NARROW = f"no answer within {READ_S:g} s; narrow it by a topic, an entity, a time or a rarer word"
Answer = Callable[[Request, Problem], Response]
"""How a problem is answered."""

OF_STATUS = {404: problems.NOT_FOUND, 405: problems.METHOD_NOT_ALLOWED}


def install(app: FastAPI, answer: Answer) -> None:
    """Answer every exception that is expected with a problem; `Edge` answers the rest."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, error: Problem) -> Response:
        return answer(request, error)

    @app.exception_handler(Transient)
    async def _transient(request: Request, error: Transient) -> Response:
        return answer(request, unavailable(error))

    @app.exception_handler(TooSlow)
    async def _too_slow(request: Request, _: TooSlow) -> Response:
        return answer(request, Problem(problems.TOO_SLOW, NARROW))

    @app.exception_handler(Poison)
    async def _poison(request: Request, error: Poison) -> Response:
        kind = problems.TOO_LARGE if error.reason == "too_large" else problems.INVALID_ARTICLE
        return answer(request, Problem(kind, error.detail))

    @app.exception_handler(RequestValidationError)
    async def _parameters(request: Request, error: RequestValidationError) -> Response:
        # The framework's places begin with where a parameter stood: in the query or in the path.
        errors = [{**one, "loc": one["loc"][1:]} for one in error.errors()]
        wrong = faults.told(errors, faults.parameters(request.scope["route"].dependant.query_params))
        detail = f"{wrong[0].field}: {wrong[0].detail}"
        return answer(request, Problem(problems.BAD_PARAMETER, detail, wrong))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        kind = OF_STATUS.get(error.status_code, problems.BAD_REQUEST)
        detail = f"{request.method} {request.url.path}: {error.detail}"
        return answer(request, Problem(kind, detail, headers=error.headers))


def unavailable(error: Transient) -> Problem:
    """A dependency is away: the caller should come again, and need not know why."""
    detail = f"the {error.dependency} does not answer now; nothing was lost, try again"
    return Problem(problems.UNAVAILABLE, detail, headers={"Retry-After": str(RETRY_AFTER_S)})
