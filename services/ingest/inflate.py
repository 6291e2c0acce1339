"""Compressed bytes out, never more than a limit: what a few bytes can swell to is the sender's choice, not ours."""

import zlib


class TooLarge(ValueError):
    """More bytes came out than the limit allows."""


class Inflater:
    """Undoes `encoding` ("", "identity", "gzip", "deflate") piece by piece, up to `most` bytes in all.

    `ValueError` for another encoding or for broken data, `TooLarge` past the limit.
    """

    def __init__(self, encoding: str, most: int) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ValueError(f"content encoding {name[:40]!r} is not supported")
        # 32: the header says whether it is gzip or zlib.
        self._undo = None if name in ("", "identity") else zlib.decompressobj(32 + zlib.MAX_WBITS)
        self._most = most
        self._left = most

    def feed(self, data: bytes) -> bytes:
        """What `data` adds."""
        if self._undo is None:
            return self._counted(data)
        try:
            out = self._undo.decompress(data, self._left + 1)
        except zlib.error as error:
            raise ValueError(f"broken compressed data: {error}") from error
        return self._counted(out)

    def finish(self) -> None:
        """The data has ended; `ValueError` if it was cut short."""
        if self._undo is not None and not self._undo.eof:
            raise ValueError("compressed data cut short")

    def _counted(self, out: bytes) -> bytes:
        self._left -= len(out)
        if self._left < 0:
            raise TooLarge(f"over {self._most} bytes")
        return out
