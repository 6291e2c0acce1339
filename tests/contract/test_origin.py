"""Every dead letter of ingest says where its document comes from: the file or address, and the place in it."""

import asyncio
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from schemas.catalogue import SUBMISSIONS
from schemas.deadletter import DeadLetter
from schemas.envelope import decode, encode
from schemas.submission import Submission
from services.ingest.collectors.contract import hand_over
from services.ingest.confined import HERE
from services.ingest.formats.contract import Found
from services.ingest.outlet import StreamOutlet, envelope
from services.ingest.reading import documents
from services.ingest.versions import SERVICE, Drafts
from services.runtime.deadletters import DeadLetters
from services.runtime.health import Health
from services.runtime.stage import Stage
from tests.fakes import Results, Streams, incoming

DLQ = "dateline.ingest.dlq.v1"
NOW = "2026-11-03T11:02:03+00:00"
EMPTY = json.dumps({"guid": "e-1", "content": "Photo: EU"})  # intake finds no words of an article in it


def letters(submitted: Sequence[Submission], streams: Streams) -> list[DeadLetter]:
    """What collectors and intake set aside, once intake has read what was `submitted` and what is in `streams`."""
    records = [encode(envelope(one, NOW)) for one in submitted] + streams.sent.get(SUBMISSIONS, [])
    stage = Stage(SERVICE, Drafts(HERE), Results(), DeadLetters(streams, SERVICE), Health("ingest", "broker"))
    asyncio.run(
        stage.process([incoming(record, offset, SUBMISSIONS) for offset, record in enumerate(records)])
    )
    found = [decode(record).data for record in streams.sent.get(DLQ, [])]
    return [letter for letter in found if isinstance(letter, DeadLetter)]


async def collected(path: Path, streams: Streams) -> None:
    outlet = StreamOutlet(streams, DeadLetters(streams, SERVICE))
    for item in documents(path, "wire", 1_000_000):
        assert isinstance(item, Found)
        await hand_over("folder", path.name, item, outlet)


@pytest.mark.parametrize(
    ("name", "content", "documents_"),
    [
        ("a.jsonl", f"{EMPTY}\n{{nonsense\n", {"a.jsonl#1", "a.jsonl#2"}),
        ("a.json", EMPTY, {"a.json"}),
        ("b.json", f"[{EMPTY}, {EMPTY}]", {"b.json#1", "b.json#2"}),
        ("a.json", "{nonsense", {"a.json"}),
        ("a.csv", "guid,text\n1,Photo: EU\n,\n", {"a.csv#1", "a.csv#2"}),
        ("a.html", "<html><body><p>Photo: EU</p></body></html>", {"a.html"}),
        ("a.jsonl", "", {"a.jsonl"}),
        ("a.jsonl.gz", gzip.compress(f"{EMPTY}\n".encode())[:-9], {"a.jsonl.gz"}),
        (
            "a.rss",
            "<rss version='2.0'><channel><item><guid>x:1</guid><description>Photo: EU</description></item>"
            "<item><guid>x:2</guid></item></channel></rss>",
            {"a.rss#x:1", "a.rss#x:2"},
        ),
        ("\udcff.json", EMPTY, {"?.json"}),
    ],
)
def test_the_place_in_a_file(tmp_path: Path, name: str, content: str | bytes, documents_: set[str]) -> None:
    path, streams = tmp_path / name, Streams()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    asyncio.run(collected(path, streams))
    assert {letter.origin.document for letter in letters([], streams)} == documents_


@pytest.mark.parametrize(
    ("pushed", "document"),
    [
        (
            Submission(source="wire", guid="1", url="https://news.example/1", content="Photo: EU"),
            "https://news.example/1",
        ),
        (Submission(source="wire", guid="1", content="Photo: EU"), "1"),
    ],
)
def test_what_was_pushed_is_named_by_its_address_or_its_guid(pushed: Submission, document: str) -> None:
    (letter,) = letters([pushed], Streams())
    assert (letter.origin.stream, letter.origin.offset, letter.origin.document) == (SUBMISSIONS, 0, document)
