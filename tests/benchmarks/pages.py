"""What the page of an article of 10,000 mentions costs, to make and in a browser: `python -m tests.benchmarks.pages`.

Prints bytes, plain and packed, the time to make the page, and with Chromium the time until its first mark is painted.
"""

import argparse
import asyncio
import gzip
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from schemas.envelope import Event, Message
from schemas.tagged import TaggedArticle
from tests.browser.articles import Writer
from tests.gateway.client import Site
from tests.gateway.fakes import FakeArticles
from tests.kafka.process import free_port

FIRST_MARK = """new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
    document.querySelector('#text mark').getBoundingClientRect();
    done([performance.now(), performance.getEntriesByType('navigation')[0].responseStart,
          performance.getEntriesByType('paint').find((one) => one.name === 'first-contentful-paint')?.startTime ?? 0]);
})))"""


def article(mentions: int) -> Event[Message]:
    """An article with that many mentions of 500 people, in paragraphs of twenty."""
    names = [f"Ada{chr(97 + n // 26 % 26)} Quill{chr(97 + n % 26)}{chr(97 + n // 676)}" for n in range(500)]
    said = [f"{names[n % 500]} said no" for n in range(mentions)]
    text = "\n\n".join(["Many names", *(", ".join(said[n : n + 20]) + "." for n in range(0, mentions, 20))])
    writer = Writer("many", text, "Many names")
    for name in names:
        writer.name_it("person", name)
    return writer.event()


@contextmanager
def served(site: Site) -> Iterator[str]:
    """`site` on a port of its own."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(site.app, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--mentions", type=int, default=10_000)
    arguments.add_argument("--times", type=int, default=7)
    asked = arguments.parse_args()
    event = article(asked.mentions)
    assert isinstance(event.data, TaggedArticle)
    site, path = Site(FakeArticles(event), gateway_rate=0), f"/articles/{event.partitionkey}"
    took, spent = [], []
    for _ in range(asked.times):
        begun, busy = time.perf_counter(), time.process_time()
        body = site.get(path, {"Accept": "text/html", "Accept-Encoding": "identity"}).content
        took.append(time.perf_counter() - begun)
        spent.append(time.process_time() - busy)
    size = len(event.data.article.text)
    print(f"{asked.mentions} mentions, {size} code points, {len(event.data.entities)} entities")
    print(f"page: {len(body):,} bytes, {len(gzip.compress(body, 4)):,} packed")
    wall, cpu = (1000 * statistics.median(found) for found in (took, spent))
    print(
        f"made in {wall:.0f} ms, {cpu:.0f} ms of CPU (medians of {asked.times}, {min(spent) * 1000:.0f} at best)"
    )
    if chromium := shutil.which("chromium"):
        with served(site) as url:
            _browse(chromium, url + path, asked.times)


def _browse(chromium: str, address: str, times: int) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        found = []
        for _ in range(times):
            page = browser.new_page()
            page.goto(address, wait_until="commit")
            page.wait_for_selector("#text mark")
            found.append(page.evaluate(FIRST_MARK))
            page.close()
        browser.close()
    first, paint = (statistics.median(one[n] for one in found) for n in (1, 2))
    print(
        f"browser: first byte after {first:.0f} ms, first paint with marks after {paint:.0f} ms (medians of {times})"
    )


if __name__ == "__main__":
    main()
