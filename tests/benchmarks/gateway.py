"""The gateway's main routes over many articles: requests a second, and the wait at a steady rate, terms ever changing.

`python -m tests.benchmarks.gateway [--articles N] [--seconds S] [--rate R]`

The articles are made up: words, names and topics with the frequencies of language (Zipf). The server is a process of
its own. "closed" is four clients, each asking again as soon as it has its answer; "open" asks at a fixed rate whether
or not the answers come, and counts the wait from when the question was due.
"""

import argparse
import asyncio
import multiprocessing
import os
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.pool import Pool
from pathlib import Path

import httpx
import psycopg

from schemas.article import Article, Block
from schemas.entities import Entity, Processor
from schemas.envelope import Event, Message, payload
from schemas.groups import Story, StoryArticle
from schemas.identity import article_id, event_id, text_digest
from schemas.mediatopics import TABLE, Vocabulary
from schemas.selectors import select
from schemas.tagged import TaggedArticle, Topic
from services.gateway import app, server
from services.gateway.access.keyring import Keyring
from services.gateway.app import Parts
from services.gateway.database import Database
from services.gateway.facets import Facets
from services.gateway.groups.rows import GroupRow
from services.gateway.groups.rows import row as row_of_group
from services.gateway.groups.store import GroupStore
from services.gateway.index import row
from services.gateway.migrate import migrate
from services.gateway.outlet import Outlet
from services.gateway.search import Search
from services.gateway.settings import GatewaySettings
from services.gateway.store import Store
from services.gateway.submit import Submissions
from services.local.postgres import Postgres
from services.runtime.health import Health
from services.runtime.settings import REPOSITORY
from tests.gateway.fakes import (
    FakeArticles,
    FakeBreakdowns,
    FakePositions,
    FakePulse,
    FakeStreams,
    FakeWebhooks,
)
from tests.kafka.process import free_port
from tests.waiting import eventually

WORDS, NAMES, LENGTH, DAYS = 60_000, 20_000, 350, 60
BATCH, WRITERS, CLIENTS, STORY = 100, 2, 4, 10
TOOL = Processor(name="bench", version="1", method="made up")
VOCABULARY = Vocabulary.load(REPOSITORY / "models" / TABLE)
TOPICS = [topic.id for topic in VOCABULARY if topic.retired is None]
NOW = datetime.now(UTC)


def zipf(dice: random.Random, most: int) -> int:
    """A rank from 0 to `most` - 1, the first ones by far the most often."""
    return int(most ** dice.random()) - 1


def word(rank: int) -> str:
    """The word of a rank: no two ranks have the same one."""
    digits = [rank >> shift for shift in (12, 8, 4, 0) if rank >> shift or not shift]
    return "".join("bcdfghklmnprstvw"[digit & 15] + "aeiou"[digit % 5] for digit in digits)


def name(rank: int) -> str:
    """The name of a rank."""
    return f"{word(rank).title()} {word(rank * 7 % WORDS).title()}"


def event(number: int) -> Event[Message]:
    """The tagged event of the article of this number."""
    dice = random.Random(number)
    names = [zipf(dice, NAMES) for _ in range(dice.randint(4, 16))]
    said = [word(zipf(dice, WORDS)) for _ in range(LENGTH)]
    for rank in names:
        said[dice.randrange(LENGTH)] = name(rank)
    title, body = " ".join(said[:8]), " ".join(said[8:])
    text = f"{title}\n\n{body}"
    evidence = (select(text, 0, len(said[0])),)
    url = f"https://bench.example/{number}"
    published = (NOW - timedelta(days=DAYS * dice.random())).isoformat()
    article = Article(
        id=article_id(url, "bench", None),
        version=1,
        digest=text_digest(text),
        source=f"source-{zipf(dice, 50)}",
        source_class="push",
        title=title,
        text=text,
        blocks=(
            Block(kind="title", start=0, end=len(title)),
            Block(kind="body", start=len(title) + 2, end=len(text)),
        ),
        language="en" if dice.random() < 0.8 else "de",
        url=url,
        published=published,
    )
    tagged = TaggedArticle(
        article=article,
        mentions=(),
        entities=tuple(
            Entity(
                key=f"e{at}", name=name(rank), type="person", mentions=1, evidence=evidence, score=dice.random(),
                extractor=TOOL, id=f"Q{rank + 1}" if rank % 2 else None,
            )
            for at, rank in enumerate(dict.fromkeys(names))
        ),
        quotes=(),
        topics=tuple(
            Topic(id=TOPICS[zipf(dice, len(TOPICS))], label="", evidence=evidence, score=dice.random(), extractor=TOOL)
            for _ in range(dice.randint(1, 3))
        ),
    )  # fmt: skip
    id_ = event_id("bench", article.id, 1, article.digest, "1")
    return Event(
        id=id_, source="bench", time=published, partitionkey=article.id, receivedtime=published, data=tagged
    )


