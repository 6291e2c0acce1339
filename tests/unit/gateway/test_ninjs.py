"""An article as ninjs 3.0: the standard's names, whatever is known, and nothing that is not."""

import msgspec
import pytest

from services.gateway import ninjs
from tests.gateway.client import Site
from tests.gateway.events import entity, identify, retracted, tagged
from tests.gateway.fakes import FakeArticles

NAMED = {"name", "rel", "uri", "literal"}
ENTITIES = (
    entity("Ilse Brandt", id_="Q7"),
    entity("Harbour Post", "organisation"),
    entity("Porto", "place", "Q36433"),
    entity("Act 7", "law"),
)
EVENT = tagged("a", entities=ENTITIES, score=0.81)


def test_an_item_holds_what_is_known_where_the_standard_wants_it() -> None:
    item = Site(FakeArticles(EVENT)).get(f"/v1/articles/{identify('a')}/ninjs").json()
    assert item["standard"] == ninjs.STANDARD
    assert (item["uri"], item["type"], item["version"]) == (f"urn:uuid:{identify('a')}", "text", "1")
    assert item["headlines"][0]["value"] == "a 1"
    assert item["bodies"][0]["value"] == "Rates stay where they are."
    assert item["people"] == [{"name": "Ilse Brandt", "uri": "http://www.wikidata.org/entity/Q7"}]
    assert item["organisations"] == [{"name": "Harbour Post"}]
    assert item["subjects"][0]["uri"] == "http://cv.iptc.org/newscodes/mediatopic/04000000"
    assert item["subjects"][0]["confidence"] == 81
    assert item["subjects"][1] == {"name": "Act 7"}
    assert "by" not in item
    assert all(set(one) <= NAMED for kind in ("people", "organisations", "places") for one in item[kind])


def test_an_export_gives_an_item_a_line() -> None:
    text = Site(FakeArticles(EVENT, tagged("b"))).get("/v1/export?format=ninjs").content
    assert [msgspec.json.decode(line)["type"] for line in text.splitlines()] == ["text", "text"]


@pytest.mark.parametrize(("name", "status"), [("gone", 410), ("never", 404)])
def test_what_is_not_served_is_no_item(name: str, status: int) -> None:
    site = Site(FakeArticles(retracted("gone")))
    assert site.get(f"/v1/articles/{identify(name)}/ninjs").status_code == status
