"""The gateway's main routes over many articles: requests a second, and the wait at a steady rate, terms ever changing.

`python -m tests.benchmarks.gateway [--articles N] [--seconds S] [--rate R] [--keep FOLDER] [--only WORDS]
[--export]`

The server is a process of its own. "closed" is four clients, each asking again as soon as it has its answer; "open"
asks at a fixed rate whether or not the answers come, and counts the wait from when the question was due. With
`--keep` the database is filled once, and found there the next time.
"""

import argparse
import asyncio
import multiprocessing
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx

from services.gateway import app, server
from services.gateway.access.keyring import Keyring
from services.gateway.database import READ_S, Database
from services.gateway.migrate import migrate
from services.gateway.outlet import Outlet
from services.gateway.parts import stored
from services.gateway.settings import GatewaySettings
from services.gateway.submit import Submissions
from services.local.postgres import Postgres
from services.runtime.health import Health
from tests.benchmarks.filled import STORY, WRITERS, fill
from tests.benchmarks.invented import DAYS, NAMES, NOW, TOP, TOPICS, VOCABULARY, id_of, name, story_id, word
from tests.gateway.fakes import FakePulse, FakeStreams, FakeWebhooks
from tests.kafka.process import free_port
from tests.waiting import eventually

CLIENTS = 4


def serve(url: str, port: int) -> None:
    """The gateway's web side, without a broker."""

    async def live() -> None:
        settings = GatewaySettings(http_port=port, gateway_open="read", gateway_rate=0)
        async with Database(url, 10, READ_S) as database:
            parts = stored(
                database,
                tests=FakeWebhooks(),
                streams=FakeStreams(),
                pulse=FakePulse(),
                intake=Submissions(Outlet("127.0.0.1:1", "bench"), 1, 1),
                health=Health("gateway"),
                vocabulary=VOCABULARY,
                keyring=Keyring(),
            )
            with server.listen("127.0.0.1", port) as listener:
                await server.serve(app.build(parts, settings), listener, asyncio.Event(), 5)

    asyncio.run(live())


Ask = Callable[[random.Random], httpx.Request]
BASE = "http://127.0.0.1"


def get(path: str, **query: object) -> httpx.Request:
    return httpx.Request("GET", f"{BASE}{path}", params={key: str(value) for key, value in query.items()})


def found(text: str) -> httpx.Request:
    return get("/v1/articles", filter=text)


