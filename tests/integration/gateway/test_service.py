"""The gateway on a real broker and a real PostgreSQL: what is pushed arrives, what is tagged is served, faults heal."""

import asyncio
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from schemas.catalogue import SUBMISSIONS, TAGGED, dead_letters
from schemas.deadletter import DeadLetter
from schemas.envelope import Record, decode, payload
from schemas.submission import Submission
from services.gateway import service
from services.gateway.settings import GatewaySettings
from services.local.postgres import Postgres
from services.runtime import streams
from services.runtime.faults import Halted
from services.runtime.settings import SettingsError
from tests.gateway.events import identify, retracted, tagged
from tests.gateway.process import GatewayProcess
from tests.gateway.running import gateway, publish, read
from tests.kafka.embedded import EmbeddedBroker
from tests.waiting import eventually, eventually_async


@pytest.fixture(params=["embedded", pytest.param("apache", marks=pytest.mark.kafka)])
def bootstrap(request: pytest.FixtureRequest) -> str:
    """A broker of either kind, which other tests use too, with the streams."""
    fixture = {"embedded": "embedded_broker", "apache": "apache_kafka"}[request.param]
    address = str(request.getfixturevalue(fixture).bootstrap)
    streams.apply(address, replication=1)
    return address


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """A broker of one's own, which may be killed, with the streams."""
    with EmbeddedBroker(tmp_path / "broker") as running:
        streams.apply(running.bootstrap, replication=1)
        yield running


def kept(url: str) -> dict[str, int]:
    """How many events the database holds of each article."""
    with psycopg.connect(url) as session:
        rows = session.execute(
            "SELECT article_id::text, count(*) FROM article_versions GROUP BY 1"
        ).fetchall()
    return {str(article): int(count) for article, count in rows}


def test_what_is_pushed_is_on_the_stream_when_the_answer_comes(bootstrap: str, postgres_url: str) -> None:
    async def play() -> None:
        before = len(await read(bootstrap, SUBMISSIONS, 10_000, 1))
        async with gateway(bootstrap, postgres_url) as running:
            await running.ready()
            answers = [await running.push(url=f"https://example.org/{number}") for number in range(10)]
            assert {answer.status_code for answer in answers} == {202}
            records = await read(bootstrap, SUBMISSIONS, before + 10)
            assert {record.key for record in records} >= {answer.json()["id"].encode() for answer in answers}
            event = decode(records[-1])
            assert isinstance(event.data, Submission)
            assert event.receivedtime is not None

    asyncio.run(play())


def test_what_is_tagged_is_served_and_what_is_retracted_is_gone(bootstrap: str, postgres_url: str) -> None:
    async def play() -> None:
        async with gateway(bootstrap, postgres_url) as running:
            await running.ready()
            await publish(bootstrap, TAGGED, [tagged("a"), tagged("b"), event := tagged("a", 2)])
            await publish(bootstrap, TAGGED, [tagged("a"), retracted("b")])
            await running.answers(f"/v1/articles/{identify('b')}", 410)
            answer = await running.answers(f"/v1/articles/{identify('a')}", 200)
            assert answer.content == payload(event.data)
            items = (await running.client.get("/v1/articles?source=wire")).json()["items"]
            assert [item["article"]["title"] for item in items] == ["a 2"]

    asyncio.run(play())


def test_what_cannot_be_indexed_is_set_aside_whole_and_the_next_is_served(
    broker: EmbeddedBroker, postgres_url: str
) -> None:
    poison = [
        Record(key=b"k", value=b"\xff not an event", headers=(("h", b"1"),)),
        tagged("bad", text="nul \0 byte"),
        tagged("unsound", source="nul \0 byte"),
    ]

    async def play() -> None:
        async with gateway(broker.bootstrap, postgres_url) as running:
            await running.ready()
            await publish(broker.bootstrap, TAGGED, [*poison, tagged("good")])
            await running.answers(f"/v1/articles/{identify('good')}", 200)
            letters = [decode(one).data for one in await read(broker.bootstrap, dead_letters("gateway"), 3)]
            assert all(isinstance(letter, DeadLetter) for letter in letters)
            assert sorted(letter.reason for letter in letters if isinstance(letter, DeadLetter)) == [
                "invalid",
                "invalid",
                "undecodable",
            ]
            (raw,) = [one for one in letters if isinstance(one, DeadLetter) and one.key == b"k"]
            assert (raw.value, raw.origin.stream) == (b"\xff not an event", TAGGED)

    asyncio.run(play())
    assert list(kept(postgres_url)) == [identify("good")]


def test_it_starts_before_everything_that_it_needs_and_says_what_is_missing(tmp_path: Path) -> None:
    late, database = EmbeddedBroker(tmp_path / "broker"), Postgres(tmp_path / "pg")
    url = database.start()
    database.stop()

    async def play() -> None:
        async with gateway(late.bootstrap, url) as running:
            conditions = (await running.answers("/readyz", 503)).json()["conditions"]
            assert set(conditions) == {
                "database",
                "broker",
                "streams",
                "partitions",
                "groups",
                "sources",
                "live",
            }
            assert "up" not in conditions.values()
            refused = await running.push(url="https://example.org/a")
            assert (refused.status_code, refused.json()["type"]) == (503, "/problems/unavailable")
            await asyncio.to_thread(late.start)
            await asyncio.to_thread(streams.apply, late.bootstrap, None, 1)
            await eventually_async(lambda: pushed(running), what="a push being accepted without a database")
            await asyncio.to_thread(database.start)
            await running.ready()

    async def pushed(running: Any) -> bool:
        return bool((await running.push(url="https://example.org/a")).status_code == 202)

    try:
        asyncio.run(play())
    finally:
        database.stop()
        late.stop()


