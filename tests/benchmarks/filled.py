"""A database full of invented articles, stored in minutes: the rows first, the indexes after them.

Stories of `STORY` articles each and some trends are stored with them, by the gateway's own code.
"""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from multiprocessing.pool import Pool

import psycopg

from schemas.envelope import Event, Message, payload
from schemas.groups import Story, StoryArticle
from schemas.trends import Trend, TrendArticle, TrendSubject
from services.gateway.database import Database
from services.gateway.groups.rows import AnyRow
from services.gateway.groups.rows import row as row_of_group
from services.gateway.groups.store import GroupStore
from services.gateway.index import row
from services.gateway.migrate import migrate
from services.gateway.store import Store
from tests.benchmarks.invented import (
    DAYS,
    NOW,
    ORIGINALS,
    VOCABULARY,
    event,
    id_of,
    name,
    published,
    story_id,
)

BATCH, WRITERS, STORY, TRENDS, LAST = 100, 2, 10, 500, 2000

TUNED = """
ALTER SYSTEM SET max_wal_size = '16GB'; ALTER SYSTEM SET synchronous_commit = off;
ALTER SYSTEM SET maintenance_work_mem = '1GB'
"""
"""For filling alone: what is measured runs with the server's own settings."""

LATER = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename IN ('articles', 'article_versions', 'article_entities')
    AND indexname NOT LIKE '%%_pkey' AND indexname <> 'article_entities_article'
"""

VERSIONS = """
INSERT INTO article_versions (event_id, article_id, version, kind, producer, happened_at, received_at, size, doc)
SELECT md5(v.event_id::text || %(copy)s)::uuid, md5(v.article_id::text || %(copy)s)::uuid, v.version, v.kind,
    v.producer, v.happened_at + %(on)s, v.received_at + %(on)s, v.size,
    replace(v.doc::text, v.article_id::text, md5(v.article_id::text || %(copy)s)::uuid::text)::json
FROM article_versions v JOIN articles a USING (event_id)
WHERE a.sort_at < %(until)s
ORDER BY a.sort_at
"""

ARTICLES = """
INSERT INTO articles (id, version, event_id, digest, source, language, published, sort_at, title, size, retracted,
    form, topics, topic_scores, entities, entity_scores, words, lexemes, pairs, stems)
SELECT md5(id::text || %(copy)s)::uuid, version, md5(event_id::text || %(copy)s)::uuid, digest, source, language,
    published + %(on)s, sort_at + %(on)s, title, size, retracted, form, topics, topic_scores, entities, entity_scores,
    words, lexemes, pairs, stems
