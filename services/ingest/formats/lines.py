"""JSON Lines -> submissions: one document a line, a file of any length in flat memory."""

from collections.abc import Iterator
from io import BytesIO
from typing import Protocol

from services.ingest.formats import document
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.validity import InvalidSubmission

_PREFIX = 1000  # bytes that are kept of a line that is too long


class Stream(Protocol):
    """What is read of a file, compressed or not."""

    def read(self, size: int = -1, /) -> bytes: ...

    def readline(self, size: int = -1, /) -> bytes: ...


def parse(raw: bytes, context: Context) -> list[Item]:
    """The documents of JSON Lines."""
    return list(rows(BytesIO(raw), context, max(len(raw), 1)))


def rows(stream: Stream, context: Context, most_bytes: int) -> Iterator[Found]:
    """The documents in the lines of `stream`, each with its number as its place, over `most_bytes` bytes refused alone.

    One that names no guid gets the context's name with "#" and its number.
    """
    number = 0
    while row := stream.readline(most_bytes + 1):
        number += 1
        if len(row) > most_bytes:
            refusal = InvalidSubmission("line", f"{number}: over {most_bytes} bytes", "too_large")
            yield Found(row[:_PREFIX], refusal, str(number))
            _skip(stream, row, most_bytes)
        elif row.strip():
            yield Found(row, document.outcome(row, context, f"{context.name}#{number}"), str(number))


def bounded(stream: Stream, most_bytes: int) -> Iterator[bytes]:
    """The lines of `stream`, what is over `most_bytes` bytes cut off."""
    while row := stream.readline(most_bytes):
        yield row
        _skip(stream, row, most_bytes)


def _skip(stream: Stream, row: bytes, most_bytes: int) -> None:
    while len(row) >= most_bytes and not row.endswith(b"\n"):
        row = stream.readline(most_bytes)
