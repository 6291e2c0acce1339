"""Bytes of a document -> its text, whatever it says of its encoding."""

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

_GUESSED = 32_768  # bytes that are looked at where nothing is declared
_ENOUGH = 40  # bytes that aren't ASCII
_TAG = re.compile(rb"<[^>]*>")
_ISLANDS = "cp1252_islands"


def decoded(raw: bytes, content_type: str | None = None) -> str:
    """The text of an HTML document. Every byte string has one: what no encoding explains becomes U+FFFD.

    What a byte order mark says, else UTF-8 if it is that, also with a few bytes of Windows-1252 among it; else what
    the server or the page declares, if the bytes bear it out; else what the bytes look like; else Windows-1252.
    """
    encoding, mark = read_bom(raw)
    if encoding is not None and mark is not None:
        return raw[len(mark) :].decode(encoding, errors="replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return (
            _mixed(raw)
            or _declared(raw, content_type)
            or _guessed(raw)
            or raw.decode("cp1252", errors="replace")
        )


def _mixed(raw: bytes) -> str | None:
    """UTF-8 that holds pasted bytes of Windows-1252: where at least half of what isn't ASCII is UTF-8."""
    valid = len(raw.decode(errors="ignore").encode()) - sum(byte < 0x80 for byte in raw)
    high = sum(byte >= 0x80 for byte in raw)
    return raw.decode(errors=_ISLANDS) if valid >= 0.5 * high else None


def _declared(raw: bytes, content_type: str | None) -> str | None:
    for name in (http_content_type_encoding(content_type), html_body_declared_encoding(raw)):
        try:
            if name and resolve_encoding(name) not in (None, "utf-8"):
                return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _guessed(raw: bytes) -> str | None:
    words = _TAG.sub(b"", raw[:_GUESSED])
    high = sum(byte >= 0x80 for byte in words)
    # In a Western text they are few, and a guess at few is a bad one.
    if high < _ENOUGH or high < 0.3 * len(words):
        return None
    best = from_bytes(words).best()
    try:
        return raw.decode(best.encoding) if best is not None else None
    except (UnicodeDecodeError, LookupError):
        return None


def _island(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_ISLANDS, _island)