def test_a_database_that_dies_stops_nothing_for_good_and_costs_no_event(
    broker: EmbeddedBroker, tmp_path: Path
) -> None:
    database = Postgres(tmp_path / "pg")
    url = database.start()
    names = [f"n{number}" for number in range(400)]

    async def play() -> None:
        async with gateway(broker.bootstrap, url, batch=10) as running:
            await running.ready()
            await publish(broker.bootstrap, TAGGED, [tagged(name) for name in names])
            await eventually_async(lambda: some(url), what="some of the articles")
            await asyncio.to_thread(database.kill)
            answer = await running.client.get("/v1/articles")
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")
            await running.answers("/readyz", 503)
            await asyncio.to_thread(database.start)
            await running.ready()
            await eventually_async(lambda: all_of_them(url), 30, "all articles")
            assert await read(broker.bootstrap, dead_letters("gateway"), 1, 0.5) == []

    async def some(url: str) -> bool:
        return len(kept(url)) > 20

    async def all_of_them(url: str) -> bool:
        return kept(url) == {identify(name): 1 for name in names}

    try:
        asyncio.run(play())
    finally:
        database.stop()


def test_while_the_broker_is_away_pushes_are_refused_in_time_and_reads_go_on(
    broker: EmbeddedBroker, postgres_url: str
) -> None:
    async def play() -> None:
        async with gateway(broker.bootstrap, postgres_url, gateway_submit_s=1) as running:
            await running.ready()
            await publish(broker.bootstrap, TAGGED, [tagged("a")])
            await running.answers(f"/v1/articles/{identify('a')}", 200)
            broker.kill9()
            begun = asyncio.get_running_loop().time()
            refused = await running.push(url="https://example.org/a")
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
            assert asyncio.get_running_loop().time() - begun < 5
            assert (await running.client.get(f"/v1/articles/{identify('a')}")).status_code == 200
            assert "broker" in (await running.answers("/readyz", 503)).json()["conditions"]
            await asyncio.to_thread(broker.start)
            await running.ready()
            await eventually_async(lambda: accepted(running), 30, "a push being accepted again")
            await publish(broker.bootstrap, TAGGED, [tagged("b")])
            await running.answers(f"/v1/articles/{identify('b')}", 200, 30)

    async def accepted(running: Any) -> bool:
        return bool((await running.push(url="https://example.org/b")).status_code == 202)

    asyncio.run(play())


def test_replicas_share_the_work_and_another_takes_over(broker: EmbeddedBroker, postgres_url: str) -> None:
    names = [f"n{number}" for number in range(40)]

    async def play() -> None:
        async with gateway(broker.bootstrap, postgres_url) as one:
            async with gateway(broker.bootstrap, postgres_url) as other:
                await one.ready()
                await other.ready()
                await publish(broker.bootstrap, TAGGED, [tagged(name) for name in names[:20]])
                await eventually_async(lambda: holds(20), what="the first half")
            await publish(broker.bootstrap, TAGGED, [tagged(name) for name in names[20:]])
            await eventually_async(lambda: holds(40), 30, "the second half")

    async def holds(count: int) -> bool:
        return len(kept(postgres_url)) == count

    asyncio.run(play())
    assert set(kept(postgres_url).values()) == {1}


def test_it_does_not_start_where_strangers_could_push() -> None:
    host = "0.0.0.0"  # noqa: S104  # that is what is refused
    settings = GatewaySettings(http_host=host, http_port=0, gateway_open="read,push")
    with pytest.raises(SettingsError, match="DATELINE_GATEWAY_OPEN"):
        asyncio.run(service.run(settings, asyncio.Event()))


def test_a_store_that_refuses_everything_halts_the_gateway_instead_of_emptying_the_stream(
    broker: EmbeddedBroker, postgres_url: str
) -> None:
    async def play() -> None:
        async with gateway(broker.bootstrap, postgres_url) as running:
            await running.ready()
            with psycopg.connect(postgres_url) as session:
                session.execute("DROP TABLE articles")
            await publish(broker.bootstrap, TAGGED, [tagged(f"n{number}") for number in range(200)])
            await asyncio.wait({running.task}, timeout=20)
            assert running.task.done()

    with pytest.raises(Halted, match="records failed"):
        asyncio.run(play())
    letters = asyncio.run(read(broker.bootstrap, dead_letters("gateway"), 200, 1))
    assert 0 < len(letters) < 100


@pytest.mark.chaos
def test_killed_three_times_at_random_it_loses_nothing_and_keeps_each_event_once(
    broker: EmbeddedBroker, postgres_url: str, tmp_path: Path
) -> None:
    names = [f"n{number}" for number in range(2000)]
    dice = random.Random(seed := random.randrange(2**32))
    print(f"seed {seed}")
    with GatewayProcess(broker.bootstrap, postgres_url, tmp_path / "gateway.log") as process:
        for part in range(4):
            some = [tagged(name) for name in names[part * 500 : part * 500 + 500]]
            asyncio.run(publish(broker.bootstrap, TAGGED, some))
            if part < 3:
                wait_for(postgres_url, len(held(postgres_url)) + dice.randrange(1, 300))
                process.end(signal.SIGKILL)
                process.start()
        expected = {identify(name): 1 for name in names}
        eventually(lambda: held(postgres_url) == expected, 60, "every article once")
        assert process.end(signal.SIGTERM) == 0


def wait_for(url: str, articles: int) -> None:
    eventually(lambda: len(held(url)) >= articles, 30, f"{articles} articles")


def held(url: str) -> dict[str, int]:
    """`kept`, or nothing before the tables are there."""
    try:
        return kept(url)
    except psycopg.errors.UndefinedTable:
        return {}