def write(part: tuple[str, int, int]) -> None:
    """Store the articles of a range."""
    url, first, after = part

    async def all_of_them() -> None:
        async with Database(url, 2) as database:
            store = Store(database)
            for start in range(first, after, BATCH):
                events = [event(number) for number in range(start, min(after, start + BATCH))]
                await store.add([row(one, payload(one.data), VOCABULARY) for one in events])

    asyncio.run(all_of_them())


def story_id(number: int) -> str:
    """The id of the story of this number."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"story {number}"))


def group(url: str, articles: int) -> None:
    """Put every article into a story of `STORY`."""

    def story(number: int) -> GroupRow:
        ids = [
            article_id(f"https://bench.example/{number * STORY + one}", "bench", None) for one in range(STORY)
        ]
        time = (NOW - timedelta(days=DAYS * number * STORY / articles)).isoformat()
        data = Story(
            id=story_id(number),
            revision=1,
            language="en",
            articles=tuple(StoryArticle(article=one, version=1, time=time) for one in ids),
            title=f"Story {number}",
            central=ids[0],
            first=time,
            last=time,
        )
        event: Event[Message] = Event(id=data.id, source="bench", time=time, partitionkey=data.id, data=data)
        made = row_of_group(event, payload(data))
        assert isinstance(made, GroupRow)
        return made

    async def all_of_them() -> None:
        async with Database(url, 2) as database:
            for start in range(0, articles // STORY, BATCH):
                numbers = range(start, min(articles // STORY, start + BATCH))
                await GroupStore(database).add([story(number) for number in numbers])

    asyncio.run(all_of_them())


def load(pool: Pool, url: str, first: int, after: int) -> float:
    """Store the articles from `first` to before `after`; articles a second."""
    begun = time.perf_counter()
    step = -(-(after - first) // WRITERS)
    pool.map(write, [(url, start, min(after, start + step)) for start in range(first, after, step)])
    return (after - first) / (time.perf_counter() - begun)


def without_index(url: str) -> str:
    """Drop the search index, so that many articles are stored sooner; what makes it again."""
    with psycopg.connect(url) as session:
        found = session.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'articles_found'"
        ).fetchone()
        session.execute("DROP INDEX articles_found")
        return str((found or ("",))[0])


def serve(url: str, port: int) -> None:
    """The gateway's web side, without a broker."""

    async def live() -> None:
        settings = GatewaySettings(http_port=port, gateway_open="read", gateway_rate=0)
        async with Database(url, 10) as database:
            parts = Parts(
                articles=Store(database),
                search=Search(database),
                facets=Facets(database),
                groups=GroupStore(database),
                webhooks=FakeWebhooks(),
                tests=FakeWebhooks(),
                acts=FakeWebhooks(),
                streams=FakeStreams(),
                breakdowns=FakeBreakdowns(FakeArticles()),
                versions=FakeArticles(),
                positions=FakePositions(),
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

    def some(dice: random.Random) -> str:
        return word(20 + dice.randrange(3000))

    def topic(dice: random.Random) -> str:
        return f"topic:{TOPICS[dice.randrange(200)]}"

    def entity(dice: random.Random) -> str:
        return f"entity:Q{2 * dice.randrange(1000) + 2}"

    def day(dice: random.Random) -> str:
        return (NOW - timedelta(days=dice.randrange(1, DAYS))).date().isoformat()

    def id_of(number: int) -> str:
        return article_id(f"https://bench.example/{number}", "bench", None)

    return {
        "newest": lambda dice: get("/v1/articles", limit=dice.randrange(15, 25)),
        "one article": lambda dice: get(f"/v1/articles/{id_of(dice.randrange(articles))}"),
        "source": lambda dice: found(f"source:source-{dice.randrange(50)}"),
        "topic": lambda dice: found(topic(dice)),
        "entity": lambda dice: found(entity(dice)),
        "topic, score, language": lambda dice: found(
            f"{topic(dice)} score>=0.{dice.randrange(1, 9)} lang:de"
        ),
        "word": lambda dice: found(some(dice)),
        "very common word": lambda dice: found(word(dice.randrange(10))),
        "two words": lambda dice: found(f"{some(dice)} {some(dice)}"),
        "phrase": lambda dice: found(f'"{word(dice.randrange(30))} {word(dice.randrange(30))}"'),
        "word, topic, week": lambda dice: found(f"{some(dice)} {topic(dice)} published>={day(dice)}"),
        "nothing at all": lambda dice: found(
            f"nowhere{dice.randrange(10**6)} OR entity:Q{dice.randrange(10**9, 2 * 10**9)}"
        ),
        "search": lambda dice: get("/v1/articles", q=f"{some(dice)} {some(dice)}"),
        "search, best first": lambda dice: get("/v1/articles", q=some(dice), order="best"),
        "entities": lambda dice: get("/v1/entities", days=dice.randrange(1, 8)),
        "one entity": lambda dice: get(f"/v1/entities/Q{2 * dice.randrange(1000) + 2}", days=30),
        "topics": lambda dice: get("/v1/topics", days=dice.randrange(1, 8)),
        "stories": lambda dice: get("/v1/stories", days=60, limit=dice.randrange(15, 25)),
        "story": lambda dice: get(f"/v1/stories/{story_id(dice.randrange(articles // STORY))}"),
        "articles of a story": lambda dice: get(
            "/v1/articles", story=story_id(dice.randrange(articles // STORY))
        ),
        "groups of an article": lambda dice: get(f"/v1/articles/{id_of(dice.randrange(articles))}/groups"),
        "sources": lambda dice: get("/v1/sources", days=dice.randrange(1, 8)),
        "filter test": lambda dice: httpx.Request(
            "POST", f"{BASE}/v1/filters/test", json={"filter": some(dice)}
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
        if answer.status_code == 503:
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


async def measure(port: int, articles: int, seconds: float, rate: float) -> None:
    print(f"{'':24}{'closed':>10}{'open p50':>12}{'p99':>10}{'max':>10}")
    async with httpx.AsyncClient(timeout=60) as client:
        for title, ask in questions(articles).items():
            await Asker(client, port, ask, 1).closed(1)
            per_second = await Asker(client, port, ask, 2).closed(seconds)
            waits = await (steady := Asker(client, port, ask, 3)).open(seconds, rate)
            middle, last = statistics.median(waits), waits[int(len(waits) * 0.99)]
            figures = f"{middle * 1000:>9.1f} ms{last * 1000:>7.1f} ms{waits[-1] * 1000:>7.1f} ms"
            refused = f"  {steady.refused} of {len(waits)} refused" if steady.refused else ""
            print(f"{title:24}{per_second:>8.0f}/s{figures}{refused}", flush=True)


def size(url: str) -> Iterator[str]:
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("VACUUM ANALYZE")
        for table in ("articles", "article_versions", "article_entities"):
            rows = session.execute(
                "SELECT pg_size_pretty(pg_total_relation_size(%(table)s)), pg_size_pretty(pg_indexes_size(%(table)s))",
                {"table": table},
            )
            yield "{}: {}, of which indexes {}".format(table, *(rows.fetchone() or ("?", "?")))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rate", type=float, default=20)
    options = parser.parse_args(arguments)
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Postgres(Path(folder) / "pg") as postgres,
        context.Pool(WRITERS) as pool,
    ):
        migrate(postgres.url)
        late = min(2000, options.articles // 10)
        index = without_index(postgres.url)
        early = load(pool, postgres.url, 0, options.articles - late)
        begun = time.perf_counter()
        with psycopg.connect(postgres.url) as session:
            session.execute(index.encode())
        print(f"the search index was built in {time.perf_counter() - begun:.0f} s")
        last = load(pool, postgres.url, options.articles - late, options.articles)
        group(postgres.url, options.articles)
        print(f"{os.cpu_count()} cores, {options.articles} articles of {LENGTH} words")
        print(f"{WRITERS} writers, {BATCH} articles at once")
        print(
            f"stored {early:.0f} articles/s without the search index, the last {late} with it at {last:.0f}/s"
        )
        print("\n".join(size(postgres.url)))
        port = free_port()
        process = context.Process(target=serve, args=(postgres.url, port), daemon=True)
        process.start()
        eventually(lambda: httpx.get(f"{BASE}:{port}/healthz").status_code == 200, 120)
        asyncio.run(measure(port, options.articles, options.seconds, options.rate))
        process.terminate()
        process.join()


if __name__ == "__main__":
    main()
