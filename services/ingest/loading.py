"""Loading by hand: files, folders and addresses of any format, once, with a count of what came of each."""

import asyncio
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from schemas.deadletter import Reason
from services.ingest.collectors.contract import Outcome, Outlet, embargoed_until, hand_over, where
from services.ingest.confined import HERE
from services.ingest.follow import follow
from services.ingest.formats.contract import Address, Format, Found, Item
from services.ingest.reading import documents, suffix
from services.ingest.validity import InvalidSubmission
from services.ingest.web.fetch import Fetcher
from services.runtime.outgoing.guard import FetchError

TOGETHER = 32
"""Documents that wait for the broker at once."""
STDIN = "-"


class Report(Protocol):
    """Who is told what happens."""

    def opened(self, name: str, size: int) -> None:
        """A file of `size` bytes is read from now on; -1 for an address."""

    def read(self, at: int) -> None:
        """`at` bytes of it have been read."""

    def refused(self, document: str, reason: Reason, detail: str) -> None:
        """A document was not submitted."""

    def closed(self, name: str, counts: Counter[Outcome]) -> None:
        """It has come to its end."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """How to load: `source` for documents that name none, of the format `form` if that isn't to be found out,
    `most_bytes` of one document."""

    source: str
    most_bytes: int
    form: Format | None = None


async def load(
    names: Sequence[str], how: Load, outlet: Outlet, fetcher: Fetcher, report: Report
) -> Counter[Outcome]:
    """Load every file, folder, address or standard input ("-") of `names`; the counts of all."""
    total = Counter[Outcome]()
    for name in names:
        for one in _files(name):
            total += await _load(one, how, outlet, fetcher, report)
    return total


def _files(name: str) -> Iterator[str]:
    """`name` itself, or the files of the folder that it is, in order."""
    folder = Path(name)
    if _is_address(name) or not folder.is_dir():
        yield name
    else:
        yield from (str(path) for path in sorted(folder.rglob("*")) if suffix(path.name) and path.is_file())


async def _load(name: str, how: Load, outlet: Outlet, fetcher: Fetcher, report: Report) -> Counter[Outcome]:
    counts = Counter[Outcome]()
    waiting: list[tuple[str, Found]] = []
    async for origin, found in _found(name, how, fetcher, report):
        # Two versions of one article go one after the other.
        if len(waiting) >= TOGETHER or _names(found) & {
            name for _, other in waiting for name in _names(other)
        }:
            counts += await _hand_over(waiting, outlet, report)
            waiting.clear()
        waiting.append((origin, found))
    counts += await _hand_over(waiting, outlet, report)
    report.closed(name, counts)
    return counts


def _names(found: Found) -> set[str]:
    one = found.submission
    return set() if isinstance(one, InvalidSubmission) else {name for name in (one.url, one.guid) if name}


async def _hand_over(waiting: list[tuple[str, Found]], outlet: Outlet, report: Report) -> Counter[Outcome]:
    told = _Told(outlet, report)
    outcomes = await asyncio.gather(*(hand_over("command", origin, found, told) for origin, found in waiting))
    for (origin, found), outcome in zip(waiting, outcomes, strict=True):
        if outcome == "held":
            report.refused(where(origin, found), "embargoed", f"not for use before {embargoed_until(found)}")
    return Counter(outcomes)


class _Told:
    """An outlet that reports what it sets aside."""

    def __init__(self, outlet: Outlet, report: Report) -> None:
        self._outlet = outlet
        self._report = report
        self.submit = outlet.submit

    async def reject(self, raw: bytes, reason: Reason, detail: str, document: str) -> None:
        self._report.refused(document, reason, detail)
        await self._outlet.reject(raw, reason, detail, document)


async def _found(name: str, how: Load, fetcher: Fetcher, report: Report) -> AsyncIterator[tuple[str, Found]]:
    if _is_address(name):
        report.opened(name, -1)
        async for one in _at(Address(url=name, kind="page"), how, fetcher):
            yield one
        return
    with _as_file(name) as path:
        report.opened(name, path.stat().st_size)
        rows = documents(path, how.source, how.most_bytes, how.form, report.read)
        while (item := await asyncio.to_thread(next, rows, None)) is not None:
            async for one in _each(item, name, how, fetcher):
                yield one


async def _each(item: Item, name: str, how: Load, fetcher: Fetcher) -> AsyncIterator[tuple[str, Found]]:
    if isinstance(item, Found):
        yield name, item
    else:
        async for one in _at(item, how, fetcher):
            yield one


async def _at(address: Address, how: Load, fetcher: Fetcher) -> AsyncIterator[tuple[str, Found]]:
    try:
        async for found in follow(address, fetcher, how.source, "folder", how.most_bytes, HERE):
            yield address.url, found
    except FetchError as error:
        refusal = InvalidSubmission("url", str(error), "failed")
        yield address.url, Found(address.url.encode(errors="replace"), refusal)


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


@contextmanager
def _as_file(name: str) -> Iterator[Path]:
    """The file called `name`; standard input as a file, for its format is told by looking twice."""
    if name != STDIN:
        yield Path(name)
        return
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy)
        yield path
