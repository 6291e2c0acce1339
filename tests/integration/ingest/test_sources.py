"""Two processes of ingest share their sources: each has one poller, and who takes over goes on where it was."""

import http.server
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from schemas.catalogue import SOURCES
from schemas.source import Source
from services.cli import dateline
from services.runtime import reader
from tests.service import ServiceProcess
from tests.waiting import eventually

DEADLINE_S = 60
pytestmark = pytest.mark.timeout(300)


class Visits:
    """A feed that writes down who asked for it: the program's name, and whether it knew the feed."""

    def __init__(self) -> None:
        self.by: list[tuple[str, bool]] = []
        self.url = ""

    def latest(self, count: int) -> set[str]:
        return {name for name, _ in self.by[-count:]}


@contextmanager
def feed() -> Iterator[Visits]:
    visits = Visits()
    item = b"<item><guid>1</guid><description>It rained.</description></item>"
    body = b"<rss version='2.0'><channel><title>t</title>" + item + b"</channel></rss>"

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/rss"
            if found:
                known = self.headers.get("If-None-Match") == '"1"'
                visits.by.append((self.headers["User-Agent"], known))
            self.send_response(200 if found else 404)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    visits.url = f"http://127.0.0.1:{server.server_port}/rss"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield visits
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_source_has_one_poller_and_who_takes_over_remembers(
    bootstrap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = re.sub(r"[^a-z0-9]", ".", tmp_path.name.lower())[-40:].lstrip(".")
    with feed() as visits:

        def process(name: str) -> ServiceProcess:
            return ServiceProcess(
                "ingest",
                bootstrap,
                tmp_path / f"{name}.log",
                DATELINE_DATA=str(tmp_path / name),
                DATELINE_FEEDS=f"{source}={visits.url}",
                DATELINE_FEED_INTERVAL_S="0.1",
                DATELINE_HOST_DELAY_S="0",
                DATELINE_FETCH_ALLOW=visits.url.split("/")[2],
                DATELINE_USER_AGENT=name,
            )

        with process("one") as one, process("two") as two:
            for service in (one, two):
                eventually(service.ready, DEADLINE_S, "both are ready")

            def settled() -> bool:
                since = len(visits.by)
                eventually(lambda: len(visits.by) >= since + 20, DEADLINE_S, "it is polled")
                return len(visits.latest(20)) == 1

            eventually(settled, DEADLINE_S, "one poller")
            (name,) = visits.latest(20)
            {"one": one, "two": two}[name].end(signal.SIGKILL)
            other = {"one": "two", "two": "one"}[name]
            eventually(lambda: visits.latest(1) == {other}, DEADLINE_S, "the other takes over")
            last = max(number for number, (who, _) in enumerate(visits.by) if who == name)
            assert visits.by[last + 1] == (other, True)
    newest = [event.data for event in reader.events(bootstrap, SOURCES, follow=False)]
    ours = [one for one in newest if isinstance(one, Source) and one.name == source]
    assert {one.items for one in ours} == {1}
    monkeypatch.setenv("DATELINE_BOOTSTRAP", bootstrap)
    shown = CliRunner().invoke(dateline, ["sources"], catch_exceptions=False)
    assert f"{source}  well" in shown.output
