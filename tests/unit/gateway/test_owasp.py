"""OWASP API Security Top 10 (2023), risks 1 to 6, over every route that the OpenAPI document names.

1. Object level authorisation: here; on a real database in `tests/integration/gateway/test_webhooks.py`.
2. Authentication: here and in `test_access.py`; rotation in `tests/integration/gateway/test_keys.py`.
3. Object property level authorisation: here; each field in `test_push.py` and `test_webhooks.py`.
4. Resource consumption: here; rates in `test_access.py`, clients of the stream in `test_live.py`, depth and time of
   bodies in `test_push.py`, the time of a query in `tests/integration/gateway/test_bounds.py`.
5. Function level authorisation: here, from a table that must name every route.
6. Sensitive flows: here; bounds on webhooks and pushes in `test_webhooks.py` and `test_push.py`.

Risks 7 to 10 are in `test_owasp_outside.py`.
"""

import base64
import re
import secrets
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.access import keyring, keys
from services.gateway.access.keys import SCOPES
from services.gateway.openapi import Json
from tests.gateway.client import Site, kind_of
from tests.gateway.operations import (
    ALL,
    BODIES,
    DOCUMENT,
    ID,
    NEEDS,
    OPEN_TO_ALL,
    OPERATIONS,
    OWN,
    Held,
    addressed,
    made,
    pages,
)

# 1. Broken object level authorisation


@pytest.mark.parametrize(("method", "path"), [one for one in OPERATIONS if "/webhooks/{id}" in one[1]])
def test_the_webhook_of_another_is_as_unknown_as_none(method: str, path: str) -> None:
    site = Site(gateway_open="", webhooks=Held())
    (ada, hers), (bob, his), (root, all_) = (
        made("ada", "subscribe"),
        made("bob", "subscribe"),
        made("root", "admin"),
    )
    site.keyring.replace([ada, bob, root])
    example = next((body for held, at, body in BODIES if (held, at) == (method, path)), None)
    refused = site.ask(method, addressed(path), headers=his, json=example)
    nothing = site.ask(method, addressed(path).replace(ID, str(uuid.uuid4())), headers=his, json=example)
    assert [kind_of(one) for one in (refused, nothing)] == ["unknown-webhook"] * 2
    assert {one.status_code for one in (refused, nothing)} == {404}
    for headers in (hers, all_):
        assert site.ask(method, addressed(path), headers=headers, json=example).status_code < 400


def test_a_list_shows_ones_own_alone() -> None:
    site = Site(gateway_open="", webhooks=Held())
    (ada, hers), (bob, his) = made("ada", "subscribe"), made("bob", "subscribe")
    site.keyring.replace([ada, bob])
    assert len(site.get("/v1/webhooks", hers).json()["items"]) == 1
    assert site.get("/v1/webhooks", his).json()["items"] == []


# 2. Broken authentication


def forms(word: str) -> list[dict[str, str | bytes]]:
    """What is not quite a key, or not where a key belongs."""
    return [
        {"Authorization": ""},
        {"Authorization": word},
        {"Authorization": f"Bearer {word}x"},
        {"Authorization": f"Bearer {word[:-1]}"},
        {"Authorization": f"Bearer {word.upper()}"},
        {"Authorization": f"Bearer {word} {word}"},
        {"Authorization": f"Bearer {'x' * 8000}"},
        {"Authorization": f"Bearer {keys.digest(word).hex()}"},
        {"Authorization": "Bearer dateline_000000000000_" + "A" * 43},
        {"Authorization": f"Basic {word}"},
        {"Authorization": f"Basic {base64.b64encode(f'{word}:'.encode()).decode()}"},
        {"Authorization": "Bearer \u00e9\ufffd".encode()},
        {"Cookie": f"key={word}; Authorization=Bearer {word}"},
        {"X-Api-Key": word},
    ]


@pytest.mark.parametrize("number", range(len(forms("x"))))
def test_what_is_not_quite_a_key_opens_nothing(number: int) -> None:
    site = Site(gateway_open="")
    key, word = keys.make("ada", ["read"], None, None)
    site.keyring.replace([key])
    answer = site.ask("GET", "/v1/articles", headers=forms(word)[number])
    assert (answer.status_code, kind_of(answer)) == (401, "unauthorised")
    assert word not in answer.text


def test_a_key_in_the_address_is_none() -> None:
    site = Site(gateway_open="")
    key, word = keys.make("ada", ["read"], None, None)
    site.keyring.replace([key])
    assert site.get(f"/v1/articles?key={word}&access_token={word}").status_code == 401


def test_a_key_that_was_revoked_rotated_away_or_has_expired_opens_nothing() -> None:
    site = Site(gateway_open="")
    old, headers = made("ada", "read")
    new, fresh = made("ada", "read")
    site.keyring.replace([old])
    assert site.get("/v1/articles", headers).status_code == 200
    site.keyring.replace([new])
    assert [site.get("/v1/articles", one).status_code for one in (headers, fresh)] == [401, 200]
    over, ended = made("ada", "read", ends=datetime.now(UTC) - timedelta(seconds=1))
    site.keyring.replace([over])
    assert site.get("/v1/articles", ended).status_code == 401


