"""The whole ingest service on a real broker: a folder, a feed and a pushed submission in, article versions out."""

import asyncio
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from msgspec.structs import replace

from schemas import catalogue
from schemas.article import Article, Retraction
from schemas.catalogue import ARTICLES, SUBMISSIONS, dead_letters
from schemas.deadletter import DeadLetter
from schemas.envelope import Event, Message, Record, decode, encode
from schemas.identity import article_id
from schemas.submission import Submission
from services.ingest.outlet import envelope
from services.runtime import lineage
from services.runtime.publisher import connected
from tests.service import ServiceProcess
from tests.waiting import eventually

DEADLINE_S = 90
pytestmark = pytest.mark.timeout(400)


def ingest_process(bootstrap: str, home: Path, **settings: str) -> ServiceProcess:
    named = {f"DATELINE_{name.upper()}": value for name, value in settings.items()}
    return ServiceProcess("ingest", bootstrap, home / "ingest.log", DATELINE_DATA=str(home / "data"), **named)


@contextmanager
def feed(items: Mapping[str, str]) -> Iterator[str]:
    """The address of an RSS feed with an entry for each guid of `items`, over the text that it then has."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            entries = "".join(
                f"<item><guid isPermaLink='false'>{guid}</guid><description>{text}</description></item>"
                for guid, text in items.items()
            )
            body = f"<rss version='2.0'><channel><title>t</title>{entries}</channel></rss>".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/rss"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def events(bootstrap: str, stream: str) -> list[Event[Message]]:
    """Every event of `stream` as it is now, by partition and offset."""

    async def read() -> list[Event[Message]]:
        consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
        await consumer.start()
        try:
            places = [
                TopicPartition(stream, number) for number in range(catalogue.streams()[stream].partitions)
            ]
            consumer.assign(places)
            ends = await consumer.end_offsets(places)
            found = []
            while any([await consumer.position(place) < ends[place] for place in places]):
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found.extend(records)
            found.sort(key=lambda record: (record.partition, record.offset))
            return [decode(Record(key=one.key, value=one.value, headers=tuple(one.headers))) for one in found]
        finally:
            await consumer.stop()

    return asyncio.run(read())


def versions(bootstrap: str, guid: str) -> list[tuple[int, str]]:
    """The versions of the article `guid`, each with its last word ("-": a retraction), duplicates left out."""
    identity = article_id(None, guid.rpartition("-")[0], guid)
    found: dict[str, tuple[int, str]] = {}
    for event in events(bootstrap, ARTICLES):
        if event.partitionkey == identity:
            assert isinstance(event.data, Article | Retraction)
            word = event.data.text.split()[-1] if isinstance(event.data, Article) else "-"
            found[event.id] = (event.data.version, word)
    return list(found.values())


def push(bootstrap: str, *submissions: Submission) -> None:
    async def send() -> None:
        async with connected(bootstrap, "test") as publisher:
            records = [encode(envelope(submission, lineage.now())) for submission in submissions]
            await publisher.send(SUBMISSIONS, records)

    asyncio.run(send())


def test_documents_from_everywhere_become_article_versions(bootstrap: str, tmp_path: Path) -> None:
    # Another source in each run: the brokers are shared.
    source = re.sub(r"[^a-z0-9]", ".", tmp_path.name.lower())[-40:].lstrip(".")
    inbox, items = tmp_path / "inbox", {f"{source}-feed": "The river rose."}
    inbox.mkdir()
    file = {"source": source, "guid": f"{source}-file", "text": "The harbour froze."}
    (inbox / "a.json").write_text(json.dumps(file))
    (inbox / "bad.json").write_text("{" + source)
    settings = {
        "folder": str(inbox),
        "folder_interval_s": "0.2",
        "feed_interval_s": "0.2",
        "host_delay_s": "0",
    }
    with feed(items) as url:
        settings |= {"feeds": f"{source}={url}", "fetch_allow": url.split("/")[2]}
        with ingest_process(bootstrap, tmp_path, **settings) as ingest:

            def comes(origin: str, *words: str) -> None:
                expected = list(enumerate(words, 1))
                eventually(
                    lambda: versions(bootstrap, f"{source}-{origin}") == expected, DEADLINE_S, f"{words}"
                )

            pushed = Submission(source=source, guid=f"{source}-pushed", content="The council met.")
            push(bootstrap, pushed)
            comes("feed", "rose.")
            comes("file", "froze.")
            comes("pushed", "met.")
            items[f"{source}-feed"] = "The river fell."
            comes("feed", "rose.", "fell.")
            push(bootstrap, replace(pushed, pubstatus="canceled"))
            comes("pushed", "met.", "-")
            eventually((inbox / "rejected" / "bad.json").exists, DEADLINE_S, "the bad file is set aside")
            assert ingest.end(signal.SIGTERM) == 0
    letters = [event.data for event in events(bootstrap, dead_letters("ingest"))]
    ours = [one for one in letters if isinstance(one, DeadLetter) and one.value == f"{{{source}".encode()]
    assert {one.reason for one in ours} == {"undecodable"}
    assert (inbox / "processed" / "a.json").exists()


def test_killed_again_and_again_it_loses_nothing_and_numbers_each_version_once(
    bootstrap: str, tmp_path: Path
) -> None:
    source = re.sub(r"[^a-z0-9]", ".", tmp_path.name.lower())[-40:].lstrip(".")
    guids, words = [f"{source}-{number}" for number in range(3)], [f"w{number}." for number in range(90)]
    with ingest_process(bootstrap, tmp_path) as ingest:
        for at in range(0, len(words), 30):
            push(
                bootstrap,
                *(
                    Submission(source=source, guid=guid, content=f"The council said {word}")
                    for word in words[at : at + 30]
                    for guid in guids
                ),
            )
            eventually(lambda a=at: len(versions(bootstrap, guids[0])) > a, DEADLINE_S, "some progress")
            ingest.end(signal.SIGKILL)
            ingest.start()
        for guid in guids:
            eventually(lambda g=guid: len(versions(bootstrap, g)) >= len(words), DEADLINE_S, "every version")
            assert versions(bootstrap, guid) == list(enumerate(words, 1))


def test_what_is_loaded_by_hand_is_on_the_streams(bootstrap: str, tmp_path: Path) -> None:
    source = re.sub(r"[^a-z0-9]", ".", tmp_path.name.lower())[-40:].lstrip(".")
    rows = [
        {"guid": f"{source}-1", "source": source, "text": "One."},
        {"guid": f"{source}-2", "text": "Two."},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join([*map(json.dumps, rows), "{" + source]))
    done = subprocess.run(
        [sys.executable, "-m", "services.cli", "ingest", "auto", "--source", source, str(tmp_path / "a.jsonl")],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "DATELINE_BOOTSTRAP": bootstrap},
    )  # fmt: skip
    refusal, file, total = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (1, "")
    assert (refusal["reason"], file["submitted"]) == ("undecodable", 2)
    assert total == {"total": {"submitted": 2, "rejected": 1, "held": 0}}
    submitted = [event.data for event in events(bootstrap, SUBMISSIONS)]
    guids = [one.guid for one in submitted if isinstance(one, Submission) and one.source == source]
    assert sorted(filter(None, guids)) == [f"{source}-1", f"{source}-2"]
    letters = [event.data for event in events(bootstrap, dead_letters("ingest"))]
    places = [
        one.origin.document for one in letters if isinstance(one, DeadLetter) and source.encode() in one.value
    ]
    assert places == [f"{tmp_path / 'a.jsonl'}#3"]
