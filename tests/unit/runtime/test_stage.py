"""The delivery rule: when `process` returns, each record has its result or its dead letter, acknowledged."""

import asyncio
import hashlib
import threading
from collections.abc import Sequence

import pytest

from schemas.article import Article
from schemas.deadletter import DeadLetter
from schemas.envelope import Record, decode, encode
from services.runtime.deadletters import PREFIX, DeadLetters
from services.runtime.faults import LEAST, Halted, Poison, Transient
from services.runtime.health import Health
from services.runtime.stage import Events, Incoming, Stage, Work
from tests.fakes import Results, Streams, article_event, incoming, incoming_articles

DLQ = "dateline.test.dlq.v1"
JUNK = Record(key=b"k", value=b"\xff junk", headers=(("ce_type", b"nonsense"), ("x", b"\x00\xff")))


def echo(events: Events) -> Sequence[Events]:
    return [[event] for event in events]


class Line:
    """A stage with everything around it."""

    def __init__(self, work: Work = echo, sink: Results | None = None, retry_s: float = 5) -> None:
        self.sink = sink or Results()
        self.streams = Streams()
        self.health = Health("test", "broker")
        letters = DeadLetters(self.streams, "test")
        self.stage = Stage("test", work, self.sink, letters, self.health, retry_s, dead_letter_share=0.5)

    def process(self, batch: Sequence[Incoming]) -> None:
        asyncio.run(self.stage.process(batch))

    @property
    def letters(self) -> list[DeadLetter]:
        letters = [decode(record).data for record in self.streams.sent.get(DLQ, [])]
        assert all(isinstance(letter, DeadLetter) for letter in letters)
        return [letter for letter in letters if isinstance(letter, DeadLetter)]

    @property
    def results(self) -> list[str]:
        return [event.partitionkey for event in self.sink.written]


def keys(batch: Sequence[Incoming]) -> list[str]:
    return [(one.record.key or b"").decode() for one in batch]


def failing_on(title: str, error: Exception) -> Work:
    def work(events: Events) -> Sequence[Events]:
        for event in events:
            if isinstance(event.data, Article) and event.data.title == title:
                raise error.with_traceback(None)
        return echo(events)

    return work


def test_each_record_has_its_result_in_order() -> None:
    line, batch = Line(), incoming_articles(5)
    line.process(batch)
    assert line.results == keys(batch)
    assert line.letters == []


def test_an_undecodable_record_becomes_a_dead_letter_with_its_reason_origin_and_original_bytes() -> None:
    line, good = Line(), incoming_articles(2)
    line.process([good[0], incoming(JUNK, 7), good[1]])
    assert line.results == keys(good)
    (letter,) = line.letters
    assert (letter.reason, letter.detail) == ("undecodable", "ce_specversion: the header is missing")
    assert (letter.origin.stream, letter.origin.partition, letter.origin.offset) == (
        "dateline.articles.v1",
        0,
        7,
    )
    assert (letter.key, letter.value) == (JUNK.key, JUNK.value)
    assert tuple((header.name, header.value) for header in letter.headers) == JUNK.headers


@pytest.mark.parametrize(
    ("error", "reason", "detail"),
    [
        (RuntimeError("no such thing"), "failed", "RuntimeError: no such thing"),
        (Poison("invalid", "text: it is empty"), "invalid", "text: it is empty"),
        (RecursionError("deep"), "failed", "RecursionError: deep"),
    ],
)
def test_only_the_record_at_fault_is_dead_lettered(error: Exception, reason: str, detail: str) -> None:
    line, batch = Line(failing_on("bad", error)), incoming_articles(4)
    batch.insert(2, incoming(encode(article_event(99, "bad")), 99))
    line.process(batch)
    assert sorted(line.results) == sorted(keys(batch[:2] + batch[3:]))
    (letter,) = line.letters
    assert (letter.reason, letter.detail, letter.origin.offset) == (reason, detail, 99)
    assert letter.stack_digest is not None


