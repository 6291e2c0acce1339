"""Webhooks: every event that a subscriber wants arrives, signed, whatever dies; and no endpoint harms another."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import psycopg
import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from schemas.catalogue import TAGGED
from schemas.envelope import Event, Message
from services.gateway.webhooks import schedule
from services.runtime import streams
from tests.gateway.endpoint import Endpoint, Got, listening
from tests.gateway.events import identify, retracted, tagged
from tests.gateway.process import GatewayProcess
from tests.gateway.running import Gateway, gateway, publish
from tests.kafka.embedded import EmbeddedBroker
from tests.waiting import eventually_async

T = TypeVar("T")
ALLOW = {"gateway_webhook_allow": "127.0.0.1", "gateway_webhook_s": 2}
HOUR_S = 3600


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """A broker of one's own, with the streams."""
    with EmbeddedBroker(tmp_path / "broker") as running:
        streams.apply(running.bootstrap, replication=1)
        yield running


async def made(client: httpx.AsyncClient, url: str, **more: object) -> tuple[str, str]:
    """The id and the secret of a new webhook."""
    answer = await client.post("/v1/webhooks", json={"url": url} | more)
    assert answer.status_code == 201, answer.text
    return answer.json()["webhook"]["id"], answer.json()["secret"]


async def arrived(endpoint: Endpoint, count: int, deadline_s: float = 20) -> list[Got]:
    await eventually_async(
        lambda: asyncio.sleep(0, len(endpoint.got) >= count), deadline_s, f"{count} deliveries"
    )
    return endpoint.got


def events(*names: str, **more: Any) -> list[Event[Message]]:
    return [tagged(name, **more) for name in names]


def play(broker: EmbeddedBroker, url: str, act: Callable[[Gateway], Awaitable[T]], **settings: Any) -> T:
    """What `act` gives of a gateway that may deliver to this machine."""

    async def run() -> T:
        async with gateway(broker.bootstrap, url, **(ALLOW | settings)) as running:
            await running.ready()
            return await act(running)

    return asyncio.run(run())


def test_what_a_filter_wants_arrives_signed_and_nothing_else_does(
    broker: EmbeddedBroker, postgres_url: str
) -> None:
    async def act(running: Gateway) -> None:
        async with listening(Endpoint()) as endpoint:
            _, secret = await made(running.client, endpoint.url, filter="source:wire AND lang:de")
            wanted, other = tagged("a", language="de"), tagged("b", language="en")
            await publish(broker.bootstrap, TAGGED, [other, wanted, retracted("c")])
            got = {one.id: one for one in await arrived(endpoint, 2)}
            assert wanted.id in got
            assert other.id not in got
            one = got[wanted.id]
            event = Webhook(secret).verify(one.body, dict(one.headers))
            assert event["type"] == "dateline.article.tagged.v1"
            assert event["data"]["article"]["id"] == identify("a")
            assert one.headers["content-type"].startswith("application/cloudevents+json")
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(one.body + b" ", dict(one.headers))
            kinds = {msgspec.json.decode(one.body)["type"] for one in got.values()}
            assert "dateline.article.retracted.v1" in kinds

    play(broker, postgres_url, act)


def test_a_large_event_comes_without_its_data_and_says_where_it_is(
    broker: EmbeddedBroker, postgres_url: str
) -> None:
    async def act(running: Gateway) -> None:
        async with listening(Endpoint()) as thin, listening(Endpoint()) as whole:
            await made(running.client, thin.url)
            await made(running.client, whole.url, whole=True)
            event = tagged("long", text="Rates " * 5000)
            await publish(broker.bootstrap, TAGGED, [event])
            (small,), (large,) = await arrived(thin, 1), await arrived(whole, 1)
            assert len(small.body) < 20_000 < len(large.body)
            told = msgspec.json.decode(small.body)
            assert "data" not in told
            there = await running.client.get(told["dataref"])
            assert there.json() == msgspec.json.decode(large.body)["data"]

    play(broker, postgres_url, act)


