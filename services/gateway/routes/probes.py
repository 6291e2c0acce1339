"""What operators and machines ask: alive, ready, metrics; and what a problem's `type` means."""

import msgspec
from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from services.gateway import problems
from services.gateway.openapi import answers
from services.gateway.problems import Problem
from services.runtime.health import Health

JSON = "application/json"


def router(health: Health) -> APIRouter:
    """The routes over `health` and the metrics of this process."""
    routes = APIRouter(tags=["operations"])

    @routes.get("/healthz", summary="Whether the process is alive", response_class=Response)
    async def healthz() -> Response:
        return Response(msgspec.json.encode({"service": health.service, "alive": True}), media_type=JSON)

    @routes.get(
        "/readyz",
        summary="Whether the gateway has all that it needs, and what it lacks",
        response_class=Response,
        responses=answers({}, problems.NOT_READY),
    )
    async def readyz() -> Response:
        if not health.ready:
            raise Problem(problems.NOT_READY, "see conditions", extra=health.report())
        return Response(msgspec.json.encode(health.report()), media_type=JSON)

    @routes.get("/metrics", summary="Metrics for Prometheus", response_class=Response)
    async def metrics() -> Response:
        return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    @routes.get("/problems/{name}", summary="What a problem's type means", response_class=Response)
    async def problem(name: str) -> Response:
        if (kind := problems.KINDS.get(name)) is None:
            raise Problem(problems.NOT_FOUND, "there is no problem of that name")
        meaning = {"type": kind.type, "title": kind.title, "status": kind.status}
        return Response(msgspec.json.encode(meaning), media_type=JSON)

    return routes