def test_equal_faults_have_equal_stack_digests_and_a_replay_has_an_equal_event_id() -> None:
    line = Line(failing_on("bad", RuntimeError("x")))
    line.process([incoming(encode(article_event(1, "bad")), 1)])
    line.process([incoming(encode(article_event(1, "bad")), 1)])
    first, second = line.streams.sent[DLQ]
    assert dict(first.headers)["ce_id"] == dict(second.headers)["ce_id"]
    assert first.value == second.value


def test_a_transient_fault_is_retried_until_it_is_over_and_nothing_is_set_aside() -> None:
    faults = [Transient("broker", "away")] * 3

    def before(_: Sequence[Events]) -> None:
        if faults:
            assert not line.results
            raise faults.pop()

    line = Line(sink=Results(before))
    batch = incoming_articles(3)
    line.process(batch)
    assert line.results == keys(batch)
    assert line.letters == []
    assert line.health.ready


def test_while_a_dependency_is_away_the_service_is_not_ready() -> None:
    seen: list[dict[str, object]] = []

    def before(_: Sequence[Events]) -> None:
        seen.append(line.health.report())
        if len(seen) == 1:
            raise Transient("broker", "connection refused")

    line = Line(sink=Results(before))
    line.process(incoming_articles(1))
    assert seen[1]["conditions"] == {"broker": "connection refused"}


def test_a_dependency_that_stays_away_halts_the_stage_with_nothing_done() -> None:
    def before(_: Sequence[Events]) -> None:
        raise Transient("broker", "away")

    line = Line(sink=Results(before), retry_s=0.05)
    with pytest.raises(Halted, match=r"away for 0\.05 s"):
        line.process(incoming_articles(2))
    assert (line.results, line.letters) == ([], [])


def test_what_is_too_large_for_a_dead_letter_is_kept_by_its_beginning_and_its_digest() -> None:
    value = b"x" * (PREFIX + 7)
    line = Line()
    line.streams = Streams([Poison("too_large", "the record is larger than the stream takes")])
    line.stage = Stage("test", echo, line.sink, DeadLetters(line.streams, "test"), line.health)
    line.process([incoming(Record(key=b"k", value=value))])
    (letter,) = line.letters
    assert letter.value == value[:PREFIX]
    assert hashlib.sha256(value).hexdigest() in letter.detail
    assert str(len(value)) in letter.detail


def test_a_dead_letter_that_can_not_be_written_halts_the_stage() -> None:
    line = Line(retry_s=0.05)
    line.streams = Streams([Transient("broker", "gone")] * 1000)
    line.stage = Stage("test", echo, line.sink, DeadLetters(line.streams, "test"), line.health, 0.05)
    with pytest.raises(Halted, match="gone"):
        line.process([incoming(JUNK)])


def test_a_stage_that_fails_on_everything_stops_instead_of_emptying_its_stream() -> None:
    def work(events: Events) -> Sequence[Events]:
        raise RuntimeError("bad deployment")

    line = Line(work)
    with pytest.raises(Halted, match="of the last"):
        line.process(incoming_articles(500))
    assert len(line.letters) < LEAST


def test_what_senders_got_wrong_does_not_stop_a_stage() -> None:
    def work(events: Events) -> Sequence[Events]:
        raise Poison("invalid", "text: it is empty")

    line = Line(work)
    line.process(incoming_articles(3 * LEAST))
    assert len(line.letters) == 3 * LEAST


def test_work_runs_off_the_event_loop_in_one_thread() -> None:
    threads: list[int] = []

    def work(events: Events) -> Sequence[Events]:
        threads.append(threading.get_ident())
        return echo(events)

    line = Line(work)

    async def two() -> None:
        await line.stage.process(incoming_articles(1))
        await line.stage.process(incoming_articles(1))

    asyncio.run(two())
    assert len(set(threads)) == 1
    assert threading.get_ident() not in threads