def test_both_secrets_sign_while_one_is_rotated(broker: EmbeddedBroker, postgres_url: str) -> None:
    async def act(running: Gateway) -> None:
        async with listening(Endpoint()) as endpoint:
            id_, old = await made(running.client, endpoint.url)
            answer = await running.client.post(f"/v1/webhooks/{id_}/rotate", json={"overlap_h": 1})
            new = answer.json()["secret"]
            assert new != old
            await running.client.post(f"/v1/webhooks/{id_}/test")
            await running.client.post(f"/v1/webhooks/{id_}/rotate", json={"overlap_h": 0})
            await running.client.post(f"/v1/webhooks/{id_}/test")
            both, after = endpoint.got
            for secret in (old, new):
                assert (
                    Webhook(secret).verify(both.body, dict(both.headers))["type"]
                    == "dateline.webhook.test.v1"
                )
            with pytest.raises(WebhookVerificationError):
                Webhook(old).verify(after.body, dict(after.headers))
            assert old not in (await running.client.get("/v1/webhooks")).text

    play(broker, postgres_url, act)


def test_a_failure_is_tried_again_and_the_log_tells(
    broker: EmbeddedBroker, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "PAUSES_S", (0.1, 0.1, 0.1))

    async def act(running: Gateway) -> None:
        answers = ("500 Oops", "302 Found\r\nLocation: http://127.0.0.1/", "200 OK")
        async with listening(Endpoint(answers)) as endpoint:
            id_, _ = await made(running.client, endpoint.url)
            (event,) = events("a")
            await publish(broker.bootstrap, TAGGED, [event])
            assert [one.id for one in await arrived(endpoint, 3)] == [event.id] * 3

            async def log() -> list[str] | None:
                answer = await running.client.get(f"/v1/webhooks/{id_}/deliveries")
                seen = [one["outcome"] for one in answer.json()["items"]]
                return seen if len(seen) == 3 else None

            assert await eventually_async(log, 10, "the log") == ["delivered", "redirect", "status"]
            shown = (await running.client.get(f"/v1/webhooks/{id_}")).json()
            assert (shown["failures"], shown["waiting"], shown["enabled"]) == (0, 0, True)

    play(broker, postgres_url, act)


def test_retry_after_is_honoured(broker: EmbeddedBroker, postgres_url: str) -> None:
    async def act(running: Gateway) -> None:
        async with listening(Endpoint((f"429 Too Many\r\nRetry-After: {2 * HOUR_S}",))) as endpoint:
            await made(running.client, endpoint.url)
            await publish(broker.bootstrap, TAGGED, events("a"))
            await arrived(endpoint, 1)

            async def waits() -> bool:
                with psycopg.connect(postgres_url) as session:
                    row = session.execute(
                        "SELECT extract(epoch FROM due_at - now()) FROM webhook_deliveries"
                    ).fetchone()
                return row is not None and HOUR_S < row[0] <= 2 * HOUR_S

            await eventually_async(waits, 10, "put off for two hours")

    play(broker, postgres_url, act)


def test_gone_disables_and_what_waited_comes_when_it_is_enabled(
    broker: EmbeddedBroker, postgres_url: str
) -> None:
    async def act(running: Gateway) -> None:
        async with listening(Endpoint(("410 Gone", "204 No Content"))) as endpoint:
            id_, _ = await made(running.client, endpoint.url)
            (event,) = events("a")
            await publish(broker.bootstrap, TAGGED, [event])

            async def disabled() -> str | None:
                shown = (await running.client.get(f"/v1/webhooks/{id_}")).json()
                return None if shown["enabled"] else shown["reason"]

            assert "410" in str(await eventually_async(disabled, 10, "it is disabled"))
            assert len(endpoint.got) == 1
            await running.client.patch(f"/v1/webhooks/{id_}", json={"enabled": True})
            assert [one.id for one in await arrived(endpoint, 2)] == [event.id] * 2

    play(broker, postgres_url, act)


def test_an_endpoint_that_hangs_delays_no_other(broker: EmbeddedBroker, postgres_url: str) -> None:
    async def act(running: Gateway) -> None:
        async with listening(Endpoint(hangs=True)) as dead, listening(Endpoint()) as quick:
            await made(running.client, dead.url)
            await made(running.client, quick.url)
            names = [f"n{number}" for number in range(40)]
            await publish(broker.bootstrap, TAGGED, events(*names))
            got = await arrived(quick, 40, 8)
            assert len({one.id for one in got}) == 40
            assert len(dead.got) < 40

    play(broker, postgres_url, act, gateway_webhook_s=10)


