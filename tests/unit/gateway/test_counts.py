"""What the news is about: entities, topics in their tree, and what a filter would find."""

import msgspec
import pytest

from services.gateway import examples
from services.gateway.facets import About
from tests.gateway.client import Site, kind_of
from tests.gateway.events import tagged
from tests.gateway.fakes import FakeArticles

ABOUT = msgspec.convert(examples.about(), About)


def site() -> Site:
    here = Site(
        FakeArticles(*(tagged(f"n{day}", published=f"2026-10-0{day}T00:00:00+00:00") for day in range(1, 8)))
    )
    here.facets.known = {ABOUT.key: ABOUT}
    here.facets.counts = {"medtop:15000000": 3, "medtop:04000000": 5, "medtop:20000170": 2}
    return here


def test_entities_are_asked_for_as_the_caller_says() -> None:
    here = site()
    answer = here.get("/v1/entities?days=3&type=person&name=Ka&limit=7")
    assert answer.json() == examples.entities()
    assert here.facets.asked == [(3, "person", "Ka", 7)]


def test_an_entity_is_found_by_its_key_whatever_signs_that_holds() -> None:
    assert site().get("/v1/entities/person:ilse%20brandt").json() == examples.about()


@pytest.mark.parametrize("key", ["Q1", "%00", "person:nobody", "x" * 5000, "%f0%9f%99%82"])
def test_an_entity_that_nobody_names_is_not_found(key: str) -> None:
    assert kind_of(site().get(f"/v1/entities/{key}")) == "unknown-entity"


def test_the_top_of_the_tree_has_all_topics_most_articles_first() -> None:
    items = site().get("/v1/topics").json()["items"]
    assert len(items) == 17
    assert [(one["label"], one["articles"]) for one in items[:3]] == [
        ("economy, business and finance", 5),
        ("sport", 3),
        ("arts, culture, entertainment and media", 0),
    ]


def test_a_topic_stands_between_what_is_broader_and_what_is_narrower() -> None:
    found = site().get("/v1/topics/medtop:20000170").json()
    assert (found["label"], found["articles"]) == ("business information", 2)
    assert found["broader"][-1]["id"] == "medtop:04000000"
    assert found["narrower"]
    assert kind_of(site().get("/v1/topics/medtop:99999999")) == "unknown-topic"


@pytest.mark.parametrize(
    "path", ["/v1/entities", "/v1/entities/Q1", "/v1/topics", "/v1/topics/medtop:04000000"]
)
@pytest.mark.parametrize("query", ["days=0", "days=367", "days=x", "day=1"])
def test_a_wrong_parameter_is_refused(path: str, query: str) -> None:
    assert kind_of(site().get(f"{path}?{query}")) == "bad-parameter"


@pytest.mark.parametrize("path", ["/v1/entities", "/v1/entities/Q1", "/v1/topics"])
def test_while_the_database_is_away_the_caller_is_told_to_come_again(path: str) -> None:
    here = site()
    here.facets.away = True
    assert kind_of(here.get(path)) == "unavailable"


def test_a_filter_is_tried_with_a_count_and_the_newest_it_finds() -> None:
    found = site().ask("POST", "/v1/filters/test", json={"filter": "topic:04000000"}).json()
    assert (found["count"], found["more"], len(found["samples"])) == (7, False, 5)
    assert found["samples"][0]["title"] == "n7 1"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"filter": "a AND"}, "bad-filter"),
        ({"filter": "a " * 10_000}, "bad-filter"),
        ({"filter": 7}, "bad-parameter"),
        ({}, "bad-parameter"),
        ({"filter": "a", "limit": 3}, "bad-parameter"),
        (["a"], "bad-json"),
        ({"filter": "a" * 40_000}, "too-large"),
    ],
)
def test_what_cannot_be_tried_is_a_problem(body: object, kind: str) -> None:
    assert kind_of(site().ask("POST", "/v1/filters/test", json=body)) == kind
