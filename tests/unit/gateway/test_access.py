"""Who may do what: keys, scopes, rates, and what a browser of another origin may do."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.access import keys
from services.gateway.access.keys import Key, Scope
from services.gateway.access.rates import Rates
from tests.gateway.client import Site, kind_of

GOOD = {"source": "a", "guid": "b", "text": "c"}
OWN = "an environment key of enough length"


def keyed(site: Site, *scopes: Scope, rate: int | None = None, ends: datetime | None = None) -> str:
    """The word of a new key that `site` knows."""
    key, word = keys.make("desk", scopes, rate, ends)
    site.keyring.replace([key])
    return word


def bearer(word: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {word}"}


READ = [
    "/v1/articles",
    "/v1/articles/7",
    "/v1/export",
    "/v1/entities",
    "/v1/topics",
    "/v1/stream",
]


@pytest.mark.parametrize("path", READ)
def test_what_is_not_open_needs_a_key(path: str) -> None:
    answer = Site(gateway_open="").get(path)
    assert (answer.status_code, kind_of(answer)) == (401, "unauthorised")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/openapi.json", "/problems/forbidden"])
def test_probes_and_explanations_need_none(path: str) -> None:
    assert Site(gateway_open="").get(path).status_code == 200


def test_reading_may_be_open_while_pushing_is_not() -> None:
    site = Site(gateway_open="read")
    assert site.get("/v1/articles").status_code == 200
    assert kind_of(site.post(GOOD)) == "unauthorised"


@pytest.mark.parametrize(
    ("scope", "read", "push"), [("read", 200, 403), ("push", 403, 202), ("admin", 200, 202)]
)
def test_a_key_may_do_what_its_scopes_say(scope: Scope, read: int, push: int) -> None:
    site = Site(gateway_open="")
    headers = bearer(keyed(site, scope))
    assert site.get("/v1/articles", headers).status_code == read
    answer = site.ask("POST", "/v1/articles", json=GOOD, headers=headers)
    assert answer.status_code == push
    if push == 403:
        assert kind_of(answer) == "forbidden"


@pytest.mark.parametrize("header", ["Bearer", "Bearer wrong", "Digest x", "Basic !!", OWN])
def test_a_wrong_key_is_refused_even_where_all_is_open(header: str) -> None:
    answer = Site(gateway_key=OWN).get("/v1/articles", {"Authorization": header})
    assert (answer.status_code, kind_of(answer)) == (401, "unauthorised")


def test_the_key_of_the_environment_may_do_everything() -> None:
    site = Site(gateway_open="", gateway_key=OWN)
    assert site.get("/v1/articles", bearer(OWN)).status_code == 200
    assert site.ask("POST", "/v1/articles", json=GOOD, headers=bearer(OWN)).status_code == 202
    assert OWN not in site.get("/v1/articles", bearer(OWN[:-1])).text


def test_a_browser_is_asked_for_the_key_as_a_password() -> None:
    site = Site(gateway_open="", gateway_key=OWN)
    asked = site.get("/v1/articles", {"Accept": "text/html,*/*"})
    assert asked.headers["www-authenticate"].startswith("Basic")
    given = base64.b64encode(f"anyone:{OWN}".encode()).decode()
    assert site.get("/v1/articles", {"Authorization": f"Basic {given}"}).status_code == 200


def test_a_key_ends_when_it_should() -> None:
    site, now = Site(gateway_open=""), datetime.now(UTC)
    assert (
        site.get("/v1/articles", bearer(keyed(site, "read", ends=now + timedelta(hours=1)))).status_code
        == 200
    )
    assert kind_of(site.get("/v1/articles", bearer(keyed(site, "read", ends=now)))) == "unauthorised"


def test_a_key_that_only_shares_an_id_is_none() -> None:
    site = Site(gateway_open="")
    word = keyed(site, "read")
    other = word[:-1] + ("A" if word[-1] != "A" else "B")
    assert keys.id_of(other) == keys.id_of(word)
    assert kind_of(site.get("/v1/articles", bearer(other))) == "unauthorised"


def test_before_the_keys_were_read_nobody_is_called_wrong() -> None:
    _, word = keys.make("desk", ("read",), None, None)
    answer = Site(gateway_open="").get("/v1/articles", bearer(word))
    assert (answer.status_code, kind_of(answer)) == (503, "unavailable")


def test_of_a_key_only_its_digest_is_kept() -> None:
    key, word = keys.make("desk", ("read",), None, None)
    assert word.partition("_")[2].partition("_")[2] not in repr(key)
    assert key.digest == keys.digest(word)


def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    site = Site(gateway_open="")
    headers = bearer(keyed(site, "read", rate=2))
    first = site.get("/v1/articles", headers)
    assert first.headers["ratelimit-policy"] == '"minute";q=2;w=60'
    assert first.headers["ratelimit"] == '"minute";r=1;t=30'
    site.get("/v1/articles", headers)
    third = site.get("/v1/articles", headers)
    assert (third.status_code, kind_of(third)) == (429, "too-many-requests")
    assert 25 < int(third.headers["retry-after"]) <= 30
    assert third.headers["ratelimit"].startswith('"minute";r=0')


def test_guesses_count_for_the_address_and_not_for_the_keys() -> None:
    site = Site(gateway_open="", gateway_rate=2)
    headers = bearer(keyed(site, "read"))
    assert [site.get("/v1/articles", bearer("guess")).status_code for _ in range(3)] == [401, 401, 429]
    assert site.get("/v1/articles", headers).status_code == 200


def test_without_a_rate_nothing_is_counted() -> None:
    answer = Site(gateway_rate=0).get("/v1/articles")
    assert "ratelimit" not in answer.headers


def test_a_bucket_fills_up_again_evenly_and_never_over_its_limit() -> None:
    now = [1000.0]
    rates = Rates(lambda: now[0])
    assert [rates.take("a", 60).left for _ in range(60)][-1] == 0
    assert rates.take("a", 60).wait_s == pytest.approx(1)
    now[0] += 2
    assert (rates.take("a", 60).wait_s, rates.take("a", 60).wait_s) == (0, 0)
    assert rates.take("a", 60).wait_s > 0
    now[0] += 3600
    assert rates.take("a", 60).left == 59


def test_callers_that_are_remembered_are_bounded() -> None:
    rates = Rates(lambda: 0.0, most=2)
    for caller in ("a", "b", "c"):
        rates.take(caller, 1)
    assert rates.take("c", 1).wait_s > 0
    assert rates.take("a", 1).wait_s == 0


def test_pages_of_another_origin_are_let_in_only_where_they_are_named() -> None:
    site = Site(gateway_cors="https://desk.example")
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    welcome = site.ask("OPTIONS", "/v1/articles", headers={"Origin": "https://desk.example"} | asked)
    assert welcome.status_code == 200
    assert welcome.headers["access-control-allow-origin"] == "https://desk.example"
    assert "access-control-allow-credentials" not in welcome.headers
    refused = site.ask("OPTIONS", "/v1/articles", headers={"Origin": "https://evil.example"} | asked)
    assert refused.status_code == 400
    read = site.get("/v1/articles", {"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in read.headers


def test_scopes_in_a_setting() -> None:
    assert keys.scopes(" read, push,") == {"read", "push"}
    with pytest.raises(ValueError, match="'reed' is no scope"):
        keys.scopes("read,reed")


def test_admin_includes_every_scope() -> None:
    assert Key(id="a", name="b", digest=b"", scopes=frozenset({"admin"})).may("push")
