"""Whatever comes in ends as a problem or a dead letter with its reason, in bounded memory, and the next one is served.

What comes from a host that is fetched, and how that host is reached, is in tests/integration/ingest/test_fetch.py.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from kafka import KafkaConsumer, TopicPartition

from schemas import catalogue
from schemas.article import Article, Retraction
from schemas.catalogue import ARTICLES, dead_letters
from schemas.deadletter import DeadLetter
from schemas.envelope import Message, Record, decode
from services.runtime import streams
from tests import asking
from tests.gateway.process import GatewayProcess
from tests.integration.badinput.files import FILES, READ
from tests.integration.badinput.pushes import LINE, PUSHES, Push, pushed
from tests.kafka.embedded import EmbeddedBroker
from tests.postgres import Postgres
from tests.service import ServiceProcess
from tests.waiting import eventually

DEADLINE_S = 60
MOST_BYTES = 50 * 1024 * 1024
pytestmark = pytest.mark.timeout(300)
numbers = itertools.count()


class Watched:
    """Ingest and a gateway, and what ingest says of what is brought to them."""

    def __init__(self, bootstrap: str, inbox: Path, ingest: ServiceProcess, gateway: ServiceProcess) -> None:
        self.inbox = inbox
        self.gateway = gateway.url
        self._pids = [ingest.pid, gateway.pid]
        self._consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
        self._consumer.assign(
            [
                TopicPartition(stream, number)
                for stream in (ARTICLES, dead_letters("ingest"))
                for number in range(catalogue.streams()[stream].partitions)
            ]
        )
        self._consumer.seek_to_beginning()
        self._said: list[Message] = []

    def close(self) -> None:
        self._consumer.close()

    def letters(self, mark: str) -> set[str]:
        """The reasons of the dead letters whose origin or original holds `mark`."""
        return {
            one.reason
            for one in self._read()
            if isinstance(one, DeadLetter)
            and (mark.encode() in one.value or mark in (one.origin.document or ""))
        }

    def articles(self, source: str) -> list[Article | Retraction]:
        """What came of `source`."""
        return [one for one in self._read() if isinstance(one, Article | Retraction) and one.source == source]

    def push(self, body: bytes) -> httpx.Response:
        headers = {"content-type": "application/json"}
        return asking.post(f"{self.gateway}/v1/articles", content=body, headers=headers, timeout=30)

    def peak_bytes(self) -> int:
        """The most memory that both processes have ever held."""
        found = (re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in self._pids)
        return sum(int(one[1]) * 1024 for one in found if one)

    def serve_another(self) -> None:
        """The next good one is served."""
        source = f"good-{next(numbers)}"
        assert self.push(pushed(LINE, source=source)).status_code == 202
        eventually(lambda: self.articles(source), DEADLINE_S, "the next one is served")

    def _read(self) -> list[Message]:
        for records in self._consumer.poll(timeout_ms=50).values():
            for one in records:
                record = Record(key=one.key, value=one.value, headers=tuple(one.headers))
                self._said.append(decode(record).data)
        return self._said


@pytest.fixture(scope="module")
def watched(
    embedded_broker: EmbeddedBroker, postgres_server: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watched]:
    streams.apply(embedded_broker.bootstrap, replication=1)
    home = tmp_path_factory.mktemp("bad")
    inbox = home / "inbox"
    inbox.mkdir()
    settings = {
        "DATELINE_DATA": str(home / "data"),
        "DATELINE_FOLDER": str(inbox),
        "DATELINE_FOLDER_INTERVAL_S": "0.1",
    }
    with (
        ServiceProcess("ingest", embedded_broker.bootstrap, home / "ingest.log", **settings) as ingest,
        GatewayProcess(embedded_broker.bootstrap, postgres_server.url, home / "gateway.log") as gateway,
    ):
        for service in (ingest, gateway):
            eventually(service.ready, DEADLINE_S, "it is ready")
        found = Watched(embedded_broker.bootstrap, inbox, ingest, gateway)
        found.serve_another()
        yield found
        found.close()


@pytest.mark.parametrize(
    ("file", "content", "outcome"), [one[1:] for one in FILES], ids=[one[0] for one in FILES]
)
def test_a_bad_file_gives_a_reason_and_the_next_one_is_served(
    watched: Watched, file: str, content: Callable[[], bytes], outcome: str
) -> None:
    before = watched.peak_bytes()
    (watched.inbox / f".{file}").write_bytes(content())
    (watched.inbox / f".{file}").rename(watched.inbox / file)
    if outcome == READ:
        eventually((watched.inbox / "processed" / file).exists, DEADLINE_S, "it is read")
    else:
        mark = content().decode().strip() if file.endswith(".urls") and outcome == "failed" else file
        assert eventually(lambda: watched.letters(mark), DEADLINE_S, "a dead letter") == {outcome}
    watched.serve_another()
    assert watched.peak_bytes() - before < MOST_BYTES


@pytest.mark.parametrize("push", PUSHES, ids=[one[0] for one in PUSHES])
def test_a_bad_push_gives_a_reason_and_the_next_one_is_served(watched: Watched, push: Push) -> None:
    _, body, outcome = push
    source = f"bad-{next(numbers)}"
    before = watched.peak_bytes()
    answer = watched.push(body().replace(b'"source": "bad"', f'"source": "{source}"'.encode()))
    if isinstance(outcome, int):
        assert answer.status_code == outcome, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]
    else:
        assert answer.status_code == 202, answer.text
        if outcome == READ:
            (article,) = eventually(lambda: watched.articles(source), DEADLINE_S, "it is read")
            assert isinstance(article, Article)
            assert not re.search(r"[\x00\u200b\u202e]", article.text)
            assert article.published is None or article.published < "2100"
        else:
            assert eventually(lambda: watched.letters(source), DEADLINE_S, "a dead letter") == {outcome}
    watched.serve_another()
    assert watched.peak_bytes() - before < MOST_BYTES


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/v1/articles?q=" + "rain%20OR%20" * 4000 + "sun", {}),
        ("/v1/articles?filter=" + "topic:medtop:16000000%20AND%20" * 1500 + "lang:en", {}),
        ("/v1/articles?filter=" + "(" * 5000, {}),
        ("/v1/articles?cursor=forged", {}),
        ("/v1/articles?cursor=" + "A" * 5000, {}),
        ("/v1/articles?limit=-1", {}),
        ("/v1/articles?limit=1000000", {}),
        ("/v1/stream?from=%0d%0aid:1", {}),
        ("/v1/stream", {"Last-Event-ID": "forged"}),
        ("/v1/stream", {"Last-Event-ID": "0-1" * 3000}),
    ],
)
def test_a_bad_question_is_a_problem(watched: Watched, path: str, headers: dict[str, str]) -> None:
    answer = asking.get(f"{watched.gateway}{path}", headers=headers, timeout=30)
    assert 400 <= answer.status_code < 500, answer.text
    if answer.status_code != 414:  # the server's own, before the application sees it
        assert answer.headers["content-type"] == "application/problem+json"
    watched.serve_another()


def test_what_comes_again_makes_no_version_and_what_changed_makes_one(watched: Watched) -> None:
    source = f"bad-{next(numbers)}"
    for _ in range(100):
        watched.push(pushed(LINE, source=source))
    watched.push(pushed(LINE * 2, source=source))
    eventually(lambda: len(watched.articles(source)) == 2, DEADLINE_S, "two versions")
    watched.serve_another()
    assert [one.version for one in watched.articles(source)] == [1, 2]


def test_no_name_from_outside_is_a_label(watched: Watched) -> None:
    source = f"bad-{next(numbers)}"
    watched.push(pushed(LINE, source=source))
    eventually(lambda: watched.articles(source), DEADLINE_S, "it is read")
    assert source not in asking.get(f"{watched.gateway}/metrics").text
