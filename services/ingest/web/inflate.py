"""Compressed bytes out, never more than a limit: what a few bytes can swell to is the sender's choice, not ours."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import brotli
import zstandard

LARGEST_WINDOW = 8 * 1024 * 1024
"""Bytes that a zstd frame may ask to be remembered (RFC 9659)."""
_SLICE = 256
"""Bytes given to zstd at once: it offers no limit of its own, and a block of 4 bytes can become 128 KiB."""


class TooLarge(ValueError):
    """More bytes came out than the limit allows."""


class _Undo(Protocol):
    """Undoes one encoding."""

    def feed(self, data: bytes, most: int, /) -> Iterator[bytes]:
        """What `data` adds, in pieces; it may stop once more than `most` bytes came out."""

    @property
    def ended(self) -> bool:
        """Whether the data is complete."""


class _Plain:
    ended = True

    def feed(self, data: bytes, _: int, /) -> Iterator[bytes]:
        yield data


class _Zlib:
    """Gzip and deflate (RFC 1950 to 1952)."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(
            32 + zlib.MAX_WBITS
        )  # 32: the header says whether it is gzip or zlib

    def feed(self, data: bytes, most: int, /) -> Iterator[bytes]:
        yield self._object.decompress(data, most + 1)

    @property
    def ended(self) -> bool:
        return self._object.eof


class _Brotli:
    """RFC 7932."""

    def __init__(self) -> None:
        self._object = brotli.Decompressor()

    def feed(self, data: bytes, most: int, /) -> Iterator[bytes]:
        yield self._object.process(data, output_buffer_limit=most + 1)
        while not self._object.can_accept_more_data():
            yield self._object.process(b"", output_buffer_limit=most + 1)

    @property
    def ended(self) -> bool:
        return bool(self._object.is_finished())


class _Zstd:
    """RFC 8878."""

    def __init__(self) -> None:
        self._object = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj()

    def feed(self, data: bytes, _: int, /) -> Iterator[bytes]:
        for at in range(0, len(data), _SLICE):
            yield self._object.decompress(data[at : at + _SLICE])

    @property
    def ended(self) -> bool:
        return self._object.eof


_ENCODINGS: Mapping[str, Callable[[], _Undo]] = {
    "": _Plain,
    "identity": _Plain,
    "gzip": _Zlib,
    "x-gzip": _Zlib,
    "deflate": _Zlib,
    "br": _Brotli,
    "zstd": _Zstd,
}
ACCEPTED = "gzip, deflate, br, zstd"
"""What to say in `Accept-Encoding`."""


class Inflater:
    """Undoes `encoding` (a `Content-Encoding`) piece by piece, up to `most` bytes in all.

    `ValueError` for another encoding or for broken data, `TooLarge` past the limit.
    """

    def __init__(self, encoding: str, most: int) -> None:
        name = encoding.strip().lower()
        if name not in _ENCODINGS:
            raise ValueError(f"content encoding {name[:40]!r} is not supported")
        self._undo = _ENCODINGS[name]()
        self._most = most
        self._left = most

    def feed(self, data: bytes) -> bytes:
        """What `data` adds."""
        try:
            return b"".join(self._counted(out) for out in self._undo.feed(data, self._left))
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise ValueError(f"broken compressed data: {error}") from error

    def finish(self) -> None:
        """The data has ended; `ValueError` if it was cut short."""
        if not self._undo.ended:
            raise ValueError("compressed data cut short")

    def _counted(self, out: bytes) -> bytes:
        self._left -= len(out)
        if self._left < 0:
            raise TooLarge(f"over {self._most} bytes")
        return out
