"""A watched folder, file by file."""

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from services.ingest.collectors.folder import FolderCollector
from services.ingest.confined import HERE
from services.ingest.web.fetch import Fetched, Fetcher
from services.runtime.faults import Transient
from services.runtime.outgoing.guard import FetchError
from tests.integration.ingest.outlets import Taken
from tests.waiting import eventually_async


class Away(Fetcher):
    """A network that isn't there."""

    def __init__(self) -> None:
        """Nothing to open."""

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        raise FetchError("dns", url)


def collector(
    folder: Path, taken: Taken, interval_s: float = 0.01, fetcher: Fetcher | None = None
) -> FolderCollector:
    return FolderCollector(folder, "inbox", taken, fetcher or Away(), HERE, interval_s, most_bytes=10_000)


def polled(folder: Path, taken: Taken, times: int = 2) -> int:
    built = collector(folder, taken)
    return sum(asyncio.run(built.poll()) for _ in range(times))


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def test_a_file_moves_away_once_it_is_submitted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The river rose.")
    taken = Taken()
    assert polled(tmp_path, taken) == 1
    assert (taken.guids, names(tmp_path)) == (["a.txt"], ["processed/a.txt"])


def test_a_file_that_is_still_written_is_left_alone(tmp_path: Path) -> None:
    taken, path = Taken(), tmp_path / "a.txt"
    built = collector(tmp_path, taken)
    for half in ("The ", "The river ", "The river rose."):
        path.write_text(half)
        assert asyncio.run(built.poll()) == 0
    assert asyncio.run(built.poll()) == 1
    assert taken.submitted[0].content == "The river rose."


def test_a_file_stays_until_the_broker_has_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The river rose.")
    built = collector(tmp_path, taken := Taken([Transient("broker", "away")]))
    asyncio.run(built.poll())
    with pytest.raises(Transient):
        asyncio.run(built.poll())
    assert (taken.guids, names(tmp_path)) == ([], ["a.txt"])
    assert asyncio.run(built.poll()) == 1
    assert (taken.guids, names(tmp_path)) == (["a.txt"], ["processed/a.txt"])


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.json", b"{", "undecodable"),
        ("a.txt", b"caf\xe9", "undecodable"),
        ("a.txt", b"x" * 10_001, "too_large"),
        ("a.json", b'{"url": "ftp://x.example/", "text": "a"}', "invalid"),
        ("a.txt.gz", b"no gzip", "undecodable"),
    ],
)
def test_a_bad_file_is_set_aside_with_its_reason(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(raw)
    taken = Taken()
    assert polled(tmp_path, taken) == 0
    assert [why for _, why, _ in taken.rejected] == [reason]
    assert names(tmp_path) == [f"rejected/{name}"]


def test_a_bad_row_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "One."}\n{no\n{"id": "3", "text": "Three."}\n')
    taken = Taken()
    assert polled(tmp_path, taken) == 2
    assert (taken.guids, [raw for raw, _, _ in taken.rejected]) == (["1", "3"], [b"{no\n"])
    assert names(tmp_path) == ["processed/a.jsonl"]


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt.part", ".hidden.txt", "b.pdf", "sub/c.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "d.txt").symlink_to("/etc/passwd")
    (tmp_path / "e.txt").mkdir()
    taken, before = Taken(), names(tmp_path)
    assert (polled(tmp_path, taken), taken.rejected, names(tmp_path)) == (0, [], before)


def test_a_file_of_another_suffix_is_named_in_the_log_once(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_text("x")
    built = collector(tmp_path, Taken())
    with capture_logs() as logged:
        for _ in range(3):
            asyncio.run(built.poll())
    assert [(line["event"], line["file"]) for line in logged] == [("file left alone", "b.pdf")]


def test_a_file_of_the_same_name_does_not_replace_the_one_before(tmp_path: Path) -> None:
    for text in ("One.", "Two."):
        (tmp_path / "a.txt").write_text(text)
        polled(tmp_path, Taken())
    assert names(tmp_path) == ["processed/2~a.txt", "processed/a.txt"]


def test_files_are_taken_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_text("x")
    polled(tmp_path, taken := Taken())
    assert taken.guids == ["a.txt", "b.txt", "c.txt"]


def test_it_goes_on_whatever_happens_until_it_is_stopped(tmp_path: Path) -> None:
    async def run() -> None:
        stop, taken = asyncio.Event(), Taken([RuntimeError("a fault of ours"), Transient("broker", "away")])
        (tmp_path / "a.txt").write_text("The river rose.")
        running = asyncio.create_task(collector(tmp_path, taken).run(stop))

        async def done() -> bool:
            return bool(taken.submitted)

        await eventually_async(done)
        stop.set()
        await running

    asyncio.run(run())
    assert names(tmp_path) == ["processed/a.txt"]
