"""`dateline demo`: real processes, a real feed, real files; shows what comes out, checks it, and stops."""

import queue
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from schemas.catalogue import TAGGED
from schemas.envelope import Event, Message
from schemas.tagged import TaggedArticle
from services.local import outcome, samples, show
from services.local.feedserver import FeedServer
from services.local.machine import Machine
from services.runtime import reader
from services.runtime.faults import Transient

STEP_S = 0.15
PATIENCE_S = 120.0
Tagged = queue.Queue[Event[Message]]


def demo(folder: Path | None, keep: Path | None) -> int:
    """Run the pipeline on the samples in `folder`; 0 where every one came out tagged and every tag holds, else 1.

    What it stores goes to `keep`, or to a temporary folder that is removed.
    """
    console = Console(highlight=False)
    source = folder or samples.FOLDER
    with _workplace(keep) as place, FeedServer() as feeds:
        try:
            return _run(console, source, place, feeds)
        except (RuntimeError, Transient) as error:
            console.print(f"[red]the demo failed:[/red] {error}", markup=True, soft_wrap=True)
            return 1


def _run(console: Console, source: Path, place: Path, feeds: FeedServer) -> int:
    items, files = samples.feed_items(source), samples.files(source)
    inbox = place / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    console.print("Starting a broker, PostgreSQL, ingest, extraction, tagging, grouping and the gateway …")
    with Machine(place, environment=_settings(items, feeds, inbox)) as machine:
        console.print(f"Ready after {time.monotonic() - began:.1f} s; the gateway is {machine.gateway_url}")
        tagged = _subscribe(machine.bootstrap)
        for file in files:
            shutil.copy(file, inbox)
        _publish(items, feeds, wave=1)
        first = _collect(console, tagged, samples.versions(items, waves=1) + samples.documents(files))
        _publish(items, feeds, wave=2)
        second = _collect(
            console, tagged, samples.versions(items, waves=2) - samples.versions(items, waves=1)
        )
        return outcome.report(console, machine, [*first, *second])


def _settings(items: list[samples.FeedItem], feeds: FeedServer, inbox: Path) -> dict[str, str]:
    sources = sorted({item.source for item in items})
    return {
        "DATELINE_FEEDS": ",".join(f"{source}={feeds.url(source)}" for source in sources),
        "DATELINE_FEED_INTERVAL_S": "1",
        "DATELINE_FOLDER": str(inbox),
        "DATELINE_FOLDER_INTERVAL_S": "0.5",
        "DATELINE_HOST_DELAY_S": "0",
        "DATELINE_FETCH_ALLOW": f"127.0.0.1:{feeds.port}",
    }


@contextmanager
def _workplace(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="dateline-demo-", ignore_cleanup_errors=True) as place:
        yield Path(place)


def _publish(items: list[samples.FeedItem], feeds: FeedServer, wave: int) -> None:
    def drip() -> None:
        for item in items:
            if item.wave == wave:
                feeds.publish(item, datetime.now(UTC))
                time.sleep(STEP_S)

    threading.Thread(target=drip, daemon=True).start()


def _subscribe(bootstrap: str) -> Tagged:
    """The tagged stream, as any subscriber reads it."""
    tagged: Tagged = queue.Queue()

    def follow() -> None:
        for event in reader.events(bootstrap, TAGGED, follow=True):
            tagged.put(event)

    threading.Thread(target=follow, daemon=True).start()
    return tagged


def _collect(console: Console, tagged: Tagged, count: int) -> list[Event[Message]]:
    """The next `count` different events, each shown as it comes. `RuntimeError` where they stay out."""
    events: dict[str, Event[Message]] = {}
    until = time.monotonic() + PATIENCE_S
    while len(events) < count:
        try:
            event = tagged.get(timeout=max(0.1, until - time.monotonic()))
        except queue.Empty:
            raise RuntimeError(
                f"{len(events)} of {count} articles came out within {PATIENCE_S:g} s"
            ) from None
        if event.id not in events and isinstance(event.data, TaggedArticle):
            console.print(show.panel(event.data))
        events[event.id] = event
    return list(events.values())
