"""Ingest's composition root: the collectors, and intake as a Faust stage with its memory in a table."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager

from schemas.catalogue import ARTICLES, SUBMISSIONS
from services.ingest import language
from services.ingest.collectors.contract import Outlet
from services.ingest.collectors.feed import FeedCollector
from services.ingest.collectors.folder import FolderCollector
from services.ingest.intake import Known
from services.ingest.outlet import StreamOutlet
from services.ingest.settings import IngestSettings, parse_feeds
from services.ingest.versions import SERVICE, VersionSink, drafts
from services.ingest.web.fetch import Fetcher, Limits
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

        return await run_stage(SERVICE, settings, stop, SUBMISSIONS, ARTICLES, assemble)


@asynccontextmanager
async def collecting(
    settings: IngestSettings, stop: asyncio.Event
) -> AsyncIterator[Callable[[Outlet], None]]:
    """A way to start every collector that `settings` name; what still runs at the end of the block is cut off.

    That loses nothing: a document counts as taken only once the broker has acknowledged it.
    """
    running: list[asyncio.Task[None]] = []
    async with AsyncExitStack() as stack:
        fetcher = Fetcher(allowed(settings.fetch_allow), _limits(settings), _user_agent(settings))
        stack.push_async_callback(fetcher.aclose)

        def start(outlet: Outlet) -> None:
            running.extend(asyncio.create_task(run) for run in _collectors(settings, fetcher, outlet, stop))

        try:
            yield start
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


def _collectors(
    settings: IngestSettings, fetcher: Fetcher, outlet: Outlet, stop: asyncio.Event
) -> list[Coroutine[None, None, None]]:
    runs = [
        FeedCollector(feed, fetcher, outlet, settings.feed_interval_s).run(stop)
        for feed in parse_feeds(settings.feeds)
    ]
    if settings.folder is not None:
        settings.folder.mkdir(parents=True, exist_ok=True)
        folder = FolderCollector(
            settings.folder,
            settings.folder_source,
            outlet,
            settings.folder_interval_s,
            settings.document_limit,
        )
        runs.append(folder.run(stop))
    return runs


def _limits(settings: IngestSettings) -> Limits:
    return Limits(total_s=settings.fetch_s, most_bytes=settings.fetch_limit)


def _user_agent(settings: IngestSettings) -> str:
    return settings.user_agent or f"dateline/{version()}"
