"""Files -> what is in them: any format, each also in gzip. A file of many documents is read in flat memory."""

import gzip
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from services.ingest.confined import HERE, Caller, Exhausted
from services.ingest.formats.catalogue import PARSERS, STREAMED
from services.ingest.formats.contract import Context, Format, Found, Item
from services.ingest.formats.detection import HEAD, detect
from services.ingest.validity import InvalidSubmission
from services.runtime import logs

SUFFIXES = (
    ".txt", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xml", ".rss", ".atom", ".nitf",
    ".opml", ".urls", ".warc",
)  # fmt: skip
"""What a file's name ends with, before ".gz" if it is compressed, to be taken from a folder."""

log = logs.get(__name__)
KEPT = 1024 * 1024
"""Bytes that are kept of a file that could not be read."""
_GZIP = b"\x1f\x8b"
_BROKEN = (EOFError, OSError, zlib.error)


def suffix(name: str) -> str | None:
    """The one of `SUFFIXES` that `name` ends with, compressed or not; None where it is no file for us."""
    bare = name.lower().removesuffix(".gz")
    return next((one for one in SUFFIXES if bare.endswith(one)), None)


def documents(
    path: Path,
    source: str,
    most_bytes: int,
    form: Format | None = None,
    progress: Callable[[int], None] | None = None,
    caller: Caller = HERE,
) -> Iterator[Item]:
    """What is in the file at `path`, of the format `form` or, without one, of that which its content shows.

    A document that names no source or guid gets `source` and the file's name (with "#" and its number, from 1, where
    the file holds several). What can't be read, or has over `most_bytes` bytes, comes as the reason why; a bad one
    does not affect the others. `progress` is told how many bytes of the file have been read. A file that is one
    document is read by `caller`.
    """
    context = Context(source=source, name=_readable(path.name))
    try:
        with opened(path) as file:
            yield from _told(items(file, context, most_bytes, form, caller), file, progress)
    except InvalidSubmission as error:
        yield Found(_beginning(path), error)
    except _BROKEN as error:
        yield Found(_beginning(path), InvalidSubmission("file", str(error), "undecodable"))
    except Exception as error:
        yield Found(_beginning(path), _fault(error, path.name))


def items(
    file: BinaryIO, context: Context, most_bytes: int, form: Format | None = None, caller: Caller = HERE
) -> Iterator[Item]:
    """What is in the seekable `file`, as `documents` has it. `InvalidSubmission` where it can't be read as a whole."""
    stream = _unzipped(file, context.name)
    head = stream.read(HEAD)
    found = form or detect(head, context.name, context.content_type)
    stream.seek(0)
    empty = True
    for item in _read(stream, file, context, most_bytes, found, caller):
        empty = False
        yield item
    if empty and found in STREAMED:
        raise InvalidSubmission("file", f"no document in it ({found})")


def _read(
    stream: BinaryIO, file: BinaryIO, context: Context, most_bytes: int, form: Format, caller: Caller
) -> Iterator[Item]:
    if form in STREAMED:
        # An archive is compressed record by record: its own reader knows how to go on after a broken one.
        file.seek(0)
        yield from STREAMED[form](file if form == "warc" else stream, context, most_bytes)
    else:
        raw = stream.read(most_bytes + 1)
        if len(raw) > most_bytes:
            raise InvalidSubmission("file", f"over {most_bytes} bytes", "too_large")
        yield from _parsed(raw, context, form, caller)


def _parsed(raw: bytes, context: Context, form: Format, caller: Caller) -> Iterator[Item]:
    if form == "json":
        form = detect(raw, context.name, context.content_type)  # its first bytes alone may have been no JSON
    try:
        yield from caller.call(PARSERS[form], raw, context)
    except InvalidSubmission as error:
        yield Found(raw, error)
    except Exhausted as error:
        yield Found(raw, InvalidSubmission("document", str(error), "exhausted"))
    except Exception as error:
        yield Found(raw, _fault(error, context.name))


def _beginning(path: Path) -> bytes:
    """The first bytes of what could not be read, as they are: enough to see what it is."""
    try:
        with opened(path) as file:
            return file.read(KEPT)
    except (OSError, InvalidSubmission):
        return b""


def _fault(error: Exception, name: str) -> InvalidSubmission:
    """A fault of a parser's own: one document must not keep the others waiting."""
    log.error("parser fault", document=name, exc_info=error)
    return InvalidSubmission("document", repr(error), "failed")


def _told(found: Iterator[Item], file: BinaryIO, progress: Callable[[int], None] | None) -> Iterator[Item]:
    for item in found:
        yield item
        if progress is not None:
            progress(file.tell())


def _unzipped(file: BinaryIO, name: str) -> BinaryIO:
    magic = file.read(len(_GZIP))
    file.seek(0)
    if magic == _GZIP:
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if name.lower().endswith(".gz"):
        raise InvalidSubmission("file", "no gzip", "undecodable")
    return file


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The regular file at `path`. No link is followed and no pipe waited for, whatever stands there by now."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise InvalidSubmission("file", "not a regular file", "unsupported")
        yield file


def whole(raw: bytes, context: Context, most_bytes: int) -> list[Item]:
    """What is in a document that has been fetched, as `items` has it; what can't be read as the reason why."""
    try:
        return list(items(cast(BinaryIO, BytesIO(raw)), context, most_bytes))
    except InvalidSubmission as error:
        return [Found(raw, error)]
    except _BROKEN as error:
        return [Found(raw, InvalidSubmission("document", str(error), "undecodable"))]


def _readable(name: str) -> str:
    """A file name as text that UTF-8 can carry."""
    return os.fsencode(name).decode(errors="replace")
