"""All that matches in one answer: a line an article, or a table that no spreadsheet runs."""

import csv
import io

import msgspec
import pytest

from schemas.envelope import payload
from tests.gateway.client import Site, kind_of
from tests.gateway.events import entity, retracted, tagged
from tests.gateway.fakes import FakeArticles

MANY = [
    tagged(f"n{number}", published=f"2026-10-01T00:{number // 60:02}:{number % 60:02}+00:00")
    for number in range(250)
]


def site() -> Site:
    return Site(FakeArticles(*MANY, retracted("gone")))


@pytest.mark.parametrize(("limit", "expected"), [(1, 1), (100, 100), (101, 101), (250, 250), (1000, 250)])
def test_every_article_that_matches_is_a_line_newest_first(limit: int, expected: int) -> None:
    answer = site().get(f"/v1/export?limit={limit}&filter=source:wire")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.content.split(b"\n")[:-1] == [payload(event.data) for event in MANY[::-1]][:expected]


def test_a_document_with_line_feeds_stays_one_line() -> None:
    articles = FakeArticles(tagged("a"))
    ((id_, held),) = articles.rows.items()
    articles.rows[id_] = msgspec.structs.replace(held, doc=held.doc.replace(b",", b",\r\n"))
    assert Site(articles).get("/v1/export").text.count("\n") == 1


def test_the_table_has_a_heading_and_one_row_an_article() -> None:
    named = (entity("Kaja Kallas", id_="Q1"), entity("Quillhaven", "place"))
    answer = Site(FakeArticles(tagged("Über, „alles“", entities=named))).get("/v1/export?format=csv")
    heading, row = csv.reader(io.StringIO(answer.text))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert heading[0] == "id"
    assert row[1:] == [
        "1",
        "2026-11-01T12:00:00+00:00",
        "wire",
        "en",
        "Über, „alles“ 1",
        "",
        "medtop:04000000 medtop:04000000",
        "Q1 Kaja Kallas; Quillhaven",
    ]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(title: str) -> None:
    answer = Site(FakeArticles(tagged(title))).get("/v1/export?format=csv")
    assert list(csv.reader(io.StringIO(answer.text)))[1][5] == f"'{title} 1"


@pytest.mark.parametrize("query", ["format=xls", "limit=0", "limit=1000001", "cursor=x"])
def test_a_wrong_parameter_is_refused(query: str) -> None:
    assert kind_of(site().get(f"/v1/export?{query}")) == "bad-parameter"
