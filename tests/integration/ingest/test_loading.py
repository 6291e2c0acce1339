"""Loading by hand, and following addresses to what is there."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.ingest.collectors.contract import Outcome
from services.ingest.formats.contract import Format
from services.ingest.loading import Load, load
from services.ingest.web.fetch import Fetched, Fetcher
from services.runtime.outgoing.guard import FetchError
from tests.integration.ingest.outlets import Taken

PAGE = b"<html><head><title>T</title></head><body><p>The river rose.</p></body></html>"
MAP = (
    b"<urlset><url><loc>https://a.example/%d</loc></url><url><loc>https://a.example/gone</loc></url></urlset>"
)
INDEX = b"<sitemapindex><sitemap><loc>https://a.example/map</loc></sitemap></sitemapindex>"
FUTURE = b'{"guid": "later", "text": "Not yet.", "embargo": "9000-01-01T00:00:00Z"}'


class Pages(Fetcher):
    """A network of `pages`; what isn't there is 404, and an address that ends in "gone" 410."""

    def __init__(self, pages: Mapping[str, bytes]) -> None:
        self._pages = pages

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        if url not in self._pages:
            status = 410 if url.endswith("gone") else 404
            raise FetchError("status", str(status), status=status)
        return Fetched(url=url, status=200, body=self._pages[url])


class Told:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.refusals: list[str] = []

    def opened(self, name: str, size: int) -> None:
        self.files.append(Path(name).name)

    def read(self, at: int) -> None:
        """Progress is not looked at here."""

    def refused(self, document: str, reason: str, detail: str) -> None:
        self.refusals.append(f"{Path(document).name}: {reason}")

    def closed(self, name: str, counts: Counter[Outcome]) -> None:
        """The totals are looked at instead."""


def loaded(
    *names: str, pages: Mapping[str, bytes] | None = None, form: Format | None = None
) -> tuple[dict[str, int], Taken, Told]:
    taken, told = Taken(), Told()
    how = Load(source="inbox", most_bytes=10_000, form=form)
    counts = asyncio.run(load(names, how, taken, Pages(pages or {}), told))
    return dict(counts), taken, told


def test_a_folder_is_loaded_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("The river rose.")
    (tmp_path / "a.jsonl").write_bytes(b'{"guid": "1", "text": "One."}\n{no\n' + FUTURE)
    (tmp_path / "c.part").write_text("left alone")
    counts, taken, told = loaded(str(tmp_path))
    assert (counts, taken.guids) == ({"submitted": 2, "rejected": 1, "held": 1}, ["1", "b.txt"])
    assert (told.files, told.refusals) == (
        ["a.jsonl", "b.txt"],
        ["a.jsonl#2: undecodable", "a.jsonl#3: embargoed"],
    )


def test_a_sitemap_leads_to_its_pages_and_a_page_that_is_gone_is_a_retraction() -> None:
    pages = {"https://a.example/index": INDEX, "https://a.example/map": MAP % 1, "https://a.example/1": PAGE}
    counts, taken, _ = loaded("https://a.example/index", pages=pages)
    assert counts == {"submitted": 2}
    assert [(one.url, one.pubstatus) for one in taken.submitted] == [
        ("https://a.example/1", "usable"),
        ("https://a.example/gone", "canceled"),
    ]


def test_a_page_that_is_not_there_is_refused_by_its_address(tmp_path: Path) -> None:
    (tmp_path / "list.urls").write_text("https://a.example/1\nhttps://a.example/2\n")
    counts, _, told = loaded(str(tmp_path / "list.urls"), pages={"https://a.example/1": PAGE})
    assert (counts, told.refusals) == ({"submitted": 1, "rejected": 1}, ["2: failed"])


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.txt"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert loaded(str(tmp_path / name))[0] == {"rejected": 1}


def test_a_format_that_is_named_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"<p>The river rose.</p>")
    _, taken, _ = loaded(str(tmp_path / "a"), form="text")
    assert taken.submitted[0].content == "<p>The river rose.</p>"


def test_the_command_prints_submissions_and_says_what_it_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"guid": "1", "text": "One."}\n{no\n')
    done = subprocess.run(
        [sys.executable, "-m", "services.cli", "ingest", "auto", "--dry-run", str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["guid"]) == (1, "1")
    assert "a.jsonl#2: undecodable" in done.stderr
    assert done.stderr.splitlines()[-1] == "1 submitted, 1 rejected, 0 held"


def test_standard_input_is_a_file_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "services.cli", "ingest", "auto", "--dry-run", "-"],
        capture_output=True, input=PAGE, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["content_type"]) == (0, "text/html")
