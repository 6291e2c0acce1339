"""What may be pushed, and what is refused with its field named. No bad input makes the gateway fail."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.submission import Submission
from services.gateway import body, problems
from services.runtime.faults import Poison, Transient
from tests.gateway.client import Site, kind_of

GOOD: dict[str, object] = {"source": "wire", "url": "https://example.org/a", "text": "Rates rise."}
LIMIT = 4096


def with_(**fields: object) -> dict[str, object]:
    return GOOD | fields


def without(*names: str, **fields: object) -> dict[str, object]:
    return {name: value for name, value in with_(**fields).items() if name not in names}


def test_an_accepted_article_is_handed_on_whole_and_its_address_told() -> None:
    site = Site()
    answer = site.post(
        without(
            "text",
            content="<p>Rates rise.</p>",
            content_type="text/html",
            guid="g1",
            title="Rates 🙂",
            summary="Up.",
            published="2026-11-01T10:00:00+02:00",
            updated="2026-11-01T09:00:00Z",
            language="en-GB",
            authors=["A. Writer"],
            pubstatus="usable",
        )
    )
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/articles/{answer.json()['id']}"
    assert answer.json()["url"] == "https://example.org/a"
    assert site.intake.taken == [
        Submission(
            source="wire",
            content="<p>Rates rise.</p>",
            content_type="text/html",
            source_class="push",
            guid="g1",
            url="https://example.org/a",
            title="Rates 🙂",
            summary="Up.",
            published="2026-11-01T08:00:00+00:00",
            updated="2026-11-01T09:00:00+00:00",
            language="en-GB",
            authors=("A. Writer",),
            pubstatus="usable",
        )
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (with_(), with_(url="https://EXAMPLE.org:443/a?utm_source=x#top")),
        (with_(), with_(text="Another text.", source="elsewhere")),
        (without("url", guid="g"), without("url", guid="g", title="New")),
    ],
)
def test_the_same_address_is_the_same_article(one: dict[str, object], other: dict[str, object]) -> None:
    site = Site()
    assert site.post(one).json()["id"] == site.post(other).json()["id"]


def test_the_same_submission_again_has_the_same_event_id() -> None:
    site = Site()
    assert site.post(GOOD).json() == site.post(GOOD).json()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (without("source"), "source"),
        (with_(source="Reuters World"), "source"),
        (with_(source="a" * 65), "source"),
        (with_(source="../x"), "source"),
        (with_(source="wire\n"), "source"),
        (with_(source=7), "source"),
        (without("url"), "url"),
        (with_(url="ftp://example.org/a"), "url"),
        (with_(url="/a"), "url"),
        (with_(url="https://user:pass@example.org/"), "url"),
        (with_(url="https://example.org:99999/"), "url"),
        (with_(url="https://[::1/"), "url"),
        (with_(url="https://example.org/" + "a" * 2048), "url"),
        (with_(url=None), "url"),
        (with_(guid=" "), "guid"),
        (without("text"), "content"),
        (with_(content="b"), "content"),
        (with_(text=""), "text"),
        (with_(text=" \n\t"), "text"),
        (with_(text=None), "content"),
        (with_(text=["a"]), "text"),
        (with_(text="nul \0 byte"), "text"),
        (with_(title="nul \0 byte"), "title"),
        (with_(title="a" * 1001), "title"),
        (with_(content_type="text/html"), "content_type"),
        (with_(content_type="application/pdf"), "content_type"),
        (with_(published="yesterday"), "published"),
        (with_(published="2026-11-01"), "published"),
        (with_(published="2026-11-01T10:00:00"), "published"),
        (with_(published="2026-13-01T10:00:00Z"), "published"),
        (with_(published="0001-01-01T00:00:00+14:00"), "published"),
        (with_(published="9999-12-31T23:59:59Z"), "published"),
        (with_(published=1700000000), "published"),
        (with_(updated="9999-12-31T23:59:59-12:00"), "updated"),
        (with_(language="english language"), "language"),
        (with_(authors="A. Writer"), "authors"),
        (with_(authors=[""]), "authors.0"),
        (with_(authors=["A"] * 51), "authors"),
        (with_(pubstatus="gone"), "pubstatus"),
        (with_(pubstatus=True), "pubstatus"),
        (with_(txet="typo"), "txet"),
    ],
)
def test_a_wrong_field_is_refused_and_named(fields: dict[str, object], field: str) -> None:
    site = Site()
    answer = site.post(fields)
    assert kind_of(answer) == "invalid-article"
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["detail"].startswith(f"{field}: ")
    assert site.intake.taken == []


def test_a_time_zone_ahead_is_no_future() -> None:
    soon = datetime.now(UTC) + timedelta(hours=20)
    assert Site().post(with_(published=soon.isoformat())).status_code == 202


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"not json",
        b"null",
        b"[]",
        b'"text"',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"source":' + b"[" * 9 + b"]" * 9 + b"}",
        b'{"source":NaN}',
        b'{"source":-Infinity}',
        b'{"source":"a","source":"b"}',
        b'{"source":"a"} trailing',
        b'\xef\xbb\xbf{"source":"a"}',
        b'{"source":"\xff"}',
        b'{"source":"\xed\xa0\x80"}',
        b'{"source":"raw \x00 byte"}',
        '{"source":"a"}'.encode("utf-16"),
        b'{"n":' + b"9" * 5000 + b"}",
        b"{'source':'a'}",
    ],
)
def test_what_is_not_one_json_object_is_refused(raw: bytes) -> None:
    site = Site(gateway_body_limit=2**20)
    assert kind_of(site.push(raw)) == "bad-json"


@pytest.mark.parametrize(
    "raw",
    [
        b'{"source":"wire","guid":"g","text":"half a pair \\ud800"}',
        b'{"source":"wire","guid":"g","text":"a","half a pair \\udfff":1}',
    ],
)
def test_half_a_surrogate_pair_is_refused(raw: bytes) -> None:
    assert kind_of(Site().push(raw)) == "invalid-article"


@pytest.mark.parametrize(
    "headers",
    [
        {"content_type": ""},
        {"content_type": "text/plain"},
        {"content_type": "application/x-www-form-urlencoded"},
        {"content_type": "application/json; charset=utf-16"},
        {"content_type": "application/json; charset=latin-1"},
        {"content_type": "application/jsonp"},
        {"content_encoding": "gzip"},
        {"content_encoding": "zstd"},
    ],
)
def test_another_media_type_or_a_packed_body_is_refused(headers: dict[str, str]) -> None:
    assert kind_of(Site().push(b"{}", **headers)) == "unsupported-media-type"


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; Charset=UTF-8"])
def test_json_in_utf8_is_taken(content_type: str) -> None:
    raw = b'{"source":"wire","guid":"g","text":"a"}'
    assert Site().push(raw, content_type=content_type).status_code == 202


async def chunks(total: int) -> AsyncIterator[bytes]:
    for _ in range(total // 1000):
        yield b" " * 1000


@pytest.mark.parametrize(
    "raw",
    [b" " * (LIMIT + 1), chunks(10 * LIMIT)],
    ids=["announced", "in chunks"],
)
def test_a_body_over_the_limit_is_refused(raw: bytes | AsyncIterator[bytes]) -> None:
    answer = Site(gateway_body_limit=LIMIT).push(raw)
    assert kind_of(answer) == "too-large"
    assert str(LIMIT) in answer.json()["detail"]


async def never_ending() -> AsyncIterator[bytes]:
    yield b"{"
    await asyncio.Event().wait()


def test_a_body_that_does_not_arrive_is_given_up() -> None:
    answer = Site(gateway_body_s=0.01).push(never_ending())
    assert (answer.status_code, kind_of(answer)) == (408, "slow-body")


def test_a_body_at_the_limit_is_taken() -> None:
    raw = b'{"source":"wire","guid":"g","text":"a"}'
    assert Site(gateway_body_limit=LIMIT).push(raw.ljust(LIMIT)).status_code == 202


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        (Transient("broker", "KafkaConnectionError at 10.0.0.1"), 503, "unavailable"),
        (Poison("too_large", "the record is larger than 8 bytes"), 413, "too-large"),
        (RuntimeError("secret"), 500, "internal"),
    ],
)
def test_what_the_stream_did_not_take_is_never_accepted(fault: Exception, status: int, kind: str) -> None:
    site = Site()
    site.intake.fault = fault
    answer = site.post(GOOD)
    assert (answer.status_code, kind_of(answer)) == (status, kind)
    assert "10.0.0.1" not in answer.text
    assert "secret" not in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "source",
        "url",
        "guid",
        "content",
        "text",
        "title",
        "summary",
        "published",
        "updated",
        "language",
        "authors",
    ]
)


@pytest.fixture(scope="module")
def unlimited() -> Site:
    """One for many requests."""
    return Site(gateway_rate=0)


@given(st.dictionaries(FIELDS, JSON | st.text(), max_size=6), st.booleans())
@settings(deadline=None)
def test_whatever_the_fields_hold_the_answer_is_a_202_or_a_problem(
    unlimited: Site, fields: dict[str, Any], whole: bool
) -> None:
    answer = unlimited.push(json.dumps(GOOD | fields if whole else fields).encode())
    assert answer.status_code in (202, 400, 422)
    if answer.status_code != 202:
        assert kind_of(answer) in ("bad-json", "invalid-article")


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_they_are_one_object_or_bad_json(raw: bytes) -> None:
    try:
        found: object = body.parse(raw)
    except body.Problem as problem:
        found = problem.kind
    assert found == problems.BAD_JSON or isinstance(found, dict)


def several(*texts: str) -> list[dict[str, object]]:
    return [without("url", guid=f"g{number}", text=text) for number, text in enumerate(texts)]


def lines(articles: list[dict[str, object]]) -> bytes:
    return b"\n\n".join(json.dumps(one).encode() for one in articles) + b"\n"


@pytest.mark.parametrize("as_lines", [False, True])
def test_several_are_taken_at_once_and_each_gets_its_id(as_lines: bool) -> None:
    site, articles = Site(), several("Rates rise.", "Rates fall.", "Rates stay.")
    if as_lines:
        answer = site.push(lines(articles), content_type="application/x-ndjson; charset=utf-8")
    else:
        answer = site.post(articles)
    assert answer.status_code == 202
    assert [one.content for one in site.intake.taken] == ["Rates rise.", "Rates fall.", "Rates stay."]
    ids = [one["id"] for one in answer.json()["items"]]
    assert len(set(ids)) == 3
    assert ids[1] == site.post(articles[1]).json()["id"]


@pytest.mark.parametrize("as_lines", [False, True])
def test_of_several_none_is_taken_where_one_is_wrong_and_that_one_is_named(as_lines: bool) -> None:
    site, articles = Site(), [*several("Rates rise.", "Rates fall."), without("source")]
    lined = site.push(lines(articles), content_type="application/x-ndjson")
    answer = lined if as_lines else site.post(articles)
    assert (answer.status_code, kind_of(answer)) == (422, "invalid-article")
    assert [fault["field"] for fault in answer.json()["errors"]] == ["2.source"]
    assert site.intake.taken == []


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b"[]", "application/json"),
        (b"[1]", "application/json"),
        (json.dumps(several(*"x" * 501)).encode(), "application/json"),
        (b"\n\n", "application/x-ndjson"),
        (b'{"source": "wire"}\n{"source', "application/x-ndjson"),
        (lines(several(*"x" * 501)), "application/x-ndjson"),
    ],
)
def test_too_few_too_many_and_what_is_no_article_are_refused(raw: bytes, content_type: str) -> None:
    assert kind_of(Site().push(raw, content_type=content_type)) == "bad-json"
