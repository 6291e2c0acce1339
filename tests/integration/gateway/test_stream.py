"""The live stream on real brokers: it begins where the client says, and no event is lost, whatever dies."""

import asyncio
import contextlib
import functools
import signal
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from schemas.catalogue import TAGGED
from services.gateway.live import position
from services.runtime import streams
from tests import asking
from tests.gateway.events import identify, retracted, tagged
from tests.gateway.listening import Heard, heard, listen
from tests.gateway.process import GatewayProcess
from tests.gateway.running import Gateway, gateway, publish
from tests.kafka.apache import ApacheKafka
from tests.kafka.embedded import EmbeddedBroker
from tests.kafka.fixtures import require_apache
from tests.kafka.process import BrokerProcess
from tests.waiting import eventually, eventually_async


@pytest.fixture(params=["embedded", pytest.param("apache", marks=pytest.mark.kafka)])
def broker(
    request: pytest.FixtureRequest, tmp_path: Path, pytestconfig: pytest.Config
) -> Iterator[BrokerProcess]:
    """A broker of one's own of either kind, with the streams."""
    if request.param == "apache":
        require_apache(pytestconfig)
    kind = {"embedded": EmbeddedBroker, "apache": ApacheKafka}[request.param]
    with kind(tmp_path / "broker") as running:
        streams.apply(running.bootstrap, replication=1)
        yield running


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """An embedded broker of one's own."""
    with EmbeddedBroker(tmp_path / "broker") as running:
        streams.apply(running.bootstrap, replication=1)
        yield running


def titles(events: list[Heard]) -> list[str]:
    return [one.title for one in events]


def test_what_is_tagged_is_heard_and_every_id_leads_back_to_its_place(
    broker: BrokerProcess, postgres_url: str
) -> None:
    names = [f"n{number}" for number in range(30)]

    async def play() -> None:
        async with gateway(broker.bootstrap, postgres_url) as running:
            await running.ready()
            listening = asyncio.create_task(listen(running.client, 31, **{"from": "earliest"}))
            await publish(broker.bootstrap, TAGGED, [tagged(name) for name in names])
            await publish(broker.bootstrap, TAGGED, [retracted("n3")])
            events = await listening
            assert {one.title for one in events if one.name == "tagged"} == {f"{name} 1" for name in names}
            (gone,) = [one for one in events if one.name == "retracted"]
            assert identify("n3") in gone.data
            for at in (0, 9, 29):
                again = await listen(running.client, 30 - at, last=events[at].id)
                assert sorted(one.data for one in again) == sorted(one.data for one in events[at + 1 :])

    asyncio.run(play())


def test_it_begins_at_a_time_at_an_end_or_with_the_next(broker: BrokerProcess, postgres_url: str) -> None:
    async def play() -> None:
        async with gateway(broker.bootstrap, postgres_url) as running:
            await running.ready()
            await publish(broker.bootstrap, TAGGED, [tagged("early")])
            await listen(running.client, 1, **{"from": "earliest"})
            moment = datetime.now(UTC).isoformat()
            await asyncio.sleep(0.01)
            await publish(broker.bootstrap, TAGGED, [tagged("late")])
            assert titles(await listen(running.client, 2, **{"from": "earliest"})) == ["early 1", "late 1"]
            assert titles(await listen(running.client, 1, **{"from": moment})) == ["late 1"]
            async with running.client.stream("GET", "/v1/stream") as answer:
                events = heard(answer)
                assert (await anext(events)).data == ""
                await publish(broker.bootstrap, TAGGED, [tagged("next")])
                assert (await anext(events)).title == "next 1"

    asyncio.run(play())


def test_a_filter_holds_for_what_was_missed_and_for_what_comes(
    embedded: EmbeddedBroker, postgres_url: str
) -> None:
    async def play() -> None:
        async with gateway(embedded.bootstrap, postgres_url) as running:
            await running.ready()
            some = [tagged(f"n{number}", source="odd" if number % 2 else "even") for number in range(20)]
            await publish(embedded.bootstrap, TAGGED, some[:10])
            listening = asyncio.create_task(
                listen(running.client, 10, filter="source:odd", **{"from": "earliest"})
            )
            await publish(embedded.bootstrap, TAGGED, some[10:])
            assert {one.title for one in await listening} == {f"n{number} 1" for number in range(1, 20, 2)}

    asyncio.run(play())


def test_an_id_that_lies_beyond_the_end_is_refused(embedded: EmbeddedBroker, postgres_url: str) -> None:
    async def play() -> None:
        async with gateway(embedded.bootstrap, postgres_url) as running:
            await running.ready()
            for id_ in (position.encode((99, 0, 0, 0)), position.encode((0,) * 5), "forged"):
                answer = await running.client.get("/v1/stream", headers={"Last-Event-ID": id_})
                assert (answer.status_code, answer.json()["type"]) == (400, "/problems/bad-cursor")

    asyncio.run(play())


