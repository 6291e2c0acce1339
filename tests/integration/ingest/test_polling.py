"""A poller against a real server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from schemas.source import Source
from services.ingest.confined import HERE
from services.ingest.follow import FeedError, follow, read_feed
from services.ingest.formats.contract import Address, Found, Item
from services.ingest.polling.poller import Follow, Pace, Poller
from services.ingest.polling.status import Polled, Status
from services.ingest.web.fetch import Fetched, Fetcher, Limits, Manners
from services.ingest.web.turns import SHARED_S
from services.runtime.faults import Transient
from services.runtime.outgoing.addresses import allowed
from services.runtime.outgoing.guard import FetchError
from tests.integration.ingest.outlets import Taken
from tests.integration.ingest.web import Web, response, serve

MOST = 1_000_000
PACE = Pace(shortest_s=300, longest_s=3600)


def rss(*guids: int, text: str = "The river rose.") -> bytes:
    items = [
        f"<item><guid isPermaLink='false'>{guid}</guid><description>{text}</description></item>"
        for guid in guids
    ]
    return f'<rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'.encode()


class Clock:
    """Stands where a test puts it: Unix time in seconds."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Book:
    """Remembers the newest report, as the sources stream does; `fault` is raised instead."""

    def __init__(self) -> None:
        self.newest: Source | None = None
        self.fault: Transient | None = None

    async def report(self, source: Source) -> None:
        if self.fault:
            raise self.fault
        self.newest = source


async def read(fetched: Fetched) -> list[Item]:
    return read_feed(fetched, "wire", MOST)


def following(fetcher: Fetcher) -> Follow:
    def at(address: Address) -> AsyncIterator[Found]:
        return follow(address, fetcher, "wire", "feed", MOST, HERE)

    return at


@asynccontextmanager
async def fetching() -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(allowed("127.0.0.0/8"), Limits(total_s=2), "dateline-test/1", Manners(delay_s=0))
    try:
        yield fetcher
    finally:
        await fetcher.aclose()


@asynccontextmanager
async def polling(
    taken: Taken, book: Book | None = None, clock: Clock | None = None
) -> AsyncIterator[tuple[Web, Poller]]:
    async with serve() as web, fetching() as fetcher:
        yield web, poller(web, fetcher, taken, book or Book(), clock or Clock())


def poller(web: Web, fetcher: Fetcher, taken: Taken, book: Book, clock: Clock) -> Poller:
    status = Status(Polled("wire", web.url("/rss")), book.newest)
    return Poller(status, fetcher, read, following(fetcher), taken, book.report, PACE, clock)


def is_nearly(pause_s: float, expected: float) -> bool:
    """Sources that started together drift apart by up to a tenth."""
    return expected * 0.9 <= pause_s <= expected


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
            await collector.poll()
            await collector.poll()
            return [request.headers for request in web.requests]

    first, *others = asyncio.run(run())
    assert "if-none-match" not in first
    assert [asked["if-none-match"] for asked in others] == ['"7"', '"7"']
    assert others[0]["if-modified-since"] == "Thu, 03 Jul 2025 10:00:00 GMT"


def test_what_the_broker_did_not_take_is_asked_for_again() -> None:
    async def run() -> Taken:
        async with polling(taken := Taken([Transient("broker", "away")])) as (web, collector):
            web.answers["/rss"] = response(rss(2, 1), ETag='"7"')
            with pytest.raises(Transient):
                await collector.poll()
            await collector.poll()
            assert "if-none-match" not in web.requests[-1].headers
            return taken

    assert asyncio.run(run()).guids == ["1", "2"]


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

    expected = [600, 1200, 2400, 3600, 3600, 3600, 300]
    assert all(map(is_nearly, asyncio.run(run()), expected))


def test_a_feed_that_asks_for_a_pause_gets_it() -> None:
    async def run() -> float:
        async with polling(Taken()) as (web, collector):
            web.answers["/rss"] = response(status="429 Slow", Retry_After="7200")
            return await collector.attempt()

    assert asyncio.run(run()) == 7200


def test_a_feed_that_says_when_it_can_be_asked_again_is_not_left_alone_for_longer() -> None:
    async def run() -> tuple[float, Source]:
        book = Book()
        async with polling(Taken(), book) as (web, collector):
            web.answers["/rss"] = response(status="429 Slow", Retry_After="1")
            pause = await collector.attempt()
            assert book.newest is not None
            return pause, book.newest

    pause, newest = asyncio.run(run())
    assert is_nearly(pause, 300)
    assert newest.fault is not None
    assert (newest.failures, newest.fault.detail) == (1, "status: 429, asks for a pause of 1 s")


def test_a_feed_that_waits_for_another_of_its_host_has_not_failed() -> None:
    async def run() -> tuple[float, Source]:
        book, clock = Book(), Clock()
        async with serve() as web, fetching() as fetcher:
            web.answers["/other"] = response(status="429 Slow", Retry_After="600")
            web.answers["/rss"] = response(rss(1))
            with pytest.raises(FetchError):
                await fetcher.get(web.url("/other"))
            pause = await poller(web, fetcher, Taken(), book, clock).attempt()
            assert book.newest is not None
            return pause, book.newest

    pause, newest = asyncio.run(run())
    assert is_nearly(pause, SHARED_S)
    assert newest.fault is not None
    assert (newest.failures, newest.fault.kind) == (0, "held")