def test_what_was_tagged_from_a_time_on_is_delivered_again(broker: EmbeddedBroker, postgres_url: str) -> None:
    async def act(running: Gateway) -> None:
        async with listening(Endpoint()) as endpoint:
            before = events("before", "other", source="wire")
            await publish(broker.bootstrap, TAGGED, [*before, *events("foreign", source="desk")])
            await running.answers(f"/v1/articles/{identify('foreign')}", 200)
            id_, _ = await made(running.client, endpoint.url, filter="source:wire")
            answer = await running.client.post(
                f"/v1/webhooks/{id_}/redeliver", json={"from": "2026-11-02T00:00:00Z"}
            )
            assert answer.status_code == 202
            assert {one.id for one in await arrived(endpoint, 2, 30)} == {one.id for one in before}
            later = await running.client.post(
                f"/v1/webhooks/{id_}/redeliver", json={"from": datetime.now(UTC).isoformat()}
            )
            assert later.status_code == 202

    play(broker, postgres_url, act)


def test_an_inner_address_is_not_reached_whatever_its_name_is(
    broker: EmbeddedBroker, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = socket.getaddrinfo

    def inside(host: Any, *args: Any, **named: Any) -> Any:
        return look_up("127.0.0.1" if host == "hooks.example" else host, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", inside)

    async def act(running: Gateway) -> None:
        async with listening(Endpoint()) as endpoint:
            refused = await running.client.post("/v1/webhooks", json={"url": "https://localhost/"})
            assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "url")
            inner = endpoint.url.replace("http://127.0.0.1", "https://hooks.example")
            id_, _ = await made(running.client, inner)
            outcome = (await running.client.post(f"/v1/webhooks/{id_}/test")).json()
            assert outcome["kind"] == "refused"
            assert endpoint.got == []

    play(broker, postgres_url, act, gateway_webhook_allow="")


def test_nobody_sees_or_touches_the_webhooks_of_another(broker: EmbeddedBroker, postgres_url: str) -> None:
    own = "an environment key of enough length"

    async def act(running: Gateway) -> None:
        id_, _ = await made(running.client, "https://hooks.example/")
        admin = {"Authorization": f"Bearer {own}"}
        answer = await running.client.post(
            "/v1/webhooks", json={"url": "https://other.example/"}, headers=admin
        )
        other = answer.json()["webhook"]["id"]
        assert [one["id"] for one in (await running.client.get("/v1/webhooks")).json()["items"]] == [id_]
        for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/test"), ("GET", "/deliveries")):
            refused = await running.client.request(method, f"/v1/webhooks/{other}{path}")
            assert refused.status_code == 404
        assert len((await running.client.get("/v1/webhooks", headers=admin)).json()["items"]) == 2
        assert (await running.client.get("/v1/audit")).status_code == 401
        acts = (await running.client.get("/v1/audit", headers=admin)).json()["items"]
        assert [one["act"] for one in acts] == ["webhook.create"] * 2
        assert (await running.client.delete(f"/v1/webhooks/{id_}")).status_code == 204
        assert (await running.client.get(f"/v1/webhooks/{id_}")).status_code == 404

    play(broker, postgres_url, act, gateway_key=own)


@pytest.mark.chaos
def test_kill_9_loses_no_delivery(broker: EmbeddedBroker, postgres_url: str, tmp_path: Path) -> None:
    """The gateway is killed while it indexes and delivers, several times; every event arrives, under its id."""
    names = [f"n{number}" for number in range(120)]
    sent = events(*names)

    async def act() -> None:
        async with listening(Endpoint()) as endpoint:
            with GatewayProcess(
                broker.bootstrap, postgres_url, tmp_path / "log", DATELINE_GATEWAY_WEBHOOK_ALLOW="127.0.0.1"
            ) as process:
                await eventually_async(lambda: asyncio.to_thread(process.ready), 30, "ready")
                async with httpx.AsyncClient(base_url=process.url) as client:
                    await made(client, endpoint.url)
                for round_ in range(3):
                    await publish(broker.bootstrap, TAGGED, sent[round_ * 40 : round_ * 40 + 40])
                    await arrived(endpoint, len(endpoint.got) + 5, 30)
                    process.end(signal.SIGKILL)
                    with psycopg.connect(
                        postgres_url
                    ) as session:  # in place of a wait until the lease has run out
                        session.execute(
                            "UPDATE webhook_deliveries SET due_at = now() WHERE state = 'waiting'"
                        )
                    process.start()
                wanted = {one.id for one in sent}
                await eventually_async(
                    lambda: asyncio.sleep(0, wanted <= set(endpoint.ids)), 60, "every event arrived"
                )

    asyncio.run(act())
