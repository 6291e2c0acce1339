"""What went wrong, as a page for who reads pages: the API's problems stay what they are."""

from starlette.requests import Request
from starlette.responses import Response

from services.gateway import problems
from services.gateway.pages.render import Renderer
from services.gateway.problems import Problem

MACHINES = ("/v1/", "/static/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/asyncapi")


class Errors:
    """Answers a problem as a page or as JSON, whichever is asked for."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def __call__(self, request: Request, problem: Problem) -> Response:
        """The answer to `request`."""
        if not reads_pages(request):
            return problems.response(problem)
        return self._renderer.page(
            "problem.html",
            problem.kind.status,
            dict(problem.headers) | {"Vary": "Accept"},
            current="",
            title=problem.kind.title,
            number=problem.kind.status,
            detail=problems.sound(problem.detail),
            errors=[
                {"field": problems.sound(one.field), "detail": problems.sound(one.detail)}
                for one in problem.errors
            ],
        )


def reads_pages(request: Request) -> bool:
    """Whether `request` is a reader's: it takes HTML before JSON, and asks for no address of the API."""
    if request.url.path.startswith(MACHINES):
        return False
    accepted = _accepted(request.headers.get("accept", ""))
    html, json = accepted.get("text/html", 0.0), max(accepted.get(one, 0.0) for one in _JSON)
    return html > 0 and html >= json


_JSON = ("application/json", problems.MEDIA_TYPE)


def _accepted(header: str) -> dict[str, float]:
    """Each media type that is named, with its weight; one that can't be read weighs nothing."""
    found = {}
    for part in header.split(","):
        media, *parameters = (one.strip().lower() for one in part.split(";"))
        given = next((one.removeprefix("q=") for one in parameters if one.startswith("q=")), "1")
        try:
            found[media] = float(given)
        except ValueError:
            found[media] = 0.0
    return found
