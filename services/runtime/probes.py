"""The HTTP side of a service without an API: `/healthz`, `/readyz` and `/metrics`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from services.runtime.health import Health


def application(health: Health) -> web.Application:
    """The three routes over `health` and the process's metrics."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"service": health.service, "alive": True})

    async def readyz(_: web.Request) -> web.Response:
        return web.json_response(health.report(), status=200 if health.ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app


@asynccontextmanager
async def serve(health: Health, host: str, port: int) -> AsyncIterator[None]:
    """Answer on `host`:`port` while the block runs."""
    runner = web.AppRunner(application(health), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()
