"""What is served: one article, and the newest of them page by page."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.envelope import payload
from schemas.tagged import TaggedArticle
from tests.gateway.client import Site, kind_of
from tests.gateway.events import identify, retracted, tagged
from tests.gateway.fakes import FakeArticles

SPORT, ECONOMY = "medtop:15000000", "medtop:04000000"
SEVEN = [
    tagged(
        f"n{day}",
        published=f"2026-10-0{day}T00:00:00+00:00",
        source="wire" if day % 2 else "other",
        topics=(SPORT,) if day > 4 else (ECONOMY,),
    )
    for day in range(1, 8)
]


def site() -> Site:
    return Site(FakeArticles(*SEVEN, retracted("gone")))


def titles(raw: bytes) -> list[str]:
    page = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    return [one.article.title[:2] for one in msgspec.json.decode(page["items"], type=list[TaggedArticle])]


def test_an_article_is_served_as_the_stream_said_it_with_the_attributes_of_its_event() -> None:
    answer = site().get(f"/v1/articles/{identify('n1')}")
    assert answer.status_code == 200
    assert answer.content == payload(SEVEN[0].data)
    assert answer.headers["content-type"] == "application/json"
    assert {name: value for name, value in answer.headers.items() if name.startswith("ce-")} == {
        "ce-specversion": "1.0",
        "ce-id": SEVEN[0].id,
        "ce-type": "dateline.article.tagged.v1",
        "ce-source": "dateline/tagging",
        "ce-time": SEVEN[0].time,
    }


@pytest.mark.parametrize(
    ("article", "status", "kind"),
    [
        (identify("gone"), 410, "retracted"),
        (identify("never seen"), 404, "unknown-article"),
        ("7", 400, "bad-id"),
        (identify("n1").replace("-", ""), 400, "bad-id"),
        ("{" + identify("n1") + "}", 400, "bad-id"),
        ("%00", 400, "bad-id"),
        ("%f0%9f%99%82", 400, "bad-id"),
        ("%ff%fe", 400, "bad-id"),
        ("x" * 5000, 400, "bad-id"),
    ],
)
def test_an_article_that_cannot_be_served_is_a_problem(article: str, status: int, kind: str) -> None:
    answer = site().get(f"/v1/articles/{article}")
    assert (answer.status_code, kind_of(answer)) == (status, kind)


def test_an_id_in_capitals_is_the_same_id() -> None:
    assert site().get(f"/v1/articles/{identify('n1').upper()}").status_code == 200


@pytest.mark.parametrize("path", [f"/v1/articles/{identify('n1')}", "/v1/articles?limit=2"])
@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"other", W/"{}"', "*"])
def test_what_the_client_holds_already_is_not_sent_again(path: str, form: str) -> None:
    first = site().get(path)
    again = site().get(path, {"If-None-Match": form.format(first.headers["etag"][3:-1])})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert site().get(path, {"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["n7", "n6", "n5", "n4", "n3", "n2", "n1"]),
        ("?limit=2", ["n7", "n6"]),
        ("?source=wire", ["n7", "n5", "n3", "n1"]),
        (f"?topic={SPORT}", ["n7", "n6", "n5"]),
        (f"?source=other&topic={ECONOMY}", ["n4", "n2"]),
        (f"?filter=NOT+topic:{SPORT}+source:wire", ["n3", "n1"]),
        (f"?filter=published<2026-10-03+OR+n7&topic={ECONOMY}", ["n2", "n1"]),
        ("?q=n7", ["n7"]),
        ("?q=rates&order=best&limit=2", ["n1", "n2"]),
        ("?source=nobody", []),
    ],
)
def test_the_list_is_newest_first_and_narrowed_by_filters(query: str, expected: list[str]) -> None:
    assert titles(site().get(f"/v1/articles{query}").content) == expected


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("filters", ["", "&source=wire", f"&topic={SPORT}"])
def test_following_the_links_shows_every_article_once(limit: int, filters: str) -> None:
    following, seen, here = f"/v1/articles?limit={limit}{filters}", list[str](), site()
    while following:
        answer = here.get(following)
        seen += titles(answer.content)
        link = answer.headers.get("link", "")
        assert (answer.json()["next"] is None) == (link == "")
        following = link.removeprefix("<").removesuffix('>; rel="next"')
    assert seen == titles(here.get(f"/v1/articles?limit=100{filters}").content)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("filter=", "bad-filter"),
        ("filter=AND", "bad-filter"),
        ("filter=sorce:wire", "bad-filter"),
        ("filter=" + "a+" * 10_000, "bad-filter"),
        ("filter=" + "(" * 3000, "bad-filter"),
        ("filter=%00", "bad-filter"),
        ("q=", "bad-parameter"),
        ("q=%00", "bad-parameter"),
        ("q=" + "a" * 301, "bad-parameter"),
        ("order=best", "bad-parameter"),
        ("order=worst&q=a", "bad-parameter"),
        ("limit=0", "bad-parameter"),
        ("limit=101", "bad-parameter"),
        ("limit=-1", "bad-parameter"),
        ("limit=ten", "bad-parameter"),
        ("limit=1e1", "bad-parameter"),
        ("limit=" + "9" * 5000, "bad-parameter"),
        ("limit=", "bad-parameter"),
        ("source=A B", "bad-parameter"),
        ("source=%00", "bad-parameter"),
        ("source=a'--", "bad-parameter"),
        ("topic=sport", "bad-parameter"),
        ("topic=medtop:1500000", "bad-parameter"),
        ("topic=medtop:15000000%0a", "bad-parameter"),
        ("topic=medtop:٠٠٠٠٠٠٠٠", "bad-parameter"),
        ("topics=medtop:15000000", "bad-parameter"),
        ("offset=20", "bad-parameter"),
        ("cursor=" + "A" * 101, "bad-parameter"),
        ("cursor=", "bad-cursor"),
        ("cursor=x", "bad-cursor"),
        ("cursor=" + "A" * 39, "bad-cursor"),
        ("cursor=%f0%9f%99%82", "bad-cursor"),
        ("cursor=%00", "bad-cursor"),
    ],
)
def test_a_wrong_parameter_is_refused(query: str, kind: str) -> None:
    answer = site().get(f"/v1/articles?{query}")
    assert (answer.status_code, kind_of(answer)) == (400, kind)
    assert answer.json()["detail"].startswith(query.partition("=")[0])


def test_a_cursor_of_other_filters_is_refused() -> None:
    cursor = site().get("/v1/articles?limit=1&source=wire").json()["next"]
    assert site().get(f"/v1/articles?cursor={cursor}&source=wire").status_code == 200
    assert kind_of(site().get(f"/v1/articles?cursor={cursor}")) == "bad-cursor"


@pytest.mark.parametrize(
    ("text", "position"), [("a AND", 6), ("a b) c", 4), ("topic:nothing", 7), ("a " * 10_000, 4001)]
)
def test_a_filter_that_cannot_be_read_is_told_where_it_is_wrong(text: str, position: int) -> None:
    answer = site().ask("GET", "/v1/articles", params={"filter": text})
    assert kind_of(answer) == "bad-filter"
    assert answer.json()["position"] == position
    assert f"position {position}: " in answer.json()["detail"]
    assert answer.json()["errors"][0]["field"] == "filter"


def test_the_best_hits_are_one_page() -> None:
    answer = site().get("/v1/articles?q=rates&order=best&limit=2")
    assert answer.json()["next"] is None
    assert kind_of(site().get("/v1/articles?q=rates&order=best&cursor=x")) == "bad-parameter"


def test_the_history_names_every_event_without_the_text() -> None:
    answer = site().get(f"/v1/articles/{identify('gone')}/versions")
    assert (answer.status_code, answer.json()["id"]) == (200, identify("gone"))
    (event,) = answer.json()["items"]
    assert (event["kind"], event["version"], event["current"]) == ("retracted", 2, True)
    assert kind_of(site().get(f"/v1/articles/{identify('never seen')}/versions")) == "unknown-article"


def test_large_answers_are_packed_for_who_takes_it() -> None:
    packed = site().get("/v1/articles", {"Accept-Encoding": "gzip"})
    plain = site().get("/v1/articles", {"Accept-Encoding": "identity"})
    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == ("gzip", False)
    assert packed.content == plain.content
    assert "accept-encoding" in packed.headers["vary"].lower()


@pytest.fixture(scope="module")
def unlimited() -> Site:
    """One for many requests."""
    return Site(FakeArticles(*SEVEN), gateway_rate=0)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_cursor_makes_the_gateway_fail(unlimited: Site, cursor: str) -> None:
    answer = unlimited.ask("GET", "/v1/articles", params={"cursor": cursor.encode(errors="replace").decode()})
    assert kind_of(answer) in ("bad-cursor", "bad-parameter")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/articles",
        "/v1/articles?q=a&order=best",
        f"/v1/articles/{identify('n1')}",
        "/v1/export",
        f"/v1/articles/{identify('n1')}/versions",
    ],
)
def test_while_the_database_is_away_the_caller_is_told_to_come_again_and_no_more(path: str) -> None:
    here = site()
    here.articles.away = True
    answer = here.get(path)
    assert (answer.status_code, kind_of(answer)) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert "secret" not in answer.text
    assert "10.0.0.1" not in answer.text
