"""Files -> documents: plain text, HTML, JSON and JSON Lines, each also in gzip. A file of any length in flat memory."""

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec
from w3lib.encoding import html_body_declared_encoding, read_bom

from schemas.submission import ContentType, Submission
from services.ingest.documents import from_document
from services.ingest.validity import Found, InvalidSubmission

_ROWS = (".jsonl", ".ndjson")
_PAGES = (".html", ".htm")
_MARK = b"\xef\xbb\xbf"
_NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
SUFFIXES = (".txt", *_PAGES, ".json", *_ROWS)
"""What a file's name ends with, before ".gz" if it is compressed."""


class _Stream(Protocol):
    """What is read of a file, compressed or not."""

    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...


def suffix(name: str) -> str | None:
    """The one of `SUFFIXES` that `name` ends with, compressed or not; None where it is no file for us."""
    bare = name.lower().removesuffix(".gz")
    return next((one for one in SUFFIXES if bare.endswith(one)), None)


def documents(path: Path, source: str, most_bytes: int) -> Iterator[Found]:
    """The documents of the file at `path`, whose name ends with one of `SUFFIXES`.

    A document that names no source or guid gets `source` and the file's name (with "#" and its number, from 1, where
    the file holds several). What can't be read, or has over `most_bytes` bytes, comes as the reason why; a bad row
    does not affect the others.
    """
    try:
        with _opened(path) as stream:
            yield from _parsed(stream, _readable(path.name), source, most_bytes)
    except InvalidSubmission as error:
        yield Found(b"", error)
    except (EOFError, OSError, zlib.error) as error:
        yield Found(b"", InvalidSubmission("file", str(error), "undecodable"))


def _parsed(stream: _Stream, name: str, source: str, most_bytes: int) -> Iterator[Found]:
    kind = suffix(name)
    if kind in _ROWS:
        yield from _rows(stream, name, source, most_bytes)
    elif kind == ".json":
        yield from _json(_whole(stream, most_bytes), name, source)
    else:
        raw = _whole(stream, most_bytes)
        yield Found(raw, _page(raw, name, source, "text/html" if kind in _PAGES else "text/plain"))


@contextmanager
def _opened(path: Path) -> Iterator[_Stream]:
    # No link is followed and no pipe waited for, whatever has been put in the file's place meanwhile.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise InvalidSubmission("file", "not a regular file", "unsupported")
        if not path.name.lower().endswith(".gz"):
            yield stream
            return
        with gzip.GzipFile(fileobj=stream) as unzipped:
            yield unzipped


def _whole(stream: _Stream, most_bytes: int) -> bytes:
    raw = stream.read(most_bytes + 1)
    if len(raw) > most_bytes:
        raise InvalidSubmission("file", f"over {most_bytes} bytes", "too_large")
    return raw


def _rows(stream: _Stream, name: str, source: str, most_bytes: int) -> Iterator[Found]:
    number = 0
    while row := stream.readline(most_bytes + 1):
        number += 1
        if len(row) > most_bytes:
            yield Found(
                row[:1000], InvalidSubmission("line", f"{number}: over {most_bytes} bytes", "too_large")
            )
            while row and not row.endswith(b"\n"):
                row = stream.readline(most_bytes)
        elif row.strip():
            yield Found(row, _row(row, f"{name}#{number}", source))


def _row(row: bytes, guid: str, source: str) -> Submission | InvalidSubmission:
    try:
        return _document(_decoded(row), guid, source)
    except InvalidSubmission as error:
        return error


def _json(raw: bytes, name: str, source: str) -> Iterator[Found]:
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield Found(raw, _row(raw, name, source))
        return
    try:
        documents = msgspec.json.decode(raw.removeprefix(_MARK), type=list[msgspec.Raw])
    except _NO_JSON as error:
        yield Found(raw, InvalidSubmission("document", f"no JSON: {error}", "undecodable"))
        return
    for number, one in enumerate(documents, 1):
        yield Found(bytes(one), _row(bytes(one), f"{name}#{number}", source))


def _document(value: object, guid: str, source: str) -> Submission:
    if not isinstance(value, dict):
        raise InvalidSubmission("document", f"a JSON {type(value).__name__}, not an object")
    return from_document(value, source=source, source_class="folder", guid=guid)


def _decoded(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw.removeprefix(_MARK))
    except _NO_JSON as error:
        raise InvalidSubmission("document", f"no JSON: {error}", "undecodable") from error


def _page(raw: bytes, name: str, source: str, content_type: ContentType) -> Submission | InvalidSubmission:
    try:
        content = _unicode(raw, content_type == "text/html")
    except (UnicodeDecodeError, LookupError) as error:
        return InvalidSubmission("content", str(error), "undecodable")
    return Submission(
        source=source, source_class="folder", guid=name, content=content, content_type=content_type
    )


def _unicode(raw: bytes, html: bool) -> str:
    """UTF-8, or what a byte order mark says; for HTML that is neither, what the page declares, as browsers read it."""
    encoding, mark = read_bom(raw)
    if encoding is not None and mark is not None:
        return raw[len(mark) :].decode(encoding)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        if not html:
            raise
        return raw.decode(html_body_declared_encoding(raw) or "cp1252", errors="replace")


def _readable(name: str) -> str:
    """A file name as text that UTF-8 can carry."""
    return os.fsencode(name).decode(errors="replace")
