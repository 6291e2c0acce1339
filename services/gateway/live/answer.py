"""The answer that does not end: sent chunk by chunk, as fast as the client takes it, and cut off where it doesn't."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Literal, Protocol

from starlette.types import Receive, Scope, Send

from services.gateway.live.ring import Behind
from services.runtime import logs
from services.runtime.faults import Transient

log = logs.get(__name__)
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


Why = Literal["client", "stalled", "behind", "broker", "stopping", "failed", "full"]
"""Why a stream ended, or was never begun ("full")."""


class Book(Protocol):
    """Keeps count of the clients."""

    def entered(self) -> None: ...

    def left(self, why: Why) -> None: ...


class EventStream:
    """ASGI application that sends `chunks`. A client that takes none for `stall_s` seconds is cut off."""

    def __init__(self, chunks: AsyncIterator[bytes], book: Book, stall_s: float) -> None:
        self._chunks = chunks
        self._book = book
        self._stall_s = stall_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Return once the client has gone, was cut off, or the stream was closed."""
        self._book.entered()
        why: Why = "failed"
        sending = asyncio.ensure_future(self._send(send))
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            why = sending.result() if sending.done() else "client"
        finally:
            for task in (sending, gone):
                task.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)
            self._book.left(why)

    async def _send(self, send: Send) -> Why:
        """Send everything; why it ended."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        try:
            async with contextlib.aclosing(self._chunks) as chunks:  # type: ignore[type-var]  # it is a generator
                async for chunk in chunks:
                    async with asyncio.timeout(self._stall_s):
                        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except TimeoutError:
            return "stalled"
        except Behind:
            return await _finish(send, "behind")
        except Transient as error:
            log.warning("a stream ends", detail=error.detail)
            return await _finish(send, "broker")
        except OSError:
            return "client"
        return await _finish(send, "stopping")


async def _finish(send: Send, why: Why) -> Why:
    await send({"type": "http.response.body", "body": b"", "more_body": False})
    return why


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