def test_how_long_a_comparison_takes_says_nothing_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    compared, equal = list[tuple[bytes, bytes]](), secrets.compare_digest

    def noted(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return equal(one, other)

    site = Site(gateway_open="", gateway_key=OWN)
    key, word = keys.make("ada", ["read"], None, None)
    site.keyring.replace([key])
    monkeypatch.setattr(keyring.secrets, "compare_digest", noted)
    other = word[:-1] + ("A" if word[-1] != "A" else "B")
    assert [
        site.get("/v1/articles", {"Authorization": f"Bearer {one}"}).status_code for one in (other, word)
    ] == [401, 200]
    assert {len(one) for pair in compared for one in pair} == {32}  # digests, never the words themselves
    assert {(key.digest, keys.digest(one)) for one in (other, word)} <= set(compared)


# 3. Broken object property level authorisation


@pytest.mark.parametrize(("method", "path", "example"), BODIES)
@pytest.mark.parametrize("field", ["id", "owner", "secret", "created_at", "failures", "admin", "__proto__"])
def test_a_field_that_is_not_the_callers_is_refused(
    method: str, path: str, example: Json, field: str
) -> None:
    site = Site(webhooks=Held(), gateway_key=OWN)
    answer = site.ask(method, addressed(path), json=example | {field: "x"}, headers=ALL)
    assert answer.status_code in (400, 422), answer.text
    assert field in answer.text


def test_secrets_are_shown_when_they_are_made_and_never_again() -> None:
    telling = {
        (method, path)
        for method, path in OPERATIONS
        for answer in DOCUMENT["paths"][path][method.lower()]["responses"].values()
        if "Made" in str(answer.get("content", {}))
    }
    assert telling == {("POST", "/v1/webhooks"), ("POST", "/v1/webhooks/{id}/rotate")}
    for name, schema in DOCUMENT["components"]["schemas"].items():
        fields = set(schema.get("properties", {}))
        assert name == "Made" or not fields & {"secret", "old_secret", "password", "word"}, name


# 4. Unrestricted resource consumption


@pytest.mark.parametrize(("method", "path", "example"), BODIES)
def test_every_body_has_a_bound(method: str, path: str, example: Json) -> None:
    site = Site(gateway_body_limit=40_000, webhooks=Held(), gateway_key=OWN)
    headers = ALL | {"Content-Type": "application/json"}
    answer = site.ask(method, addressed(path), content=b" " * 50_000, headers=headers)
    assert (answer.status_code, kind_of(answer)) == (413, "too-large")


def parameters() -> Iterator[tuple[str, Json]]:
    for method, path in OPERATIONS:
        for one in DOCUMENT["paths"][path][method.lower()].get("parameters", []):
            if one["in"] == "query":
                yield f"{path} {one['name']}", one["schema"]


@pytest.mark.parametrize(("name", "schema"), list(parameters()))
def test_every_parameter_has_a_bound(name: str, schema: Json) -> None:
    (kind,) = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    if kind.get("type") == "integer":
        assert kind["maximum"] <= 1_000_000
    elif kind.get("type") != "boolean":
        assert {"maxLength", "pattern", "enum", "format", "const"} & (set(kind) | set(schema)), name


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/export", "/v1/stream"])
@pytest.mark.parametrize(
    "text", ["a " * 3000, "(" * 3000 + "a" + ")" * 3000, "NOT " * 900 + "a", " OR ".join(["a"] * 101)]
)
def test_a_filter_that_is_too_long_deep_or_wide_is_refused(path: str, text: str) -> None:
    answer = Site().ask("GET", path, params={"filter": text})
    assert answer.status_code == 400
    assert kind_of(answer) in ("bad-filter", "bad-parameter")


@pytest.mark.parametrize("text", ["(a+)+$", ".*", "[a-z]*x", "a{1,99}", "%", "_"])
def test_no_text_that_is_searched_for_is_a_pattern(text: str) -> None:
    for query in ({"filter": f'"{text}"'}, {"q": text}):
        answer = Site().ask("GET", "/v1/articles", params=query)
        assert (answer.status_code, answer.json().get("items", [])) in ((200, []), (400, []))


# 5. Broken function level authorisation


def test_the_table_of_scopes_is_whole() -> None:
    assert set(NEEDS) | OPEN_TO_ALL == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), NEEDS)
def test_a_route_opens_to_its_scope_and_to_no_other(method: str, path: str) -> None:
    site = Site(gateway_open="", gateway_rate=0)
    assert site.ask(method, addressed(path)).status_code == 401
    for scope in SCOPES:
        key, headers = made("ada", scope)
        site.keyring.replace([key])
        answer = site.ask(method, addressed(path), headers=headers, json={} if method == "POST" else None)
        let_in = answer.status_code not in (401, 403)
        assert let_in == (scope in (NEEDS[method, path], "admin")), f"{scope}: {answer.status_code}"


@pytest.mark.parametrize(("method", "path"), NEEDS)
def test_what_is_open_to_readers_lets_nobody_write(method: str, path: str) -> None:
    answer = Site(gateway_open="read").ask(method, addressed(path), json={} if method == "POST" else None)
    assert (answer.status_code == 401) == (NEEDS[method, path] != "read")


def test_no_page_is_open_where_reading_is_not() -> None:
    site = Site(gateway_open="")
    found = pages(site)
    assert len(found) > 15
    let_in = {path for path in found if site.get(re.sub(r"{[^}]+}", "x", path)).status_code not in (401, 403)}
    assert let_in <= {"/asyncapi", "/asyncapi.json", "/favicon.ico", "/static/{mark}/{name}"}


# 6. Unrestricted access to sensitive flows


@pytest.mark.parametrize(("method", "path"), NEEDS)
def test_whatever_a_caller_sets_off_counts_for_its_rate(method: str, path: str) -> None:
    site = Site(gateway_open="", webhooks=Held())
    key, headers = made("ada", "admin", rate=1)
    site.keyring.replace([key])
    assert site.ask(method, addressed(path), headers=headers).status_code != 429
    second = site.ask(method, addressed(path), headers=headers)
    assert (second.status_code, second.headers["retry-after"]) == (429, "60")
