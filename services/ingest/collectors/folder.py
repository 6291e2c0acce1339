"""A watched folder: each document in it becomes a submission, then the file moves out of the way."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.ingest.collectors.contract import Outcome, Outlet, embargoed_until, hand_over
from services.ingest.confined import Caller
from services.ingest.follow import follow
from services.ingest.formats.contract import Address, Item
from services.ingest.reading import documents, suffix
from services.ingest.web.fetch import Fetcher
from services.runtime import logs
from services.runtime.cluster import pause
from services.runtime.faults import Transient
from services.runtime.outgoing.guard import FetchError

log = logs.get(__name__)
PROCESSED, REJECTED = "processed", "rejected"
AGAIN_S = 300
"""Seconds until a file is read again whose addresses could not all be fetched."""
State = tuple[int, int]
"""A file's size in bytes and the time of its last change in nanoseconds."""


class FolderCollector:
    """Polls `folder`. A file is taken once a poll finds it as the poll before left it: nobody writes to it any more.

    It moves to `processed/` after the broker's acknowledgement of each of its documents, to `rejected/` if nothing in
    it could be submitted. One that holds a document under embargo stays until that is over. The addresses in it are
    fetched; while one can't be, the file stays. Hidden files, links and subfolders are left alone; so are files
    of other suffixes, which are named in the log once.
    """

    def __init__(
        self,
        folder: Path,
        source: str,
        outlet: Outlet,
        fetcher: Fetcher,
        caller: Caller,
        interval_s: float,
        most_bytes: int,
    ) -> None:
        self._folder = folder
        self._source = source
        self._outlet = outlet
        self._fetcher = fetcher
        self._caller = caller
        self._interval_s = interval_s
        self._most_bytes = most_bytes
        self._seen: dict[str, State] = {}
        self._foreign: set[str] = set()
        self._later: dict[str, str] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set. Nothing ends it but that: what goes wrong is logged and tried again."""
        while not stop.is_set():
            try:
                await self.poll(stop)
            except Transient as error:
                log.warning("folder waits", folder=str(self._folder), detail=str(error))
            except Exception:
                log.exception("folder fault", folder=str(self._folder))
            await pause(stop, self._interval_s)

    async def poll(self, stop: asyncio.Event | None = None) -> int:
        """Take every file that is ready; how many documents were submitted."""
        before, (self._seen, foreign) = self._seen, await asyncio.to_thread(_listed, self._folder)
        for name in sorted(foreign - self._foreign):
            log.warning("file left alone", file=name, detail="no format has this suffix")
        self._foreign = foreign
        submitted = 0
        for name, state in sorted(self._seen.items()):
            if stop is not None and stop.is_set():
                break
            if before.get(name) == state and now() >= self._later.get(name, ""):
                submitted += await self._take(self._folder / name, state)
        return submitted

    async def _take(self, path: Path, state: State) -> int:
        counts, until = Counter[Outcome](), set[str]()
        rows = documents(path, self._source, self._most_bytes, caller=self._caller)
        while (item := await asyncio.to_thread(next, rows, None)) is not None:
            await self._hand_over(path, item, counts, until)
        if until:
            self._later[path.name] = min(until)
            log.info("file held", file=path.name, until=min(until), counts=dict(counts))
        elif _state(path) == state:  # else it has grown meanwhile, and a later poll takes it again
            rejected = counts["rejected"] and not counts["submitted"]
            await asyncio.to_thread(_move, path, REJECTED if rejected else PROCESSED)
            self._later.pop(path.name, None)
            log.info("file taken", file=path.name, counts=dict(counts))
        return counts["submitted"]

    async def _hand_over(self, path: Path, item: Item, counts: Counter[Outcome], until: set[str]) -> None:
        """Count what comes of `item`; until when the file has to stay goes into `until`."""
        if isinstance(item, Address):
            await self._follow(item, counts, until)
        else:
            counts[await hand_over("folder", path.name, item, self._outlet)] += 1
            until |= {when for when in (embargoed_until(item),) if when}

    async def _follow(self, address: Address, counts: Counter[Outcome], until: set[str]) -> None:
        try:
            async for found in follow(
                address, self._fetcher, self._source, "folder", self._most_bytes, self._caller
            ):
                counts[await hand_over("folder", address.url, found, self._outlet)] += 1
        except FetchError as error:
            log.warning("address failed", url=address.url, kind=error.kind, detail=str(error))
            until.add(now(AGAIN_S))


def _listed(folder: Path) -> tuple[dict[str, State], set[str]]:
    """The files of the folder that may be documents, and the names of the others."""
    files = {
        path.name: state
        for path in folder.iterdir()
        if not path.name.startswith(".") and (state := _state(path)) is not None
    }
    foreign = {name for name in files if not suffix(name)}
    return {name: state for name, state in files.items() if name not in foreign}, foreign


def _state(path: Path) -> State | None:
    """None where it is no regular file, or no longer there."""
    try:
        found = path.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    regular = path.is_file() and not path.is_symlink()
    return (found.st_size, found.st_mtime_ns) if regular else None


def _move(path: Path, target: str) -> None:
    """Into the subfolder `target`, beside what was moved there under the same name before."""
    folder = path.parent / target
    folder.mkdir(exist_ok=True)
    name, count = path.name, 1
    while (folder / name).exists():
        count += 1
        name = f"{count}~{path.name}"
    path.rename(folder / name)


def now(ahead_s: int = 0) -> str:
    """The time in `ahead_s` seconds, as `dates.to_utc` writes it."""
    return (datetime.now(UTC) + timedelta(seconds=ahead_s)).strftime("%Y-%m-%dT%H:%M:%SZ")
