"""Ingest's composition root: the collectors, and intake as a Faust stage with its memory in a table."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from schemas.catalogue import ARTICLES, SOURCES, SUBMISSIONS
from services.ingest import language
from services.ingest.collectors.folder import FolderCollector
from services.ingest.intake import Known
from services.ingest.outlet import StreamOutlet
from services.ingest.polling.poller import Pace, Poller, Read
from services.ingest.polling.share import Share
from services.ingest.polling.status import Status
from services.ingest.settings import IngestSettings, hosts, parse_feeds
from services.ingest.syndication import entries
from services.ingest.validity import Found
from services.ingest.versions import SERVICE, VersionSink, drafts
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
    await asyncio.to_thread(language.load)
    async with collecting(settings, stop) as start:

        def assemble(wiring: Wiring) -> tuple[Work, Sink]:
            start(StreamOutlet(wiring.publisher, DeadLetters(wiring.publisher, SERVICE)))
            memory = Ledger(wiring.app, "articles", Known, wiring.partitions)
            return drafts, VersionSink(wiring.publisher, memory)

        return await run_stage(SERVICE, settings, stop, SUBMISSIONS, ARTICLES, assemble, [SOURCES])


@asynccontextmanager
async def collecting(
    settings: IngestSettings, stop: asyncio.Event
) -> AsyncIterator[Callable[[StreamOutlet], None]]:
    """A way to start every collector that `settings` name; what still runs at the end of the block is cut off.

    That loses nothing: a document counts as taken only once the broker has acknowledged it.
    """
    running: list[asyncio.Task[None]] = []
    async with AsyncExitStack() as stack:
        fetcher = _fetcher(settings)
        stack.push_async_callback(fetcher.aclose)

        def start(outlet: StreamOutlet) -> None:
            running.extend(asyncio.create_task(run) for run in _collectors(settings, fetcher, outlet, stop))

        try:
            yield start
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


def _collectors(
    settings: IngestSettings, fetcher: Fetcher, outlet: StreamOutlet, stop: asyncio.Event
) -> Iterator[Coroutine[None, None, None]]:
    if polled := parse_feeds(settings.feeds):
        pace = Pace(shortest_s=settings.feed_interval_s, longest_s=settings.feed_longest_s)

        def poll(status: Status) -> Coroutine[None, None, None]:
            return Poller(status, fetcher, _reader(status), outlet, outlet.report, pace).run(stop)

        yield Share(polled, poll, settings).run(stop)
    if settings.folder is not None:
        settings.folder.mkdir(parents=True, exist_ok=True)
        yield FolderCollector(
            settings.folder,
            settings.folder_source,
            outlet,
            settings.folder_interval_s,
            settings.document_limit,
        ).run(stop)


def _reader(status: Status) -> Read:
    async def read(fetched: Fetched) -> Sequence[Found]:
        return await asyncio.to_thread(_entries, status.polled.source, fetched)

    return read


def _entries(source: str, fetched: Fetched) -> Sequence[Found]:
    return list(entries(fetched.body, source, fetched.url, fetched.content_type))


def _fetcher(settings: IngestSettings) -> Fetcher:
    return Fetcher(
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
