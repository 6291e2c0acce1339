"""A watched folder: each document in it becomes a submission, then the file moves out of the way."""

import asyncio
from pathlib import Path

from services.ingest.collectors.contract import Outlet, hand_over
from services.ingest.reading import documents, suffix
from services.runtime import logs
from services.runtime.cluster import pause
from services.runtime.faults import Transient

log = logs.get(__name__)
PROCESSED, REJECTED = "processed", "rejected"
State = tuple[int, int]
"""A file's size in bytes and the time of its last change in nanoseconds."""


class FolderCollector:
    """Polls `folder`. A file is taken once a poll finds it as the poll before left it: nobody writes to it any more.

    It moves to `processed/` after the broker's acknowledgement of each of its documents, to `rejected/` if nothing in
    it could be submitted. Hidden files, links, subfolders and other suffixes are left alone.
    """

    def __init__(self, folder: Path, source: str, outlet: Outlet, interval_s: float, most_bytes: int) -> None:
        self._folder = folder
        self._source = source
        self._outlet = outlet
        self._interval_s = interval_s
        self._most_bytes = most_bytes
        self._seen: dict[str, State] = {}

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
        before, self._seen = self._seen, await asyncio.to_thread(_listed, self._folder)
        submitted = 0
        for name, state in sorted(self._seen.items()):
            if stop is not None and stop.is_set():
                break
            if before.get(name) == state:
                submitted += await self._take(self._folder / name, state)
        return submitted

    async def _take(self, path: Path, state: State) -> int:
        submitted = refused = 0
        rows = documents(path, self._source, self._most_bytes)
        while (found := await asyncio.to_thread(next, rows, None)) is not None:
            if await hand_over("folder", path.name, found, self._outlet):
                submitted += 1
            else:
                refused += 1
        if _state(path) == state:  # else it has grown meanwhile, and a later poll takes it again
            await asyncio.to_thread(_move, path, REJECTED if refused and not submitted else PROCESSED)
            log.info("file taken", file=path.name, submitted=submitted, refused=refused)
        return submitted


def _listed(folder: Path) -> dict[str, State]:
    files = [path for path in folder.iterdir() if not path.name.startswith(".") and suffix(path.name)]
    return {path.name: state for path in files if (state := _state(path)) is not None}


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
