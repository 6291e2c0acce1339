"""Ingest's composition root: the collectors, and intake as a Faust stage with its memory in a table."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

from schemas.catalogue import ARTICLES, SOURCES, SUBMISSIONS
from services.ingest import language
from services.ingest.collectors.folder import FolderCollector
from services.ingest.confined import Confined
from services.ingest.follow import follow, read_feed
from services.ingest.formats.contract import Address, Found, Item
from services.ingest.intake import Known
from services.ingest.outlet import StreamOutlet
from services.ingest.polling.poller import Follow, Pace, Poller, Read
from services.ingest.polling.share import Share
from services.ingest.polling.status import Status
from services.ingest.settings import IngestSettings, hosts, listed_feeds, parse_feeds
from services.ingest.versions import SERVICE, Drafts, VersionSink
from services.ingest.web.fetch import Fetched, Fetcher, Limits, Manners
from services.runtime.deadletters import DeadLetters
from services.runtime.ledger import Ledger
from services.runtime.outgoing.addresses import allowed
from services.runtime.pipeline import Wiring, run_stage
from services.runtime.program import version
from services.runtime.stage import Sink, Work

__all__ = ["SERVICE", "compose"]


async def compose(settings: IngestSettings, stop: asyncio.Event) -> int:
    """Run ingest until `stop` is set; the exit code."""
    async with AsyncExitStack() as stack:
        confined = stack.enter_context(_confined(settings))
        await asyncio.to_thread(confined.call, language.load)
        start = await stack.enter_async_context(collecting(settings, stop))

        def assemble(wiring: Wiring) -> tuple[Work, Sink]:
            start(StreamOutlet(wiring.publisher, DeadLetters(wiring.publisher, SERVICE)))
            memory = Ledger(wiring.app, "articles", Known, wiring.partitions)
            return Drafts(confined, settings.language or None), VersionSink(wiring.publisher, memory)

        return await run_stage(SERVICE, settings, stop, SUBMISSIONS, ARTICLES, assemble, [SOURCES])


@asynccontextmanager
async def collecting(
    settings: IngestSettings, stop: asyncio.Event
) -> AsyncIterator[Callable[[StreamOutlet], None]]:
    """A way to start every collector that `settings` name; what still runs at the end of the block is cut off.

    That loses nothing: a document counts as taken only once the broker has acknowledged it.
    """
    running: list[asyncio.Task[None]] = []
    with _confined(settings) as confined:
        async with fetching(settings) as fetcher:

            def start(outlet: StreamOutlet) -> None:
                running.extend(
                    asyncio.create_task(run) for run in _collectors(settings, fetcher, confined, outlet, stop)
                )

            try:
                yield start
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)


def _collectors(
    settings: IngestSettings, fetcher: Fetcher, confined: Confined, outlet: StreamOutlet, stop: asyncio.Event
) -> Iterator[Coroutine[None, None, None]]:
    if polled := [*parse_feeds(settings.feeds), *listed_feeds(settings.feed_list)]:
        pace = Pace(shortest_s=settings.feed_interval_s, longest_s=settings.feed_longest_s)

        def poll(status: Status) -> Coroutine[None, None, None]:
            read = _reader(status, confined, settings)
            following = _following(status, fetcher, confined, settings)
            return Poller(status, fetcher, read, following, outlet, outlet.report, pace).run(stop)

        yield Share(polled, poll, settings).run(stop)
    if settings.folder is not None:
        yield FolderCollector(
            settings.folder,
            settings.folder_source,
            outlet,
            fetcher,
            confined,
            settings.folder_interval_s,
            settings.document_limit,
        ).run(stop)


def _reader(status: Status, confined: Confined, settings: IngestSettings) -> Read:
    async def read(fetched: Fetched) -> list[Item]:
        return await asyncio.to_thread(
            confined.call, read_feed, fetched, status.polled.source, settings.fetch_limit
        )

    return read


def _following(status: Status, fetcher: Fetcher, confined: Confined, settings: IngestSettings) -> Follow:
    def following(address: Address) -> AsyncIterator[Found]:
        return follow(address, fetcher, status.polled.source, "feed", settings.fetch_limit, confined)

    return following


def _confined(settings: IngestSettings) -> "contextlib.closing[Confined]":
    return contextlib.closing(Confined(settings.parse_s, settings.parse_limit, language.load))


@asynccontextmanager
async def fetching(settings: IngestSettings) -> AsyncIterator[Fetcher]:
    """The one way out to the network, as `settings` allow it."""
    fetcher = Fetcher(
        allowed(settings.fetch_allow),
        Limits(total_s=settings.fetch_s, most_bytes=settings.fetch_limit),
        settings.user_agent or f"dateline/{version()}",
        Manners(
            at_once=settings.host_at_once,
            delay_s=settings.host_delay_s,
            exempt=frozenset(hosts(settings.robots_exempt)),
        ),
        settings.fetch_proxy.get_secret_value() or None,
    )
    try:
        yield fetcher
    finally:
        await fetcher.aclose()
