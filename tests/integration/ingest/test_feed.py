"""A feed poller against a real server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from services.ingest.collectors.feed import Feed, FeedCollector
from services.ingest.syndication import FeedError
from services.ingest.web.fetch import Fetcher, Limits, Manners
from services.runtime.faults import Transient
from services.runtime.outgoing.addresses import allowed
from services.runtime.outgoing.guard import FetchError
from tests.integration.ingest.outlets import Taken
from tests.integration.ingest.web import Web, response, serve

INTERVAL_S = 300.0


def rss(*guids: int, text: str = "The river rose.") -> bytes:
    items = [
        f"<item><guid isPermaLink='false'>{guid}</guid><description>{text}</description></item>"
        for guid in guids
    ]
    return f'<rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'.encode()


@asynccontextmanager
async def polling(taken: Taken) -> AsyncIterator[tuple[Web, FeedCollector]]:
    async with serve() as web:
        fetcher = Fetcher(allowed("127.0.0.0/8"), Limits(total_s=2), "dateline-test/1", Manners(delay_s=0))
        try:
            yield web, FeedCollector(Feed("wire", web.url("/rss")), fetcher, taken, INTERVAL_S)
        finally:
            await fetcher.aclose()


def test_each_entry_is_submitted_once() -> None:
    async def run() -> Taken:
        async with polling(taken := Taken()) as (web, collector):
            for answer in (rss(2, 1), rss(3, 2, 1), rss(3, 2, 1)):
                web.answers["/rss"] = response(answer)
                await collector.poll()
            return taken

    taken = asyncio.run(run())
    assert taken.guids == ["1", "2", "3"]
    assert {submission.source for submission in taken.submitted} == {"wire"}


def test_an_entry_that_changed_is_submitted_again() -> None:
    async def run() -> Taken:
        async with polling(taken := Taken()) as (web, collector):
            for answer in (rss(1), rss(1, text="The river fell.")):
                web.answers["/rss"] = response(answer)
                await collector.poll()
            return taken

    assert [submission.content for submission in asyncio.run(run()).submitted] == [
        "The river rose.",
        "The river fell.",
    ]


def test_a_feed_is_asked_whether_it_has_changed() -> None:
    async def run() -> list[dict[str, str]]:
        async with polling(Taken()) as (web, collector):
            web.answers["/rss"] = response(rss(1), ETag='"7"', Last_Modified="Thu, 03 Jul 2025 10:00:00 GMT")
            await collector.poll()
            web.answers["/rss"] = response(status="304 Not Modified")
            assert await collector.poll() == 0
            await collector.poll()
            return [request.headers for request in web.requests]

    first, *others = asyncio.run(run())
    assert "if-none-match" not in first
    assert [asked["if-none-match"] for asked in others] == ['"7"', '"7"']
    assert others[0]["if-modified-since"] == "Thu, 03 Jul 2025 10:00:00 GMT"


def test_what_the_broker_did_not_take_is_asked_for_again() -> None:
    async def run() -> tuple[Taken, int]:
        async with polling(taken := Taken([Transient("broker", "away")])) as (web, collector):
            web.answers["/rss"] = response(rss(2, 1), ETag='"7"')
            with pytest.raises(Transient):
                await collector.poll()
            submitted = await collector.poll()
            assert "if-none-match" not in web.requests[-1].headers
            return taken, submitted

    taken, submitted = asyncio.run(run())
    assert (taken.guids, submitted) == (["1", "2"], 2)


def test_a_bad_entry_is_set_aside_once_and_does_not_stop_the_others() -> None:
    bad = rss(1).replace(b"</channel>", b"<item><guid>x:2</guid><title>No text</title></item></channel>")

    async def run() -> Taken:
        async with polling(taken := Taken()) as (web, collector):
            web.answers["/rss"] = response(bad)
            await collector.poll()
            await collector.poll()
            return taken

    taken = asyncio.run(run())
    assert (taken.guids, [reason for _, reason, _ in taken.rejected]) == (["1"], ["invalid"])
    assert b"No text" in taken.rejected[0][0]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (response(b"<html>"), FeedError),
        (response(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(1)), FeedError),
        (response(status="404 Gone"), FetchError),
    ],
)
def test_a_feed_that_fails_says_how(answer: bytes, fault: type[Exception]) -> None:
    async def run() -> None:
        async with polling(Taken()) as (web, collector):
            web.answers["/rss"] = answer
            with pytest.raises(fault):
                await collector.poll()

    asyncio.run(run())


def test_a_failing_feed_is_asked_ever_more_seldom_and_a_good_answer_ends_that() -> None:
    async def run() -> list[float]:
        async with polling(Taken()) as (web, collector):
            pauses = []
            for answer in [response(status="500 Oh")] * 6 + [response(rss(1))]:
                web.answers["/rss"] = answer
                pauses.append(await collector.attempt())
            return pauses

    assert asyncio.run(run()) == [600, 1200, 2400, 3600, 3600, 3600, 300]


def test_a_feed_that_asks_for_a_pause_gets_it() -> None:
    async def run() -> float:
        async with polling(Taken()) as (web, collector):
            web.answers["/rss"] = response(status="429 Slow", Retry_After="7200")
            return await collector.attempt()

    assert asyncio.run(run()) == 7200


def test_a_fault_of_our_own_does_not_end_the_polling() -> None:
    async def run() -> float:
        async with polling(Taken([RuntimeError("a fault of ours")])) as (web, collector):
            web.answers["/rss"] = response(rss(1))
            return await collector.attempt()

    assert asyncio.run(run()) == 600
