"""Files -> documents."""

import gzip
import json
import os
import tracemalloc
from pathlib import Path

import pytest

from schemas.submission import Submission
from services.ingest.formats.contract import Found
from services.ingest.reading import documents, suffix
from services.ingest.validity import InvalidSubmission

MOST = 10_000


def read(path: Path) -> list[Submission | InvalidSubmission]:
    return [found.submission for found in documents(path, "inbox", MOST) if isinstance(found, Found)]


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def fault(read: Submission | InvalidSubmission) -> tuple[str, str]:
    assert isinstance(read, InvalidSubmission)
    return read.field, read.reason


@pytest.mark.parametrize("end", ["", ".gz"])
def test_a_text_is_a_document_named_by_its_file(tmp_path: Path, end: str) -> None:
    name = f"a.TXT{end}"
    assert read(written(tmp_path, name, "Fanø ☕".encode())) == [
        Submission(source="inbox", source_class="folder", guid=name, content="Fanø ☕")
    ]


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        ("é".encode("utf-8-sig"), "é"),
        ("é".encode("utf-16"), "é"),
        (b"<meta charset=latin-1><p>\xe9", "<meta charset=latin-1><p>é"),
        (b"<meta charset=latin-1><p>\xc3\xa9", "<meta charset=latin-1><p>é"),
        (b"<p>\x93so\x94", "<p>“so”"),
    ],
)
def test_a_page_is_decoded_by_what_it_is_before_what_it_says(
    tmp_path: Path, raw: bytes, content: str
) -> None:
    (page,) = read(written(tmp_path, "a.html", raw))
    assert isinstance(page, Submission)
    assert (page.content, page.content_type) == (content, "text/html")


@pytest.mark.parametrize("end", ["", ".gz"])
@pytest.mark.parametrize("kind", ["jsonl", "ndjson"])
def test_each_row_is_a_document_and_a_bad_one_does_not_stop_the_others(
    tmp_path: Path, kind: str, end: str
) -> None:
    rows = [
        b'{"id": 1, "text": "One."}',
        b"",
        b"{no",
        b"[]",
        b'{"text": "' + b"x" * MOST + b'"}',
        b'{"text": "Two."}',
    ]
    one, broken, listed, long, two = read(written(tmp_path, f"a.{kind}{end}", b"\n".join(rows)))
    assert isinstance(one, Submission)
    assert isinstance(two, Submission)
    assert (one.guid, two.guid) == ("1", f"a.{kind}{end}#6")
    assert [fault(bad) for bad in (broken, listed, long)] == [
        ("document", "undecodable"),
        ("document", "invalid"),
        ("line", "too_large"),
    ]


def test_a_json_file_holds_one_document_or_a_list(tmp_path: Path) -> None:
    (one,) = read(written(tmp_path, "a.json", b'\xef\xbb\xbf{"text": "One."}'))
    first, bad, third = read(written(tmp_path, "b.json", b'[{"text": "1"}, 2, {"text": "3"}]'))
    assert isinstance(one, Submission)
    assert isinstance(first, Submission)
    assert isinstance(third, Submission)
    assert (one.guid, first.guid, third.guid) == ("a.json", "b.json#1", "b.json#3")
    assert fault(bad) == ("document", "invalid")


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("a.txt", b"caf\xe9", ("content", "undecodable")),
        ("a.txt", b"x" * (MOST + 1), ("file", "too_large")),
        ("a.txt.gz", b"x" * (MOST + 1), ("file", "too_large")),
        ("a.json", b"{", ("document", "undecodable")),
        ("a.json", b"[1,", ("document", "undecodable")),
        ("a.json", b"[" * 5000, ("document", "undecodable")),
        ("a.json", b'{"a":' * 1500, ("document", "undecodable")),
        ("a.json", b'{"text": NaN}', ("document", "undecodable")),
        ("a.json", b'{"text": "\\ud800"}', ("document", "undecodable")),
        ("a.json", b'"text"', ("document", "invalid")),
        ("a.json", b'{"text": 1.5}', ("text", "invalid")),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, raw: bytes, expected: tuple[str, str]
) -> None:
    (bad,) = read(written(tmp_path, name, raw))
    assert fault(bad) == expected


@pytest.mark.parametrize(
    "raw", [b"no gzip", gzip.compress(b"x" * 99)[:-9], gzip.compress(b"x" * 99)[:-5] + b"12345"]
)
def test_broken_gzip_says_so(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(raw)
    (bad,) = read(path)
    assert fault(bad) == ("file", "undecodable")


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "b.txt")
    assert fault(read(tmp_path / "a.txt")[0]) == ("file", "undecodable")
    assert fault(read(tmp_path / "b.txt")[0]) == ("file", "unsupported")


def test_a_long_file_of_rows_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        for number in range(20_000):
            file.write(json.dumps({"id": number, "text": "The river rose. " * 50}) + "\n")
    tracemalloc.start()
    assert sum(1 for _ in documents(path, "inbox", MOST)) == 20_000
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.txt", ".txt"),
        ("A.JSONL.GZ", ".jsonl"),
        ("a.htm", ".htm"),
        ("a.txt.part", None),
        ("a", None),
        ("a.gz", None),
    ],
)
def test_only_known_suffixes_are_ours(name: str, found: str | None) -> None:
    assert suffix(name) == found
