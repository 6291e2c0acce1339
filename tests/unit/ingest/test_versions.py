"""Intake as a stage: what it publishes and remembers, whatever is repeated."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article, Retraction
from schemas.catalogue import ARTICLES
from schemas.envelope import Event, Message, decode, encode
from schemas.submission import Submission
from services.ingest.confined import Exhausted
from services.ingest.intake import Known
from services.ingest.outlet import envelope
from services.ingest.settings import parse_feeds
from services.ingest.validity import InvalidSubmission
from services.ingest.versions import Drafts, VersionSink
from services.runtime import metrics
from services.runtime.faults import Poison, Transient
from services.runtime.stage import Incoming
from tests.fakes import Streams, article_event

NOW = "2026-06-12T12:00:0{}+00:00"
P, T = ParamSpec("P"), TypeVar("T")


class Here:
    """Calls in this process; `fault` is raised instead."""

    def __init__(self, fault: Exception | None = None) -> None:
        self._fault = fault

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        if self._fault:
            raise self._fault
        return function(*args, **named)


DRAFTS = Drafts(Here())


class Memory:
    """A memory that survives what the stage does not; `faults` are raised first, one a call."""

    def __init__(self, faults: Sequence[Exception] = ()) -> None:
        self.known: dict[str, Known] = {}
        self._faults = list(faults)

    def get(self, key: str) -> Known | None:
        return self.known.get(key)

    async def put(self, partition: int, entries: Mapping[str, Known]) -> None:
        if self._faults:
            raise self._faults.pop(0)
        self.known |= entries


def submitted(texts: str, first: int = 0, **fields: Any) -> list[tuple[Incoming, Event[Submission]]]:
    """A submission of one article for each letter of `texts`, which is its text; "-" retracts it."""
    read = []
    for number, text in enumerate(texts, first):
        status = "canceled" if text == "-" else "usable"
        content = f"The council met in {text}."
        submission = Submission(source="wire", guid="1", content=content, pubstatus=status, **fields)
        event = envelope(submission, NOW.format(number))
        read.append((Incoming(stream="s", partition=0, offset=number, record=encode(event)), event))
    return read


def write(sink: VersionSink, read: Sequence[tuple[Incoming, Event[Submission]]]) -> None:
    asyncio.run(sink.write([incoming for incoming, _ in read], DRAFTS([event for _, event in read])))


def published(streams: Streams) -> list[Article | Retraction]:
    messages = [decode(record).data for record in streams.sent.get(ARTICLES, ())]
    assert all(isinstance(message, Article | Retraction) for message in messages)
    return [message for message in messages if isinstance(message, Article | Retraction)]


def story(streams: Streams) -> list[tuple[int, str]]:
    """Versions with the letter of each, "-" for a retraction."""
    return [
        (message.version, message.text[-2] if isinstance(message, Article) else "-")
        for message in published(streams)
    ]


def test_versions_follow_each_other_within_a_batch() -> None:
    write(VersionSink(streams := Streams(), Memory()), submitted("AABB-A"))
    assert story(streams) == [(1, "A"), (2, "B"), (3, "-"), (4, "A")]


@given(st.text(st.sampled_from("AB-"), min_size=1, max_size=7), st.integers(0, 6), st.integers(0, 6))
def test_what_is_read_again_after_a_crash_makes_no_new_version(texts: str, crash: int, back: int) -> None:
    once, again = Streams(), Streams()
    write(VersionSink(once, Memory()), submitted(texts))
    sink = VersionSink(again, Memory())
    write(sink, submitted(texts)[:crash])
    write(sink, submitted(texts)[max(0, min(crash, len(texts)) - back) :])
    assert [record.value for record in again.sent.get(ARTICLES, ())] == [
        record.value for record in once.sent.get(ARTICLES, ())
    ]


def test_what_was_published_but_not_remembered_comes_out_again_with_the_same_id() -> None:
    sink = VersionSink(streams := Streams(), Memory([RuntimeError("the broker is away")]))
    with pytest.raises(Transient):
        write(sink, submitted("AB"))
    write(sink, submitted("AB"))
    ids = [decode(record).id for record in streams.sent[ARTICLES]]
    assert ids[:2] == ids[2:]
    assert story(streams) == [(1, "A"), (2, "B")] * 2


def test_nothing_is_remembered_that_was_not_published() -> None:
    memory = Memory()
    with pytest.raises(Transient):
        write(VersionSink(Streams([Transient("broker", "away")]), memory), submitted("A"))
    assert memory.known == {}


def test_a_stream_that_was_made_anew_is_read_from_its_start() -> None:
    sink = VersionSink(streams := Streams(), Memory())
    write(sink, submitted("ABC"))
    later = [
        (
            msgspec.structs.replace(incoming, offset=0),
            msgspec.structs.replace(event, receivedtime=NOW.format(9)),
        )
        for incoming, event in submitted("D")
    ]
    write(sink, later)
    assert story(streams)[-1] == (4, "D")


def test_when_it_was_accepted_and_the_trace_travel_on() -> None:
    incoming, event = submitted("A")[0]
    traced = msgspec.structs.replace(event, traceparent="00-1-2-01")
    write(VersionSink(streams := Streams(), Memory()), [(incoming, traced)])
    followed = decode(streams.sent[ARTICLES][0])
    assert (followed.receivedtime, followed.traceparent) == (event.receivedtime, "00-1-2-01")
    assert followed.partitionkey == event.partitionkey


def poisoned(event: Event[Message]) -> Poison:
    with pytest.raises(Poison) as raised:
        DRAFTS([event])
    return raised.value


def test_a_bad_submission_is_poison_that_names_the_field() -> None:
    event = submitted("A")[0][1]
    bad = msgspec.structs.replace(event, data=msgspec.structs.replace(event.data, content=" "))
    assert (poisoned(bad).reason, poisoned(bad).detail) == (
        "invalid",
        "content: no words of an article in it",
    )


def test_a_submission_whose_reader_had_to_be_killed_is_poison() -> None:
    with pytest.raises(Poison, match="content: not done in 10 s") as raised:
        Drafts(Here(Exhausted("not done in 10 s")))([submitted("A")[0][1]])
    assert raised.value.reason == "exhausted"


def test_a_submission_under_another_key_is_poison() -> None:
    event = msgspec.structs.replace(submitted("A")[0][1], partitionkey="other")
    assert poisoned(event).detail.startswith("ce_partitionkey: ")


def test_what_is_no_submission_is_poison() -> None:
    assert poisoned(article_event(1)).reason == "unsupported"


def test_a_submission_without_identity_gets_no_envelope() -> None:
    with pytest.raises(InvalidSubmission, match="url or guid"):
        envelope(Submission(source="wire", content="x"), NOW.format(0))


@pytest.mark.parametrize(
    ("setting", "feeds"),
    [
        ("", []),
        ("wire=https://a.example/rss", [("wire", "https://a.example/rss")]),
        ("a=http://a.example/?x=1,2, b.c=https://b.example/,", [("a", "http://a.example/?x=1,2"), ("b.c", "https://b.example/")]),
    ],
)  # fmt: skip
def test_feeds_are_named_in_the_setting(setting: str, feeds: list[tuple[str, str]]) -> None:
    assert [(feed.source, feed.url) for feed in parse_feeds(setting)] == feeds


@pytest.mark.parametrize(
    "setting", ["https://a.example/", "wire=a.example", "Wire=https://a.example/", "=https://a.example/", "a"]
)
def test_a_wrong_feed_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="source"):
        parse_feeds(setting)


def test_an_older_version_is_counted_and_dropped() -> None:
    before = metrics.INTAKE.labels("late")._value.get()
    sink = VersionSink(streams := Streams(), Memory())
    write(sink, submitted("AB", source_class="folder"))
    write(sink, submitted("AB", 2, source_class="folder"))
    assert story(streams) == [(1, "A"), (2, "B")]
    assert metrics.INTAKE.labels("late")._value.get() == before + 1


@pytest.mark.parametrize(
    ("published", "outcome"),
    [
        ("2026-06-12T12:59:00Z", None),
        ("2026-06-12T15:00:00Z", "clamped"),
        ("2026-07-12T15:00:00Z", "dropped"),
    ],
)
def test_a_date_that_is_yet_to_come_is_counted(published: str, outcome: str | None) -> None:
    before = {one: metrics.DATES_AHEAD.labels(one)._value.get() for one in ("clamped", "dropped")}
    write(VersionSink(Streams(), Memory()), submitted("A", published=published))
    after = {one: metrics.DATES_AHEAD.labels(one)._value.get() - count for one, count in before.items()}
    assert after == {one: float(one == outcome) for one in before}
