"""Around the whole app: security headers, request metrics, and a problem in place of what nobody expected."""

import time
from collections.abc import Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway import problems
from services.gateway.security import HEADERS
from services.runtime import logs, metrics

log = logs.get(__name__)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Edge:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, failed: Callable[[Request, problems.Problem], Response]) -> None:
        self._app = app
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, state = time.perf_counter(), 0, scope.setdefault("state", {})

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, state.get("allowance", {}))
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception:
            log.exception("a request failed", path=scope["path"])
            if status:
                raise
            await self._failed(Request(scope), _failed())(scope, receive, answer)
        finally:
            _measure(scope, status, time.perf_counter() - begun)


def _failed() -> problems.Problem:
    return problems.Problem(problems.INTERNAL, "this is our fault; the log says more")


def _add_headers(message: Message, allowance: Mapping[str, str]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in (*HEADERS.items(), *allowance.items()):
        headers.setdefault(name, value)


def _measure(scope: Scope, status: int, seconds: float) -> None:
    """By the route's pattern, not its path: labels must be few, whatever strangers ask for."""
    route = getattr(scope.get("route"), "path", "unknown")
    method = scope["method"] if scope["method"] in METHODS else "other"
    metrics.HTTP_REQUESTS.labels(route, method, str(status)).inc()
    metrics.HTTP_SECONDS.labels(route, method).observe(seconds)
