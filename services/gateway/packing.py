"""Answers packed as the client likes best: Brotli or gzip, whole ones and streams, but never the live stream."""

import zlib
from typing import Protocol

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PACKED_FROM = 1024
"""Bytes from which an answer is packed: below, packing saves no packet."""

BROTLI_QUALITY, GZIP_LEVEL = 4, 4
"""About the same time each; Brotli's result is a tenth smaller."""

NEVER = ("text/event-stream", "image/", "font/woff2")


class Packer(Protocol):
    """Packs a body piece by piece."""

    def add(self, data: bytes) -> bytes: ...

    def flush(self) -> bytes: ...

    def end(self) -> bytes: ...


class Brotli:
    """RFC 7932."""

    def __init__(self) -> None:
        self._packer = brotli.Compressor(quality=BROTLI_QUALITY)

    def add(self, data: bytes) -> bytes:
        """What can go out after `data`."""
        return bytes(self._packer.process(data))

    def flush(self) -> bytes:
        """All that was added and has not gone out."""
        return bytes(self._packer.flush())

    def end(self) -> bytes:
        """The rest."""
        return bytes(self._packer.finish())


class Gzip:
    """RFC 1952."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def add(self, data: bytes) -> bytes:
        """What can go out after `data`."""
        return self._packer.compress(data)

    def flush(self) -> bytes:
        """All that was added and has not gone out."""
        return self._packer.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        """The rest."""
        return self._packer.flush()


PACKERS: dict[str, type[Brotli] | type[Gzip]] = {"br": Brotli, "gzip": Gzip}


def chosen(accepted: str) -> str | None:
    """The coding for an `Accept-Encoding` (RFC 9110, 12.5.3): the better one of those that are liked best."""
    weights: dict[str, float] = {}
    for one in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in one.split(";"))
        weights[name] = next((_weight(word) for word in parameters if word.startswith("q=")), 1.0)
    liked = {name: weights.get(name, weights.get("*", 0.0)) for name in PACKERS}
    best = max(liked, key=lambda name: liked[name])
    return best if liked[best] > 0 else None


class Packing:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        coding = chosen(Headers(scope=scope).get("accept-encoding", "")) if scope["type"] == "http" else None
        await self._app(scope, receive, send if coding is None else _Answer(send, coding))


class _Answer:
    """One answer on its way out. Its head waits for the first piece of the body, which says whether to pack it."""

    def __init__(self, send: Send, coding: str) -> None:
        self._send = send
        self._coding = coding
        self._head: Message | None = None
        self._packer: Packer | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            if not _packable(message):
                await self._begin()
            return
        if message["type"] == "http.response.body" and self._head is not None:
            more = message.get("more_body", False)
            if more or len(message.get("body", b"")) >= PACKED_FROM:
                self._packer = PACKERS[self._coding]()
            await self._begin()
        await self._send(self._packed(message))

    async def _begin(self) -> None:
        assert self._head is not None
        head, self._head = self._head, None
        headers = MutableHeaders(scope=head)
        if self._packer is not None:
            headers["content-encoding"] = self._coding
            del headers["content-length"]
        headers.add_vary_header("Accept-Encoding")
        await self._send(head)

    def _packed(self, message: Message) -> Message:
        if self._packer is None or message["type"] != "http.response.body":
            return message
        body = self._packer.add(message.get("body", b""))
        # A piece goes out whole: who reads a stream does not wait for the next one.
        body += self._packer.flush() if message.get("more_body", False) else self._packer.end()
        return {**message, "body": body}


def _packable(head: Message) -> bool:
    headers = Headers(raw=head["headers"])
    kind = headers.get("content-type", "")
    return head["status"] == 200 and "content-encoding" not in headers and not kind.startswith(NEVER)


def _weight(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0
