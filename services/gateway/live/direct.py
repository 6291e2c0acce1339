"""A client's connection, written to without a task of its own: what serves thousands with the same bytes."""

import asyncio
from collections.abc import Mapping
from typing import Any

EXTENSION = "dateline.connection"
"""Where the server leaves the connection's transport among the extensions of an ASGI scope."""


class Direct:
    """The body of one answer in HTTP/1.1 that has begun, without a length. It is ended by whoever began it."""

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        self._transport = transport

    def clear(self) -> bool:
        """Whether the client has taken all that was written, as far as the system says."""
        return not self._transport.is_closing() and not self._transport.get_write_buffer_size()

    def write(self, piece: bytes) -> bool:
        """Write what `framed` made; whether the client goes on to take everything at once."""
        if self._transport.is_closing():
            return False
        self._transport.write(piece)
        return self.clear()


def direct(scope: Mapping[str, Any]) -> Direct | None:
    """The connection of a request; None where its server has left none, or HTTP/1.0 knows no pieces."""
    transport = scope.get("extensions", {}).get(EXTENSION)
    return Direct(transport) if transport is not None and scope["http_version"] == "1.1" else None


def framed(piece: bytes) -> bytes:
    """`piece`, which is not empty, as a chunk of HTTP/1.1 (RFC 9112, 7.1)."""
    return b"%x\r\n%b\r\n" % (len(piece), piece)