def test_a_fault_of_our_own_does_not_end_the_polling() -> None:
    async def run() -> float:
        async with polling(Taken([RuntimeError("a fault of ours")])) as (web, collector):
            web.answers["/rss"] = response(rss(1))
            return await collector.attempt()

    assert is_nearly(asyncio.run(run()), 600)


def test_a_source_that_says_how_long_nothing_will_change_is_left_alone_for_so_long() -> None:
    async def run() -> list[float]:
        async with polling(Taken()) as (web, collector):
            pauses = []
            for seconds in (60, 1800, 86_400):
                web.answers["/rss"] = response(rss(1), Cache_Control=f"public, max-age={seconds}")
                pauses.append(await collector.attempt())
            return pauses

    short, long, longest = asyncio.run(run())
    assert is_nearly(short, 300)
    assert (long, longest) == (1800, 3600)


def test_another_process_goes_on_where_the_last_one_stopped() -> None:
    async def run() -> Taken:
        taken, book, clock = Taken(), Book(), Clock()
        async with polling(taken, book, clock) as (web, first), fetching() as fetcher:
            web.answers["/rss"] = response(rss(2, 1), ETag='"7"')
            await first.attempt()
            web.answers["/rss"] = response(rss(3, 2, 1), ETag='"8"')
            await poller(web, fetcher, taken, book, clock).attempt()
            assert web.requests[-1].headers["if-none-match"] == '"7"'
            return taken

    assert asyncio.run(run()).guids == ["1", "2", "3"]


def test_a_report_that_the_broker_does_not_take_ends_nothing() -> None:
    async def run() -> Taken:
        taken, book = Taken(), Book()
        book.fault = Transient("broker", "away")
        async with polling(taken, book) as (web, collector):
            for answer in (rss(1), rss(2, 1)):
                web.answers["/rss"] = response(answer)
                await collector.attempt()
        return taken

    assert asyncio.run(run()).guids == ["1", "2"]


def test_what_is_reported_tells_an_operator_how_the_source_is() -> None:
    fails = response(status="500 Oh")

    async def run() -> list[Source]:
        book, clock = Book(), Clock()
        reports = []
        async with polling(Taken(), book, clock) as (web, collector):
            for answer in (response(rss(1)), fails, fails, response(rss(2, 1))):
                web.answers["/rss"] = answer
                await collector.attempt()
                assert book.newest is not None
                reports.append(book.newest)
                clock.now += 300
        return reports

    good, bad, worse, again = asyncio.run(run())
    assert (good.items, good.failures, good.fault, good.found) == (1, 0, None, good.checked)
    assert bad.fault is not None
    assert worse.fault is not None
    assert (bad.fault.kind, bad.fault.since, bad.failures) == ("status", bad.checked, 1)
    assert bad.succeeded == good.checked
    assert (worse.fault.since, worse.failures) == (bad.checked, 2)
    assert (again.items, again.failures, again.fault) == (2, 0, None)


def test_a_key_in_an_address_is_not_told() -> None:
    status = Status(Polled("wire", "https://user:pass@news.example/rss?key=secret#x"), None)
    assert status.message(0, 1).address == "https://news.example/rss"


def test_a_sitemap_that_is_polled_gives_its_pages_once_and_asks_again_for_one_that_failed() -> None:
    async def run() -> tuple[Taken, list[str]]:
        async with polling(taken := Taken()) as (web, poller):
            pages = "".join(f"<url><loc>{web.url(path)}</loc></url>" for path in ("/1", "/2", "/3"))
            web.answers["/rss"] = response(f"<urlset>{pages}</urlset>".encode(), ETag='"7"')
            web.answers["/1"] = response(b"<html><title>One</title><p>The river rose.</p></html>")
            web.answers["/2"] = response(status="500 Broken")
            web.answers["/3"] = response(status="410 Gone")
            await poller.poll()
            web.answers["/2"] = response(b"<html><title>Two</title><p>The river fell.</p></html>")
            await poller.poll()
            return taken, [request.path for request in web.requests]

    taken, asked = asyncio.run(run())
    assert [(one.title, one.pubstatus) for one in taken.submitted] == [
        (None, "usable"), (None, "canceled"), (None, "usable"),
    ]  # fmt: skip
    assert asked == ["/rss", "/1", "/2", "/3", "/rss", "/2"]


def test_a_document_under_embargo_waits_for_a_later_poll() -> None:
    async def run() -> Taken:
        async with polling(taken := Taken()) as (web, poller):
            web.answers["/rss"] = response(
                b'{"guid": "1", "text": "A.", "embargo": "9000-01-01T00:00:00Z"}', ETag='"7"'
            )
            await poller.poll()
            assert taken.submitted == []
            web.answers["/rss"] = response(b'{"guid": "1", "text": "A.", "embargo": "2020-01-01T00:00:00Z"}')
            await poller.poll()
            return taken

    assert asyncio.run(run()).guids == ["1"]
