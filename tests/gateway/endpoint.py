"""An endpoint of a subscriber: a small HTTP server that answers as a test tells it to, and keeps what it got."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple


class Got(NamedTuple):
    """One request; names of headers in lower case."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The message's id."""
        return self.headers["webhook-id"]


class Endpoint:
    """Answers each request with the next of `answers` (status and header lines), then with the last for ever.

    With `hangs` it reads and never answers.
    """

    def __init__(self, answers: Sequence[str] = ("204 No Content",), hangs: bool = False) -> None:
        self.answers = list(answers)
        self.hangs = hangs
        self.got: list[Got] = []
        self.url = ""

    @property
    def ids(self) -> list[str]:
        """The ids of the messages that came, in their order."""
        return [one.id for one in self.got]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            while True:
                self.got.append(await _read(reader))
                if self.hangs:
                    await asyncio.Event().wait()
                said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                writer.write(f"HTTP/1.1 {said}\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(endpoint: Endpoint) -> AsyncIterator[Endpoint]:
    """`endpoint` on a free loopback port."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(endpoint.answer(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    endpoint.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield endpoint
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> Got:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:]
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head if line)
    }
    return Got(headers, await reader.readexactly(int(headers["content-length"])))
