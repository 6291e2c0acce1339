"""The HTTP server, told when to stop instead of listening for signals itself."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from services.gateway.live.direct import EXTENSION
from services.runtime import logs

log = logs.get(__name__)
BACKLOG = 2048
LATER_S = 5


class QuietServer(uvicorn.Server):
    """uvicorn that leaves signals to the program, whose other parts have to stop too."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class Protocol(H11Protocol):
    """HTTP/1.1 that leaves its connection in the scope, for the live stream to write to."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's
        """Begin."""
        super().connection_made(transport)
        app = self.app

        async def with_connection(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "extensions": {EXTENSION: transport}}, receive, send)

        self.app = with_connection


def listen(host: str, port: int, stall_s: float = 30) -> socket.socket:
    """A socket on `host`:`port` (0: a free one); `OSError` names them where that can't be.

    A connection whose other end takes nothing is given up some seconds after `stall_s`.
    """
    try:
        listener = _bound(host, port)
        _give_up_on_the_deaf(listener, stall_s)
        return listener
    except OSError as error:
        where = f"DATELINE_HTTP_HOST, DATELINE_HTTP_PORT: {host}:{port}"
        raise OSError(error.errno, f"{where}: {error.strerror}") from error


def _give_up_on_the_deaf(listener: socket.socket, stall_s: float) -> None:
    """Who takes nothing loses the connection with what is buffered for it, where the system can do that.

    A little later than the stream gives it up, so that the metrics know why.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int((stall_s + LATER_S) * 1000))


def _bound(host: str, port: int) -> socket.socket:
    found = socket.getaddrinfo(
        host.strip("[]") or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    family, kind, protocol, _, address = found[0]
    # The protocol must be said: asyncio turns Nagle's delay (40 ms an answer) off only where it reads TCP there.
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


async def serve(app: ASGIApp, listener: socket.socket, stop: asyncio.Event, grace_s: float) -> None:
    """Answer on `listener` until `stop`, then let open requests end within `grace_s` seconds."""
    server = QuietServer(
        uvicorn.Config(
            app,
            http=Protocol,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=max(1, int(grace_s)),
        )
    )
    running = asyncio.create_task(server.serve(sockets=[listener]))
    stopped = asyncio.create_task(stop.wait())
    log.info("listening", address="{}:{}".format(*listener.getsockname()[:2]))
    await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopped.cancel()
    await running
