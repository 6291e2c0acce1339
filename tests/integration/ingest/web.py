"""A small HTTP/1.1 server that answers each path with the bytes that a test gave it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Answer = bytes | Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


class Request:
    """What the server was asked: method and path in one line, headers by their lower-case names."""

    def __init__(self, raw: bytes) -> None:
        first, *rest = raw.decode("latin-1").split("\r\n")
        self.path = first.split(" ")[1]
        self.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest) if name
        }


class Web:
    """Listens on a free port of 127.0.0.1. `answers` maps a path to a whole response; else it is not found.

    `requests` are those for documents, `robots` counts those for robots.txt.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[Request] = []
        self.robots = 0
        self.port = 0

    def url(self, path: str) -> str:
        """The address of `path`."""
        return f"http://127.0.0.1:{self.port}{path}"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection."""
        try:
            request = Request(await reader.readuntil(b"\r\n\r\n"))
            if request.path == "/robots.txt":
                self.robots += 1
            else:
                self.requests.append(request)
            answer = self.answers.get(request.path, response(status="404 Not Found"))
            if callable(answer):
                await answer(request, writer)
            else:
                writer.write(answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def response(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole response; an underscore in a header's name stands for a hyphen."""
    fields = {"Content-Length": str(len(body)), "Connection": "close", **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


@asynccontextmanager
async def serve() -> AsyncIterator[Web]:
    """A server while the block runs."""
    web = Web()
    server = await asyncio.start_server(web.handle, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()
