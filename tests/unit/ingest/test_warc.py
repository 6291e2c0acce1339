"""Archives: each page a submission, each broken record a refusal with its place, and the next record is read."""

import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.submission import Submission
from services.ingest.formats import warc
from services.ingest.formats.contract import Context, Found
from services.ingest.reading import documents
from services.ingest.validity import InvalidSubmission

CONTEXT = Context(source="archive", name="a.warc")
Outcome = str
Pack = Callable[[bytes], bytes]


def record(
    name: str, length: int | None = None, status: str = "200 OK", kind: str = "text/html", body: str = ""
) -> bytes:
    page = (body or f"<html><title>{name}</title><body><p>{name * 50}</p></body></html>").encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(page)}\r\n\r\n".encode()
    size = len(head) + len(page) if length is None else length
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Date: 2026-11-03T10:00:00Z\r\n"
        f"WARC-Target-URI: https://www.news.example/{name}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {size}\r\n\r\n"
    ).encode() + head + page + b"\r\n\r\n"  # fmt: skip


def told(raw: bytes) -> list[Outcome]:
    return [_told(item) for item in warc.parse(raw, CONTEXT) if isinstance(item, Found)]


def _told(found: Found) -> Outcome:
    one = found.submission
    return str(one) if isinstance(one, InvalidSubmission) else f"{one.pubstatus} {(one.url or '')[-1]}"


A, B, C = record("a"), record("b"), record("c")
LONG, SHORT = record("l", length=2000), record("s", length=160)
GONE, IMAGE, MOVED = (
    record("g", status="410 Gone"),
    record("i", kind="image/png"),
    record("m", status="301 Moved"),
)
FALSE = "record: its length is false"


def test_a_page_says_when_it_was_captured() -> None:
    found = [item.submission for item in warc.parse(A + GONE, CONTEXT) if isinstance(item, Found)]
    assert [one.captured for one in found if isinstance(one, Submission)] == ["2026-11-03T10:00:00Z"] * 2


def plain(raw: bytes) -> bytes:
    return raw


@pytest.mark.parametrize("pack", [plain, gzip.compress])
@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([A, B, C], ["usable a", "usable b", "usable c"]),
        ([A, IMAGE, MOVED, C], ["usable a", "usable c"]),
        ([GONE, A], ["canceled g", "usable a"]),
        ([A, LONG, B, C, A, B, C], ["usable a", FALSE, *(f"usable {name}" for name in "bcabc")]),
    ],
)
def test_each_record_comes_to_its_end(pack: Pack, records: list[bytes], expected: list[Outcome]) -> None:
    assert told(b"".join(map(pack, records))) == expected


@pytest.mark.parametrize(
    ("raw", "kept", "refused"),
    [
        (A + B[:-120], ["usable a"], 1),
        (A + SHORT + C, ["usable a", "usable c"], 2),
        (A + B.replace(b"WARC/1.0", b"WURC/1.0") + C, ["usable a", "usable c"], 1),
        (A + B.replace(b"Content-Length", b"Content-Lxngth", 1) + C, ["usable a", "usable c"], 2),
        (gzip.compress(A) + gzip.compress(B)[:80] + gzip.compress(C), ["usable a", "usable c"], 1),
        (gzip.compress(A) + gzip.compress(B)[:-60], ["usable a"], 1),
        (b"WARC/1.0\r\n" + A, ["usable a"], 0),
    ],
)
def test_a_broken_record_is_refused_and_reading_goes_on(
    raw: bytes, kept: list[Outcome], refused: int
) -> None:
    outcomes = told(raw)
    assert [one for one in outcomes if not one.startswith("record: ")] == kept
    assert len(outcomes) - len(kept) == refused


def test_a_page_of_an_archive_has_its_own_address_and_host_as_source() -> None:
    (found,) = warc.parse(A, CONTEXT)
    assert isinstance(found, Found)
    assert isinstance(found.submission, Submission)
    assert (found.submission.url, found.submission.source) == ("https://www.news.example/a", "news.example")


def test_an_archive_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as file:
        for number in range(300):
            file.write(gzip.compress(record(str(number), body=f"<html><p>{'The river rose. ' * 4000}</p>")))
    seen: list[int] = []
    tracemalloc.start()
    assert sum(1 for _ in documents(path, "archive", 1_000_000, progress=seen.append)) == 300
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()
    assert seen == sorted(seen)
    assert 0 < seen[0] <= seen[-1] <= path.stat().st_size
