"""WARC 1.0 and 1.1, as Common Crawl's CC-NEWS writes it -> submissions: one HTML page a record, in flat memory.

fastwarc reads; what it leaves open is here: a record that is cut off, one whose length is false, a broken member of
gzip. Each is refused with the byte it starts at, and reading goes on with the next.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from msgspec.structs import replace

from schemas.deadletter import Reason
from schemas.submission import Submission
from services.ingest import dates
from services.ingest.formats import page
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.names import source_name
from services.ingest.validity import InvalidSubmission

MAGIC = b"WARC/"
_GZIP = b"\x1f\x8b\x08"
_NEXT = b"\r\n\r\nWARC/1."
_PAGES = ("text/html", "application/xhtml+xml")
_STEP = 1 << 20
_KEPT = 1000  # bytes that are kept of a record that is too long
_GONE = 410


def parse(raw: bytes, context: Context) -> list[Item]:
    """The pages of a WARC file, compressed or not."""
    return list(records(BytesIO(raw), context, max(len(raw), 1)))


def records(stream: BinaryIO, context: Context, most_bytes: int) -> Iterator[Item]:
    """The pages in `stream`, a seekable file, each with its record's first byte as its place.

    Records that hold no page (requests, images, redirects) are passed over; 410 Gone is a retraction.
    """
    start: int | None = 0
    lost: Found | None = None
    while start is not None:
        at = -1
        stream.seek(start)
        try:
            for record in ArchiveIterator(stream, parse_http=True, auto_decode="all"):
                if lost is not None:
                    yield lost
                at, lost = record.stream_pos, None
                yield from _items(record, context, most_bytes)
            return
        except _FalseLength:
            pass
        except OSError as error:
            # What is broken is the record after the one at `at`: if its beginning can be found, it says so itself.
            place = str(start) if at < 0 else f"after {at}"
            lost = Found(b"", InvalidSubmission("record", f"broken: {error}", "undecodable"), place)
            if at < 0:
                yield lost
                lost = None
        start = _following(stream, max(at, start) + 1)
    if lost is not None:
        yield lost


class _FalseLength(Exception):
    """A record goes on into the next one."""


def _following(stream: BinaryIO, start: int) -> int | None:
    """Where the first record at or after the byte `start` begins that can be read."""
    stream.seek(start)
    held, at = b"", start
    while part := stream.read(_STEP):
        held += part
        for found in _candidates(held):
            if _starts(held[found:]):
                return at + found
        cut = max(len(held) - 512, 0)
        held, at = held[cut:], at + cut
    return None


def _candidates(held: bytes) -> Iterator[int]:
    for magic in (_GZIP, _NEXT):
        found = held.find(magic)
        while found != -1:
            yield found + (4 if magic == _NEXT else 0)
            found = held.find(magic, found + 1)


def _starts(raw: bytes) -> bool:
    try:
        head = zlib.decompressobj(31).decompress(raw[:512], 16) if raw.startswith(_GZIP) else raw
    except zlib.error:
        return False
    return head.startswith(MAGIC)


def _items(record: WarcRecord, context: Context, most_bytes: int) -> Iterator[Item]:
    if record.record_type != WarcRecordType.response:
        return
    headers = record.http_headers
    status = headers.status_code if headers else None
    if status is None:
        yield _refused(record, _read(record, _KEPT), "cut off, or no HTTP response")
    elif status == _GONE:
        yield Found(b"", _gone(record, context), str(record.stream_pos))
    elif status == 200 and (record.http_content_type or _PAGES[0]) in _PAGES:
        yield from _page(record, context, most_bytes)


def _page(record: WarcRecord, context: Context, most_bytes: int) -> Iterator[Item]:
    raw = _read(record, most_bytes + 1)
    end = raw.find(_NEXT)
    if end != -1:
        yield _refused(record, raw[:end], "its length is false")
        raise _FalseLength
    if len(raw) > most_bytes:
        yield _refused(record, raw[:_KEPT], f"over {most_bytes} bytes", "too_large")
    elif len(raw) < _promised(record):
        yield _refused(record, raw, f"cut off after {len(raw)} bytes")
    else:
        yield Found(raw, _outcome(raw, record, context), str(record.stream_pos))


def _promised(record: WarcRecord) -> int:
    """The bytes that the record and the server say there are, where that can be told from what is stored."""
    headers = record.http_headers
    if headers is None or "Transfer-Encoding" in headers or "Content-Encoding" in headers:
        return 0
    length = headers.get("Content-Length") or ""
    return max(record.content_length, int(length) if length.isascii() and length.isdigit() else 0)


def _refused(record: WarcRecord, raw: bytes, detail: str, reason: Reason = "undecodable") -> Found:
    return Found(raw, InvalidSubmission("record", detail, reason), str(record.stream_pos))


def _read(record: WarcRecord, most: int) -> bytes:
    parts, left = [], most
    while left and (part := record.reader.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _outcome(raw: bytes, record: WarcRecord, context: Context) -> Submission | InvalidSubmission:
    try:
        (found,) = page.parse(raw, _within(record, context))
    except InvalidSubmission as error:
        return error
    assert isinstance(found, Found)
    if isinstance(found.submission, InvalidSubmission):
        return found.submission
    return replace(found.submission, captured=_captured(record))


def _within(record: WarcRecord, context: Context) -> Context:
    """The context of one record: its address, and the host as the source where the whole file stands for many."""
    url = record.headers.get("WARC-Target-URI") or None
    return Context(
        source=_host(url) or context.source,
        name=url or context.name,
        source_class=context.source_class,
        url=url,
        content_type=(record.http_headers.get("Content-Type") if record.http_headers else None) or None,
    )


def _host(url: str | None) -> str | None:
    try:
        return source_name((url or "").split("/")[2].partition(":")[0].removeprefix("www."))
    except (ValueError, IndexError):
        return None


def _gone(record: WarcRecord, context: Context) -> Submission:
    within = _within(record, context)
    captured = _captured(record)
    return Submission(
        source=within.source,
        source_class=within.source_class,
        url=within.url,
        updated=captured,
        pubstatus="canceled",
        captured=captured,
    )


def _captured(record: WarcRecord) -> str | None:
    """When the site answered so."""
    return dates.to_utc(record.record_date.isoformat()) if record.record_date else None
