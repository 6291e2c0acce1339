"""What is wrong with a request is said in words of our own, which name the field and say what it takes."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from services.gateway import faults
from tests.gateway.client import Site
from tests.gateway.operations import ALL, BODIES, DOCUMENT, OPERATIONS, OWN, Held, addressed

LIBRARY = re.compile(r"\b(input|should|pydantic|valid|required|permitted|int|none|value error|parse)\b", re.I)
JSON = {"Content-Type": "application/json"}
ODD: tuple[object, ...] = (
    None, 3, 3.5, -1, 10**30, "", "x", "\0", "\ud800", "%", "x" * 30_000, True, [], [3], ["a"] * 60, ["x" * 300], {},
    {"a": 1}, "2026-13-01", "2026-11-24T09:30:00", "9999-12-31T23:59:59-14:00", "http://", "ftp://a.example/",
)  # fmt: skip
ODD_TEXTS = ("", "x", "0", "-1", "9" * 30, "\0", "%", "x" * 5000, "3.5", "2026-13-01", "nan")


def queries() -> Iterator[tuple[str, str, str]]:
    """Every query parameter of every route."""
    for method, path in OPERATIONS:
        for one in DOCUMENT["paths"][path][method.lower()].get("parameters", ()):
            if one["in"] == "query":
                yield method, path, one["name"]


QUERIES = list(queries())


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(webhooks=Held(), gateway_key=OWN, gateway_rate=0)


def told(site: Site, method: str, path: str, **request: Any) -> list[tuple[str, str]]:
    """The fields that are found wrong, and what is said of each, looked at; none where the request is refused for
    something else, or taken.
    """
    answer = site.ask(method, addressed(path), headers=ALL | JSON, **request)
    assert answer.status_code < 500
    found = [] if answer.status_code < 400 else answer.json().get("errors", [])
    for fault in found:
        assert fault["field"]
        assert not LIBRARY.search(fault["detail"]), fault
        assert faults.ODD not in fault["detail"], fault
    if found and "position" not in answer.json():
        assert answer.json()["detail"] == f"{found[0]['field']}: {found[0]['detail']}"
    return [(fault["field"], fault["detail"]) for fault in found]


@pytest.mark.parametrize(("method", "path", "name"), QUERIES)
def test_a_parameter_that_is_wrong_is_told_in_plain_words(
    site: Site, method: str, path: str, name: str
) -> None:
    found = {field for value in ODD_TEXTS for field, _ in told(site, method, path, params={name: value})}
    assert found == {name}


@pytest.mark.parametrize(("method", "path"), sorted({(method, path) for method, path, _ in QUERIES}))
def test_a_parameter_that_is_not_known_is_told_with_those_that_are(
    site: Site, method: str, path: str
) -> None:
    ((field, detail),) = told(site, method, path, params={"colour": "red"})
    assert field == "colour"
    assert detail.startswith("is not known; there ")
    for name in (one for of, at, one in QUERIES if (of, at) == (method, path)):
        assert re.search(rf"\b{name}\b", detail)


@pytest.mark.parametrize(("method", "path", "example"), BODIES)
def test_a_body_that_is_wrong_is_told_in_plain_words(
    site: Site, method: str, path: str, example: dict[str, Any]
) -> None:
    schema = DOCUMENT["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
    one = schema.get("oneOf", [schema])[0]["$ref"].rpartition("/")[2]
    for name in DOCUMENT["components"]["schemas"][one]["properties"]:
        found = [
            field.partition(".")[0]
            for value in ODD
            for field, _ in told(site, method, path, content=json.dumps({**example, name: value}))
        ]
        assert name in found


@pytest.mark.parametrize(("method", "path", "example"), BODIES)
def test_a_field_that_is_not_known_is_told_with_those_that_are(
    site: Site, method: str, path: str, example: dict[str, Any]
) -> None:
    ((field, detail),) = told(site, method, path, content=json.dumps({**example, "colour": "red"}))
    assert field == "colour"
    assert detail.startswith("is not known; there ")
    assert all(name in detail for name in example)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("source", "is missing")]),
        (
            {"source": "The Wire", "url": "https://a.example/", "text": "x"},
            [
                (
                    "source",
                    "has to be a name of 1 to 64 of a-z, 0-9, '.', '_' and '-' that begins with a letter or a digit",
                )
            ],
        ),
        (
            {"source": "a", "guid": "1", "text": "x", "pubstatus": "gone", "authors": ["a"] * 51},
            [
                ("authors", "has to have at most 50 items"),
                ("pubstatus", "has to be 'usable', 'withheld' or 'canceled'"),
            ],
        ),
        (
            {"source": "a", "text": "x"},
            [("url", "give url or guid, so that the article can be told from the next one")],
        ),
        (
            {"source": "a", "guid": "1", "text": "x", "title": "x" * 1001},
            [("title", "has to have at most 1000 characters")],
        ),
    ],
)
def test_every_field_of_an_article_that_is_wrong_is_named(
    site: Site, fields: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert told(site, "POST", "/v1/articles", content=json.dumps(fields)) == expected


@pytest.mark.parametrize(
    ("method", "path", "name", "request_"),
    [
        ("GET", "/v1/articles", "bad-parameter", {"params": {"limit": 500}}),
        ("POST", "/v1/articles", "invalid-article", {"content": '{"guid": "1", "text": "x"}'}),
        (
            "POST",
            "/v1/webhooks",
            "invalid-webhook",
            {"content": '{"url": "https://a.example/", "whole": "yes"}'},
        ),
    ],
)
def test_the_description_shows_what_is_answered(
    site: Site, method: str, path: str, name: str, request_: dict[str, Any]
) -> None:
    answer = site.ask(method, path, headers=ALL | JSON, **request_)
    responses = DOCUMENT["paths"][path][method.lower()]["responses"]
    shown = responses[str(answer.status_code)]["content"]["application/problem+json"]["examples"]
    assert shown[name]["value"] == answer.json()


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b'{"source": "a" "b"}', "line 1, column 16: that is no JSON"),
        (b"", "line 1, column 1: that is no JSON"),
        (b'{"source": "\xff"}', "byte 13: that is no UTF-8"),
        (b'{"source": "a", "source": "a"}', "source: given twice"),
        (b'{"source": NaN}', "NaN is no JSON"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_with_the_place(site: Site, content: bytes, detail: str) -> None:
    answer = site.ask("POST", "/v1/articles", headers=ALL | JSON, content=content)
    assert (answer.status_code, answer.json()["detail"]) == (400, detail)


def test_every_pattern_of_the_description_has_words() -> None:
    patterns = set(re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(DOCUMENT)))
    assert {json.loads(f'"{one}"') for one in patterns} <= set(faults.PATTERNS)