def questions(articles: int) -> dict[str, Ask]:
    """The routes, each as a question that is another one every time."""

    def common(dice: random.Random) -> str:
        return word(dice.randrange(30))

    def some(dice: random.Random) -> str:
        return word(20 + dice.randrange(3000))

    def rare(dice: random.Random) -> str:
        return word(20_000 + dice.randrange(40_000))

    def topic(dice: random.Random) -> str:
        return f"topic:{TOPICS[dice.randrange(200)]}"

    def key(dice: random.Random, most: int = 1000) -> str:
        return f"Q{2 * dice.randrange(most) + 2}"

    def day(dice: random.Random) -> str:
        return (NOW - timedelta(days=dice.randrange(1, DAYS))).date().isoformat()

    def between(dice: random.Random) -> str:
        first = NOW - timedelta(days=dice.uniform(2, DAYS))
        return (
            f"published>={first:%Y-%m-%dT%H:%M:%SZ} published<{first + timedelta(hours=6):%Y-%m-%dT%H:%M:%SZ}"
        )

    def some_id(dice: random.Random) -> str:
        return id_of(dice.randrange(articles))

    return {
        "newest": lambda dice: get("/v1/articles", limit=dice.randrange(15, 25)),
        "one article": lambda dice: get(f"/v1/articles/{some_id(dice)}"),
        "source": lambda dice: found(f"source:source-{dice.randrange(50)}"),
        "top topic": lambda dice: found(f"topic:{TOP[dice.randrange(len(TOP))]}"),
        "topic": lambda dice: found(topic(dice)),
        "entity": lambda dice: found(f"entity:{key(dice)}"),
        "entity everywhere": lambda dice: found(f"entity:{key(dice, 5)} score>=0.{dice.randrange(1, 9)}"),
        "topic, score, language": lambda dice: found(
            f"{topic(dice)} score>=0.{dice.randrange(1, 9)} lang:de"
        ),
        "rare word": lambda dice: found(rare(dice)),
        "word": lambda dice: found(some(dice)),
        "common word": lambda dice: found(common(dice)),
        "two words": lambda dice: found(f"{some(dice)} {some(dice)}"),
        "name in quotes": lambda dice: found(f'"{name(dice.randrange(NAMES))}"'),
        "phrase, common words": lambda dice: found(f'"{common(dice)} {common(dice)}"'),
        "phrase, any words": lambda dice: found(f'"{some(dice)} {some(dice)}"'),
        "word, topic, since": lambda dice: found(f"{some(dice)} {topic(dice)} published>={day(dice)}"),
        "six hours": lambda dice: found(between(dice)),
        "word, not topic": lambda dice: found(f"{some(dice)} NOT {topic(dice)} NOT lang:en"),
        "nothing at all": lambda dice: found(
            f"nowhere{dice.randrange(10**6)} OR entity:Q{dice.randrange(10**9, 2 * 10**9)}"
        ),
        "search": lambda dice: get("/v1/articles", q=f"{some(dice)} {some(dice)}"),
        "search, phrase": lambda dice: get("/v1/articles", q=f'"{common(dice)} {common(dice)}"'),
        "search, phrase of any words": lambda dice: get("/v1/articles", q=f'"{some(dice)} {some(dice)}"'),
        "search, name in quotes": lambda dice: get("/v1/articles", q=f'"{name(dice.randrange(NAMES))}"'),
        "search, best first": lambda dice: get("/v1/articles", q=some(dice), order="best"),
        "entities": lambda dice: get("/v1/entities", days=dice.randrange(1, 8)),
        "one entity": lambda dice: get(f"/v1/entities/{key(dice)}", days=30),
        "one entity, everywhere": lambda dice: get(f"/v1/entities/{key(dice, 5)}", days=30),
        "topics": lambda dice: get("/v1/topics", days=dice.randrange(1, 8)),
        "stories": lambda dice: get("/v1/stories", days=60, limit=dice.randrange(15, 25)),
        "story": lambda dice: get(f"/v1/stories/{story_id(dice.randrange(articles // STORY))}"),
        "articles of a story": lambda dice: get(
            "/v1/articles", story=story_id(dice.randrange(articles // STORY))
        ),
        "groups of an article": lambda dice: get(f"/v1/articles/{some_id(dice)}/groups"),
        "trends": lambda dice: get("/v1/trends", limit=dice.randrange(15, 25)),
        "sources": lambda dice: get("/v1/sources", days=dice.randrange(1, 8)),
        "filter test": lambda dice: httpx.Request(
            "POST", f"{BASE}/v1/filters/test", json={"filter": some(dice)}
        ),
        "filter test, common word": lambda dice: httpx.Request(
            "POST", f"{BASE}/v1/filters/test", json={"filter": f"{common(dice)} lang:de"}
        ),
    }


class Asker:
    """Asks one server and keeps the seconds of each answer."""

    def __init__(self, client: httpx.AsyncClient, port: int, ask: Ask, seed: int) -> None:
        self._client, self._port, self._ask, self._dice = client, port, ask, random.Random(seed)
        self.waits: list[float] = []
        self.refused = 0

    async def once(self, due: float) -> None:
        request = self._ask(self._dice)
        request.url = request.url.copy_with(port=self._port)
        answer = await self._client.send(request)
        if answer.status_code in (503, 504):
            self.refused += 1
        elif answer.status_code not in (200, 404):
            raise RuntimeError(f"{request.url}: {answer.status_code} {answer.text[:200]}")
        self.waits.append(time.perf_counter() - due)

    async def closed(self, seconds: float) -> float:
        """Requests a second of `CLIENTS` clients."""
        begun, until = time.perf_counter(), time.perf_counter() + seconds

        async def ask() -> None:
            while time.perf_counter() < until:
                await self.once(time.perf_counter())

        await asyncio.gather(*(ask() for _ in range(CLIENTS)))
        return len(self.waits) / (time.perf_counter() - begun)

    async def open(self, seconds: float, rate: float) -> list[float]:
        """The waits at `rate` requests a second."""
        begun, tasks = time.perf_counter(), []
        for number in range(int(seconds * rate)):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(self.once(due)))
        await asyncio.gather(*tasks)
        return sorted(self.waits)


async def measure(port: int, options: argparse.Namespace) -> None:
    print(f"{'':24}{'closed':>10}{'open p50':>12}{'p99':>10}{'max':>10}")
    only = options.only.split("|")
    async with httpx.AsyncClient(timeout=60) as client:
        for title, ask in questions(options.articles).items():
            if any(words in title for words in only):
                print(await figures(client, port, title, ask, options), flush=True)


async def figures(
    client: httpx.AsyncClient, port: int, title: str, ask: Ask, options: argparse.Namespace
) -> str:
    """One line of the table."""
    await Asker(client, port, ask, 1).closed(1)
    per_second = await Asker(client, port, ask, 2).closed(options.seconds)
    waits = await (steady := Asker(client, port, ask, 3)).open(options.seconds, options.rate)
    middle, last = statistics.median(waits), waits[int(len(waits) * 0.99)]
    line = f"{middle * 1000:>9.1f} ms{last * 1000:>7.1f} ms{waits[-1] * 1000:>7.1f} ms"
    refused = f"  {steady.refused} of {len(waits)} refused" if steady.refused else ""
    return f"{title:24}{per_second:>8.0f}/s{line}{refused}"


EXPORTED = 100_000


def export(port: int, pid: int) -> str:
    """All in one answer: how long it takes, and what the server's memory grows to."""
    before, begun, size = resident(pid), time.perf_counter(), 0
    with httpx.stream("GET", f"{BASE}:{port}/v1/export?format=csv&limit={EXPORTED}", timeout=600) as answer:
        most = before
        for part in answer.iter_raw():
            size += len(part)
            most = max(most, resident(pid))
    took = time.perf_counter() - begun
    return (
        f"export of {EXPORTED} rows as CSV: {size / 1e6:.0f} MB in {took:.0f} s, "
        f"memory from {before // 1024} to {most // 1024} MiB"
    )


def resident(pid: int) -> int:
    """KiB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


@contextmanager
def database(folder: Path, articles: int) -> Iterator[str]:
    """The address of a database with so many articles in `folder`, filled where it is not yet."""
    stamp = folder / "filled"
    with Postgres(folder / "pg") as postgres:
        if not stamp.exists():
            with multiprocessing.get_context("spawn").Pool(WRITERS) as pool:
                for line in fill(pool, postgres.url, articles):
                    print(line, flush=True)
            stamp.write_text(str(articles))
        if int(stamp.read_text()) != articles:
            raise SystemExit(f"{folder} holds {stamp.read_text()} articles")
        migrate(postgres.url)
        yield postgres.url


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--keep", type=Path, help="folder in which the database stays")
    parser.add_argument(
        "--only", default="", help="only the questions with these words in their name, with | between"
    )
    parser.add_argument("--export", action="store_true", help="measure a whole export too")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as passing:
        folder = options.keep or Path(passing)
        folder.mkdir(exist_ok=True)
        with database(folder, options.articles) as url:
            port = free_port()
            process = multiprocessing.get_context("spawn").Process(
                target=serve, args=(url, port), daemon=True
            )
            process.start()
            eventually(lambda: httpx.get(f"{BASE}:{port}/healthz").status_code == 200, 120)
            asyncio.run(measure(port, options))
            if options.export and process.pid:
                print(export(port, process.pid))
            process.terminate()
            process.join()


if __name__ == "__main__":
    main()
