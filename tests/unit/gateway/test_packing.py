"""Answers are packed as the client likes best, and say the same packed as unpacked."""

import gzip

import brotli
import httpx
import pytest

from services.gateway.packing import chosen
from tests.gateway.client import Site
from tests.gateway.events import identify, tagged
from tests.gateway.fakes import FakeArticles

LONG = tagged("long", text="Rates stay where they are. " * 200)
PATH = f"/v1/articles/{identify('long')}"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"),
        ("br;q=x", None),
        ("BR", "br"),
    ],
)
def test_the_coding_that_is_liked_best_is_chosen(accepted: str, coding: str | None) -> None:
    assert chosen(accepted) == coding


def asked(path: str, accepted: str) -> httpx.Response:
    return Site(FakeArticles(LONG)).get(path, {"Accept-Encoding": accepted})


@pytest.mark.parametrize("path", [PATH, "/v1/export"])
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_an_answer_says_the_same_packed(path: str, coding: str) -> None:
    plain, packed = asked(path, "identity"), asked(path, coding)
    assert packed.headers["content-encoding"] == coding
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert packed.content == plain.content
    assert packed.headers.get("etag") == plain.headers.get("etag")
    assert len(plain.content) > 5 * len({"br": brotli, "gzip": gzip}[coding].compress(plain.content))


def test_a_small_answer_and_an_empty_one_stay_as_they_are() -> None:
    site = Site(FakeArticles(LONG))
    assert "content-encoding" not in site.get("/healthz", {"Accept-Encoding": "br"}).headers
    tag = site.get(PATH).headers["etag"]
    held = site.get(PATH, {"Accept-Encoding": "br", "If-None-Match": tag})
    assert (held.status_code, held.content) == (304, b"")


def test_the_live_stream_is_never_packed() -> None:
    site = Site()
    site.streams.chunks = (b"data: " + b"x" * 5000 + b"\n\n",)
    answer = site.get("/v1/stream", {"Accept-Encoding": "br"})
    assert "content-encoding" not in answer.headers
    assert len(answer.content) > 5000
