"""Fixtures: a gateway as a process, filled with articles, and Debian's Chromium before it."""

import asyncio
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from schemas.catalogue import TAGGED
from schemas.envelope import Event, Message, encode
from services.local.postgres import Postgres
from services.runtime import streams
from services.runtime.publisher import connected
from tests import asking
from tests.browser import articles, groups
from tests.gateway.process import GatewayProcess
from tests.kafka.embedded import EmbeddedBroker
from tests.waiting import eventually

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_MS = 30_000
"""How long a page and what is awaited in it may take, on a machine that other tests use too."""

expect.set_options(timeout=PATIENCE_MS)
OPEN = {"DATELINE_GATEWAY_OPEN": "read,push,subscribe", "DATELINE_GATEWAY_RATE": "0"}


class Site:
    """A running gateway."""

    def __init__(self, url: str, bootstrap: str) -> None:
        self.url = url
        self._bootstrap = bootstrap

    def publish(self, *events: Event[Message], stream: str = TAGGED) -> float:
        """Write events to `stream`, and return once the broker has them; when that began, in seconds since 1970."""
        # In a thread: Playwright has a loop of its own in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, self._publish(events, stream)).result(30)

    async def _publish(self, events: Sequence[Event[Message]], stream: str) -> float:
        async with connected(self._bootstrap, "test") as publisher:
            begun = time.time()
            await publisher.send(stream, [encode(event) for event in events])
        return begun

    def answers(self, path: str) -> bool:
        """Whether `path` of the API answers."""
        return asking.get(f"{self.url}/v1{path}").status_code == 200


@pytest.fixture(scope="session")
def installed() -> str:
    """The browser's path; skips where the machine has none, or fails where it is required."""
    if CHROMIUM is None:
        if os.environ.get("DATELINE_TESTS_REQUIRE_BROWSER"):
            pytest.fail("DATELINE_TESTS_REQUIRE_BROWSER is set, but there is no chromium on PATH")
        pytest.skip("no chromium on PATH (Debian: apt install chromium)")
    return CHROMIUM


@pytest.fixture(scope="module")
def chromium(installed: str) -> Iterator[Browser]:
    """The browser.

    For a module, not for the session: Playwright runs a loop of its own in this thread, and while that runs no test can
    run another.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(
    installed: str, tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres
) -> Iterator[Site]:
    """A gateway that holds all of `articles` and of `groups`, stored by its own indexers."""
    folder: Path = tmp_path_factory.mktemp("browser")
    with psycopg.connect(postgres_server.url, autocommit=True) as session:
        session.execute("CREATE DATABASE browser")
    url = postgres_server.url.rsplit("/", 1)[0] + "/browser"
    with EmbeddedBroker(folder / "broker") as broker:
        streams.apply(broker.bootstrap, replication=1)
        with GatewayProcess(broker.bootstrap, url, folder / "gateway.log", **OPEN) as process:
            running = Site(process.url, broker.bootstrap)
            eventually(process.ready, 120, "the gateway's readiness")
            running.publish(*articles.everything())
            for stream, events in groups.everything():
                running.publish(*events, stream=stream)
            last = f"/trends/{groups.named(f'trend {len(articles.HOSTILE) - 1}')}"
            paths = [f"/articles/{one.partitionkey}" for one in articles.everything()]
            for path in (*paths, f"/stories/{groups.STORY}", last):
                eventually(lambda path=path: running.answers(path), 60, f"{path} stored")  # type: ignore[misc]  # a default keeps the loop's value
            yield running


class Watched:
    """A page, and what its browser complained of: none of it may be there at the end."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("dialog", self._dismiss)

    def _note(self, kind: str, text: str) -> None:
        # That a page which is not there is not there, is no fault.
        if kind in ("error", "warning") and "the server responded with a status of 4" not in text:
            self.complaints.append(f"{kind}: {text}")

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append("a dialog")
        dialog.dismiss()


class Tabs:
    """Pages of one browser, each in a context of its own, lent to one test after the other.

    To make one costs a process, four times what it costs to go to a page. Nothing is left in one that a test could see:
    the site keeps neither cookies nor storage.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._free: dict[str, list[Watched]] = {}

    @contextmanager
    def lend(self, **options: Any) -> Iterator[Page]:
        """A page of a context with these options of Playwright's; afterwards it may not have complained."""
        free = self._free.setdefault(repr(sorted(options.items())), [])
        watched = free.pop() if free else self._open(options)
        yield watched.page
        watched.page.emulate_media(media="screen")
        watched.page.goto("about:blank")
        assert watched.complaints == []
        assert watched.page.context.cookies() == []
        free.append(watched)

    def _open(self, options: dict[str, Any]) -> Watched:
        page = self._browser.new_context(base_url=self._url, **options).new_page()
        page.set_default_timeout(PATIENCE_MS)
        return Watched(page)


@pytest.fixture(scope="module")
def tabs(chromium: Browser, site: Site) -> Tabs:
    """The pages of this module's browser."""
    return Tabs(chromium, site.url)


Open = Callable[..., Page]


@pytest.fixture
def open_page(tabs: Tabs) -> Iterator[Open]:
    """Opens a path in a context of its own; in the end no page may have complained, of its policy or else."""
    with ExitStack() as lent:

        def go(path: str, **options: Any) -> Page:
            page = lent.enter_context(tabs.lend(**options))
            page.goto(path, wait_until="load")
            return page

        yield go
