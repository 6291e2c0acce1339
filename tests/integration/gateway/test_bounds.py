"""No question takes the database for long: what is too much is refused in time, and the indexes are used."""

import asyncio
import json
import time
from collections.abc import Iterator

import httpx
import psycopg
import pytest
from psycopg.sql import SQL

from services.gateway import app, statements
from services.gateway.access.keyring import Keyring
from services.gateway.database import Database, TooSlow
from services.gateway.parts import stored
from services.gateway.settings import GatewaySettings
from services.gateway.wanted import read
from services.gateway.where import Where
from services.local.postgres import Postgres
from services.runtime.health import Health
from tests.gateway.client import ORIGIN, kind_of
from tests.gateway.events import VOCABULARY
from tests.gateway.fakes import FakeIntake, FakePulse, FakeStreams, FakeWebhooks
from tests.postgres import created


def test_a_statement_that_takes_too_long_is_ended_and_the_connection_goes_on(database: str) -> None:
    async def play() -> float:
        async with Database(database, 1, statement_s=0.2) as opened:
            begun = time.monotonic()
            with pytest.raises(TooSlow):
                async with opened.connection() as connection:
                    await connection.execute("SELECT pg_sleep(30)")
            await opened.ping()
            return time.monotonic() - begun

    assert asyncio.run(play()) < 10


def ask(url: str, path: str, statement_s: float) -> httpx.Response:
    """One request to the web app over the database, each statement of which may take so long."""

    async def once() -> httpx.Response:
        async with Database(url, 2, statement_s) as opened:
            parts = stored(
                opened, tests=FakeWebhooks(), streams=FakeStreams(), pulse=FakePulse(), intake=FakeIntake(),
                health=Health("gateway"), vocabulary=VOCABULARY, keyring=Keyring(),
            )  # fmt: skip
            site = httpx.ASGITransport(app.build(parts, GatewaySettings(gateway_open="read")))
            async with httpx.AsyncClient(transport=site, base_url=ORIGIN) as client:
                return await client.get(path, timeout=30)

    return asyncio.run(once())


@pytest.mark.parametrize(
    "path",
    [
        "/v1/articles", "/v1/articles?filter=port", "/v1/articles?q=port", "/v1/export", "/v1/entities",
        "/v1/entities/Q1", "/v1/topics", "/v1/topics/medtop:04000000", "/v1/sources", "/v1/articles?source=wire",
    ],
)  # fmt: skip
def test_what_cannot_be_found_in_time_is_a_problem_that_says_what_to_do(database: str, path: str) -> None:
    with psycopg.connect(database) as session:
        session.execute("LOCK TABLE articles, article_entities IN ACCESS EXCLUSIVE MODE")
        answer = ask(database, path, 0.3)
    assert (answer.status_code, kind_of(answer)) == (504, "too-slow")
    assert "narrow it" in answer.json()["detail"]
    assert ask(database, path, 15).status_code in (200, 404)


@pytest.fixture(scope="module")
def many(postgres_server: Postgres, migrated: str) -> Iterator[str]:
    """Thousands of articles, of which few hold a rare word, a rare topic or a rare name."""
    with created(postgres_server, migrated) as url, psycopg.connect(url, autocommit=True) as session:
        session.execute(
            """
            INSERT INTO article_versions
            SELECT gen_random_uuid(), gen_random_uuid(), 1, 'tagged', 'x', now(), now(), 2, '{}'
            FROM generate_series(1, 20000)
            """
        )
        session.execute(
            """
            INSERT INTO articles (id, version, event_id, digest, source, published, sort_at, title, topics, size,
                retracted, form, topic_scores, entities, entity_scores, words, lexemes, pairs, stems)
            SELECT article_id, 1, event_id, '', 'source-' || n % 500, at, at, 't', ARRAY['medtop:' || n % 700], 2,
                false, 2, ARRAY[0.5], ARRAY['Q' || n % 900], ARRAY[0.5], ' usual rare' || n % 800 || ' ',
                array_to_tsvector(ARRAY['usual', 'rare' || n % 800]), ARRAY[n % 800],
                to_tsvector('english', 'usual rare' || n % 800)
            FROM (
                SELECT event_id, article_id, row_number() OVER () AS n,
                    now() - row_number() OVER () * interval '5 minutes' AS at
                FROM article_versions
            ) AS made
            """
        )
        session.execute("VACUUM ANALYZE articles")
        yield url


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("rare7", "articles_found"),
        ('"usual rare7"', "articles_pairs"),
        ("topic:medtop:04000000 rare7", "articles_found"),
        ("entity:Q7", "articles_found"),
        ("source:source-7", "articles_source"),
        ("published>=2099-01-01", "articles_published"),
    ],
)
def test_what_is_rare_is_found_by_its_index(many: str, text: str, index: str) -> None:
    where = Where()
    wanted = read(text, VOCABULARY)
    condition = SQL("NOT retracted AND {}").format(where.of(wanted))
    may_be = SQL("NOT retracted AND {}").format(where.may_be(wanted))
    query = SQL("EXPLAIN (FORMAT JSON) ") + SQL(statements.FEW_HITS).format(
        may_be=may_be, condition=condition
    )
    with psycopg.connect(many) as session:
        session.execute(statements.BY_INDEX)
        row = session.execute(query, where.values | {"few": 5000, "limit": 20}).fetchone()
        expected = session.execute(
            SQL(statements.EXPECTED).format(condition=condition), where.values
        ).fetchone()
    assert index in json.dumps(row)
    assert "Seq Scan" not in json.dumps(row)
    assert expected is not None
    assert expected[0][0]["Plan"]["Plan Rows"] < 1000


def test_what_is_usual_is_expected_to_be_and_met_going_down_the_order(many: str) -> None:
    where = Where()
    condition = SQL("NOT retracted AND {}").format(where.of(read("usual", VOCABULARY)))
    query = SQL("EXPLAIN (FORMAT JSON) ") + SQL(statements.NEWEST_HITS).format(condition=condition)
    with psycopg.connect(many) as session:
        row = session.execute(query, where.values | {"limit": 20}).fetchone()
        expected = session.execute(
            SQL(statements.EXPECTED).format(condition=condition), where.values
        ).fetchone()
    assert "articles_newest" in json.dumps(row)
    assert '"Sort"' not in json.dumps(row)
    assert expected is not None
    assert expected[0][0]["Plan"]["Plan Rows"] > 15_000


def test_an_entity_is_counted_from_the_index_alone(many: str) -> None:
    with psycopg.connect(many, autocommit=True) as session:
        session.execute(
            """
            INSERT INTO article_entities
            SELECT id, sort_at, 'Q' || version, 'Q1', 'n', 'n', 'person', 1, 0.5 FROM articles, generate_series(1, 2)
            """
        )
        session.execute("VACUUM ANALYZE article_entities")
        for query in (statements.TIMELINE, statements.ENTITY):
            plan = session.execute(f"EXPLAIN (FORMAT JSON) {query}", {"key": "Q7", "days": 9}).fetchone()  # type: ignore[arg-type]
            assert "article_entities_counted" in json.dumps(plan)