def test_a_replica_goes_on_where_another_stopped(embedded: EmbeddedBroker, postgres_url: str) -> None:
    async def play() -> None:
        async with (
            gateway(embedded.bootstrap, postgres_url) as one,
            gateway(embedded.bootstrap, postgres_url) as other,
        ):
            await one.ready()
            await other.ready()
            await publish(embedded.bootstrap, TAGGED, [tagged(f"n{number}") for number in range(20)])
            first = await listen(one.client, 8, **{"from": "earliest"})
            rest = await listen(other.client, 12, last=first[-1].id)
            assert {*titles(first), *titles(rest)} == {f"n{number} 1" for number in range(20)}

    asyncio.run(play())


def test_sigterm_ends_open_streams_at_once_and_the_exit_code_is_0(
    embedded: EmbeddedBroker, postgres_url: str, tmp_path: Path
) -> None:
    with GatewayProcess(embedded.bootstrap, postgres_url, tmp_path / "log") as process:
        eventually(process.ready, 60, "the gateway is ready")
        with contextlib.ExitStack() as open_ones:
            answers = [
                open_ones.enter_context(
                    asking.stream("GET", f"{process.url}/v1/stream?from=earliest", timeout=30)
                )
                for _ in range(20)
            ]
            lines = [answer.iter_lines() for answer in answers]
            assert {next(one) for one in lines} == {"retry: 2000"}
            begun = datetime.now(UTC)
            assert process.end(signal.SIGTERM) == 0
            assert (datetime.now(UTC) - begun).total_seconds() < 8
            assert all(line == "" or line[:3] in ("id:", ":") for one in lines for line in one)


def test_who_reads_nothing_is_cut_off_and_hurts_nobody(embedded: EmbeddedBroker, postgres_url: str) -> None:
    text = "word " * 40_000

    async def play() -> None:
        async with gateway(embedded.bootstrap, postgres_url, gateway_stall_s=1) as running:
            await running.ready()
            deaf = deaf_client(str(running.client.base_url))
            listening = asyncio.create_task(listen(running.client, 60, **{"from": "earliest"}))
            for number in range(60):
                await publish(embedded.bootstrap, TAGGED, [tagged(f"n{number}", text=text)])
            assert len(await listening) == 60
            await eventually_async(lambda: cut_off(running), 20, "the deaf client being cut off")
            deaf.close()

    async def cut_off(running: Gateway) -> bool:
        metrics = (await running.client.get("/metrics")).text
        return 'ended_total{reason="stalled"} 0.0' not in metrics and 'reason="stalled"' in metrics

    asyncio.run(play())


def deaf_client(url: str) -> socket.socket:
    """A connection that asks for the stream and reads nothing of it."""
    host, port = url.removeprefix("http://").rstrip("/").split(":")
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect((host, int(port)))
    deaf.sendall(f"GET /v1/stream?from=earliest HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return deaf


def test_while_the_broker_is_away_clients_wait_and_then_go_on(
    embedded: EmbeddedBroker, postgres_url: str
) -> None:
    async def play() -> None:
        async with gateway(embedded.bootstrap, postgres_url, gateway_heartbeat_s=0.5) as running:
            await running.ready()
            async with running.client.stream("GET", "/v1/stream") as answer:
                events = heard(answer)
                await anext(events)
                embedded.kill9()
                for _ in range(3):
                    assert (await anext(events)).data == ""
                await asyncio.to_thread(embedded.start)
                await publish(embedded.bootstrap, TAGGED, [tagged("after")])
                async with asyncio.timeout(30):
                    while not (one := await anext(events)).data:
                        pass
                assert one.title == "after 1"

    asyncio.run(play())


@pytest.mark.chaos
def test_killed_again_and_again_no_client_misses_an_event(
    embedded: EmbeddedBroker, postgres_url: str, tmp_path: Path
) -> None:
    names = [f"n{number}" for number in range(600)]
    seen: list[Heard] = []

    async def client(url: str) -> None:
        """As a browser does it: come back with the last id, as often as it takes."""
        last = ""
        async with httpx.AsyncClient(base_url=url, timeout=5) as session:
            while len({one.title for one in seen}) < len(names):
                try:
                    headers = {"Last-Event-ID": last} if last else {}
                    async with session.stream("GET", "/v1/stream?from=earliest", headers=headers) as answer:
                        async for one in heard(answer):
                            last = one.id
                            seen.extend([one] if one.data else [])
                            if len({held.title for held in seen}) == len(names):
                                return
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)

    async def more(than: int) -> bool:
        return len(seen) > than

    async def play(process: GatewayProcess) -> None:
        listening = asyncio.create_task(client(process.url))
        for part in range(0, len(names), 100):
            alive, dead = names[part : part + 50], names[part + 50 : part + 100]
            await publish(embedded.bootstrap, TAGGED, [tagged(name) for name in alive])
            await asyncio.to_thread(process.end, signal.SIGKILL)
            await publish(embedded.bootstrap, TAGGED, [tagged(name) for name in dead])
            before = len(seen)
            process.start()
            await eventually_async(functools.partial(more, before), 40, "more being heard")
        await asyncio.wait_for(listening, 60)

    with GatewayProcess(embedded.bootstrap, postgres_url, tmp_path / "log") as process:
        asyncio.run(play(process))
    assert {one.title for one in seen} == {f"{name} 1" for name in names}
    print(f"{len(seen) - len(names)} of {len(names)} events were heard again")
