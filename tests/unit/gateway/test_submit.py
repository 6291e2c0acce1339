"""A submission is accepted once the stream has it, and within a bounded time it is or it isn't."""

import asyncio
from collections.abc import Sequence

import pytest

from schemas.catalogue import SUBMISSIONS
from schemas.envelope import Record, decode
from schemas.submission import Submission
from services.gateway.submit import Submissions, envelope
from services.runtime.faults import Transient
from tests.gateway.fakes import FakeSender

ONE = Submission(source="wire", content="Rates rise.", url="https://example.org/a?utm_source=x")


class SilentSender:
    """A broker that never answers."""

    def __init__(self) -> None:
        self.waiting = 0

    async def send(self, stream: str, records: Sequence[Record]) -> None:
        self.waiting += 1
        await asyncio.Event().wait()


def test_the_record_is_keyed_by_the_article_and_says_when_it_was_received() -> None:
    sender = FakeSender()
    (accepted,) = asyncio.run(Submissions(sender, 1, 1).accept([ONE]))
    ((stream, record),) = sender.sent
    event = decode(record)
    assert stream == SUBMISSIONS
    assert record.key == accepted.id.encode() == event.partitionkey.encode()
    assert (event.id, event.data, event.source) == (accepted.event_id, ONE, "dateline/gateway")
    assert event.receivedtime == event.time


def test_ids_come_from_the_content_alone() -> None:
    first, later = envelope(ONE, "2026-11-24T00:00:00+00:00"), envelope(ONE, "2027-01-01T00:00:00+00:00")
    assert (first.id, first.partitionkey) == (later.id, later.partitionkey)


def test_a_broker_that_never_answers_is_given_up_in_time() -> None:
    with pytest.raises(Transient, match=r"no acknowledgement within 0\.01 s"):
        asyncio.run(Submissions(SilentSender(), 0.01, 1).accept([ONE]))


def test_more_than_may_wait_are_turned_away_at_once() -> None:
    async def crowd() -> list[object]:
        sender = SilentSender()
        intake = Submissions(sender, 0.05, 2)
        ends = await asyncio.gather(*(intake.accept([ONE]) for _ in range(5)), return_exceptions=True)
        assert sender.waiting == 2
        return [str(end) for end in ends]

    assert asyncio.run(crowd()).count("queue of submissions: full") == 3