FROM articles
WHERE sort_at < %(until)s
ORDER BY sort_at
"""

ENTITIES = """
INSERT INTO article_entities (article_id, sort_at, key, id, name, folded, type, mentions, score)
SELECT md5(article_id::text || %(copy)s)::uuid, sort_at + %(on)s, key, id, name, folded, type, mentions, score
FROM article_entities
WHERE sort_at < %(until)s
ORDER BY sort_at
"""


def fill(pool: Pool, url: str, articles: int) -> Iterator[str]:
    """Store so many articles at `url`, which is empty; says how it goes."""
    migrate(url)
    begun = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as session:
        _tune(session, TUNED)
        indexes = session.execute(LATER).fetchall()
        for index, _ in indexes:
            session.execute(f"DROP INDEX {index}")  # type: ignore[arg-type]  # from the catalogue
        originals = min(articles, ORIGINALS)
        _load(pool, url, 0, originals - LAST, articles)
        yield f"{originals} articles written out in {time.perf_counter() - begun:.0f} s"
        rest = originals == articles
        if not rest:
            _load(pool, url, originals - LAST, originals, articles)
            _copy(session, articles)
            yield f"{articles} stored after {time.perf_counter() - begun:.0f} s"
        for _, definition in indexes:
            session.execute(definition)
        yield f"indexes made after {time.perf_counter() - begun:.0f} s"
        session.execute("ALTER SYSTEM RESET ALL")
        session.execute("SELECT pg_reload_conf()")
    if rest:
        last = _load(pool, url, originals - LAST, originals, articles)
        yield f"the last {LAST} with all indexes: {last:.0f} articles/s by {WRITERS} writers, {BATCH} at once"
    asyncio.run(_group(url, articles))
    yield from _sizes(url)


def _tune(session: psycopg.Connection, settings: str) -> None:
    for one in settings.split(";"):
        session.execute(one.strip())  # type: ignore[arg-type]  # from a constant
    session.execute("SELECT pg_reload_conf()")


def _copy(session: psycopg.Connection, articles: int) -> None:
    """The originals once more, for each later stretch of time."""
    first = published(0, articles)
    for copy in range(1, -(-articles // ORIGINALS)):
        on = timedelta(days=DAYS) * (copy * ORIGINALS / articles)
        until = first + timedelta(days=DAYS) * (min(ORIGINALS, articles - copy * ORIGINALS) / articles)
        for statement in (VERSIONS, ARTICLES, ENTITIES):
            session.execute(statement, {"copy": str(copy), "on": on, "until": until})


def _write(part: tuple[str, int, int, int]) -> None:
    """Store the articles of a range."""
    url, first, after, articles = part

    async def all_of_them() -> None:
        async with Database(url, 2) as database:
            store = Store(database)
            for start in range(first, after, BATCH):
                events = [event(number, articles) for number in range(start, min(after, start + BATCH))]
                await store.add([row(one, payload(one.data), VOCABULARY) for one in events])

    asyncio.run(all_of_them())


def _load(pool: Pool, url: str, first: int, after: int, articles: int) -> float:
    """Store the articles from `first` to before `after`; articles a second."""
    begun = time.perf_counter()
    step = -(
        -(after - first) // (WRITERS * 10)
    )  # small parts, so that the writers go on side by side in time
    parts = [(url, start, min(after, start + step), articles) for start in range(first, after, step)]
    pool.map(_write, parts, chunksize=1)
    return (after - first) / (time.perf_counter() - begun)


async def _group(url: str, articles: int) -> None:
    """Put every article into a story of `STORY`, and let some names rise."""
    async with Database(url, 2) as database:
        groups = GroupStore(database)
        for start in range(0, articles // STORY, BATCH):
            numbers = range(start, min(articles // STORY, start + BATCH))
            await groups.add([_kept(_story(number, articles)) for number in numbers])
        await groups.add([_kept(_trend(number, articles)) for number in range(TRENDS)])


def _story(number: int, articles: int) -> Story:
    ids = [id_of(number * STORY + one) for one in range(STORY)]
    time_ = published(number * STORY, articles).isoformat()
    return Story(
        id=story_id(number),
        revision=1,
        language="en",
        articles=tuple(StoryArticle(article=one, version=1, time=time_) for one in ids),
        title=f"Story {number}",
        central=ids[0],
        first=time_,
        last=time_,
    )


def _trend(number: int, articles: int) -> Trend:
    """Every second one is over."""
    began, newest = NOW - timedelta(hours=number), articles - 1 - number * 20
    over = NOW + timedelta(days=-1 if number % 2 else 30)
    support = tuple(
        TrendArticle(
            article=id_of(one), version=1, time=published(one, articles).isoformat(), source="source-1"
        )
        for one in range(newest, newest - 20, -1)
    )
    return Trend(
        id=story_id(-1 - number),
        revision=1,
        kind="entity",
        subjects=(TrendSubject(kind="entity", name=name(number), id=f"Q{number + 1}"),),
        start=(NOW - timedelta(days=1)).isoformat(),
        end=NOW.isoformat(),
        articles=20,
        sources=3,
        usual=2.0,
        score=float(number),
        explanation="More than usual.",
        counts=(2,) * 20,
        support=support,
        began=began.isoformat(),
        expires=over.isoformat(),
    )


def _kept(data: Story | Trend) -> AnyRow:
    event: Event[Message] = Event(
        id=data.id, source="bench", time=NOW.isoformat(), partitionkey=data.id, data=data
    )
    return row_of_group(event, payload(data))


def _sizes(url: str) -> Iterator[str]:
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("VACUUM ANALYZE")
        session.execute("CHECKPOINT")
        yield f"{os.cpu_count()} cores"
        for table in ("articles", "article_versions", "article_entities"):
            rows: Sequence[str] | None = session.execute(
                "SELECT pg_size_pretty(pg_total_relation_size(%(table)s)), pg_size_pretty(pg_indexes_size(%(table)s))",
                {"table": table},
            ).fetchone()
            yield "{}: {}, of which indexes {}".format(table, *(rows or ("?", "?")))
