"""Webhooks without a network: signatures, the schedule, bodies, and addresses that are refused."""

import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from services.gateway.problems import Problem
from services.gateway.routes.webhooks import Desk
from services.gateway.webhooks import examples, message, schedule, signing
from services.gateway.webhooks.subscription import Webhook as Held
from services.runtime.outgoing.addresses import Allowed, allowed
from tests.gateway.client import Site, kind_of
from tests.gateway.events import VOCABULARY
from tests.gateway.fakes import FakeWebhooks

ID = uuid.UUID("8471012d-47db-57f5-a302-6f83d60d0ff8")
NOW = datetime.now(UTC)


@given(st.dictionaries(st.text(), st.text()))
def test_a_signature_is_one_that_the_standard_library_takes(data: dict[str, str]) -> None:
    body, at = msgspec.json.encode(data), int(datetime.now(UTC).timestamp())
    old, new = signing.secret(), signing.secret()
    headers = signing.headers(str(ID), at, body, [new, old])
    for secret in (old, new):
        assert Webhook(secret).verify(body, headers) == data
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.secret()).verify(body, headers)


def test_ten_attempts_stretch_over_three_days() -> None:
    assert len(schedule.PAUSES_S) == 9
    assert sum(schedule.PAUSES_S) == pytest.approx(75 * 3600 + 35 * 60 + 5)


@given(st.integers(1, 9), st.integers())
def test_a_pause_is_a_fifth_more_or_less_and_not_less_than_was_asked_for(attempts: int, seed: int) -> None:
    planned = schedule.PAUSES_S[attempts - 1]
    pause = schedule.pause_s(attempts, None, random.Random(seed))
    assert pause is not None
    assert 0.8 * planned <= pause <= 1.2 * planned
    assert schedule.pause_s(attempts, 90_000, random.Random(seed)) == max(90_000, pause)


def test_after_the_tenth_attempt_there_is_none() -> None:
    assert schedule.pause_s(10, None, random.Random(1)) is None
    assert schedule.pause_s(10, 60, random.Random(1)) is None


@pytest.mark.parametrize(
    ("size", "whole", "has_data"), [(100, False, True), (30_000, False, False), (30_000, True, True)]
)
def test_a_body_over_the_limit_says_where_its_data_is(size: int, whole: bool, has_data: bool) -> None:
    doc = msgspec.json.encode({"text": "x" * size})
    body = message.body(ID, ID, "tagged", "dateline/tagging", NOW, doc, whole)
    event = msgspec.json.decode(body)
    assert ("data" in event) == has_data
    assert event["dataref"] == f"/v1/articles/{ID}/versions/{ID}"
    assert len(body) <= message.MOST_BYTES or whole


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x",
        "https://user:secret@hooks.example/",
        "https://2130706433/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://localhost/",
        "https://hooks.localhost./",
        "ftp://hooks.example/",
        "/relative",
        "https://",
        "http://127.0.0.1/",
    ],
)
def test_an_address_that_is_no_good_is_refused(url: str) -> None:
    desk = Desk(FakeWebhooks(), FakeWebhooks(), VOCABULARY, Allowed())
    with pytest.raises(Problem) as refused:
        desk.check(url, None)
    assert refused.value.errors[0].field == "url"


def test_an_address_that_the_operator_names_may_be_plain() -> None:
    for setting in ("127.0.0.1:8099", "127.0.0.1", "127.0.0.0/8"):
        Desk(FakeWebhooks(), FakeWebhooks(), VOCABULARY, allowed(setting)).check(
            "http://127.0.0.1:8099/", None
        )


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "invalid-webhook"),
        ({"url": 7}, "invalid-webhook"),
        ({"url": "https://a.example", "fliter": "x"}, "invalid-webhook"),
        ({"url": "https://a.example\u0000"}, "invalid-webhook"),
        ({"url": "https://a.example", "filter": "AND"}, "bad-filter"),
        ({"url": "https://a.example"}, "too-many-webhooks"),
    ],
)
def test_what_is_wrong_with_a_webhook_is_named(fields: dict[str, object], kind: str) -> None:
    assert kind_of(Site().ask("POST", "/v1/webhooks", json=fields)) == kind


@pytest.mark.parametrize("open_", ["", "read", "read,push"])
def test_webhooks_need_the_scope(open_: str) -> None:
    assert kind_of(Site(gateway_open=open_).get("/v1/webhooks")) == "unauthorised"


@pytest.mark.parametrize("path", ["", "/rotate", "/test", "/redeliver", "/deliveries"])
def test_a_webhook_of_nobody_is_unknown(path: str) -> None:
    method = "GET" if path in ("", "/deliveries") else "POST"
    answer = Site().ask(method, f"/v1/webhooks/{ID}{path}", json=None if method == "GET" else {})
    assert (answer.status_code, kind_of(answer)) == (404, "unknown-webhook")


class One(FakeWebhooks):
    """A webhook that everybody may see, and how its secret was rotated."""

    def __init__(self) -> None:
        self.overlaps: list[float] = []

    async def shown(self, id_: uuid.UUID | None, owner: str | None) -> Sequence[Held]:
        return [msgspec.convert(examples.webhook(), Held)]

    async def rotate(self, id_: uuid.UUID, overlap_s: float, actor: str) -> str:
        self.overlaps.append(overlap_s)
        return "whsec_x"


def test_a_secret_is_rotated_without_a_body_and_with_one() -> None:
    held = One()
    site = Site(webhooks=held)
    path = f"/v1/webhooks/{ID}/rotate"
    assert site.ask("POST", path).status_code == 200
    assert site.ask("POST", path, json={"overlap_h": 1}).status_code == 200
    assert kind_of(site.ask("POST", path, content=b"overlap_h=1")) == "unsupported-media-type"
    assert held.overlaps == [24 * 3600, 3600]


@pytest.mark.parametrize(
    ("since", "said"), [("2026-11-24T09:30:00", "write 2026-11-24T09:30:00Z"), ("x", "is no time")]
)
def test_a_time_to_redeliver_from_is_told_what_to_write(since: str, said: str) -> None:
    answer = Site(webhooks=One()).ask("POST", f"/v1/webhooks/{ID}/redeliver", json={"from": since})
    assert kind_of(answer) == "invalid-webhook"
    (error,) = answer.json()["errors"]
    assert error["field"] == "from"
    assert said in error["detail"]
