"""What an article as a whole says."""

import msgspec
import pytest

from services.extraction.linking.context import Context, context, day
from services.extraction.linking.record import Name, Record
from tests.unit.extraction.articles import whole
from tests.unit.extraction.linking.things import RECORDS, entity, linker


def around(text: str) -> Context:
    return context(whole(text), [], [], [])


def test_countries_are_shares_of_the_mentions_of_countries() -> None:
    entities = [entity("Norland", mentions=3), entity("Sudland"), entity("Springfield", mentions=5)]
    names, pools = linker().pools(entities)
    assert context(whole("x"), pools, names, entities).countries == {"NL": 0.75, "SU": 0.25}


def test_the_title_counts_more_than_the_text() -> None:
    fields = around("Cup final " + "x" * 100 + " election parliament minister").fields
    assert fields["sport"] == 12 / 15
    assert fields["politics"] == 3 / 15


def test_a_game_is_told_by_two_words_at_least() -> None:
    assert "cricket" not in around("x" * 100 + " a wicket").fields
    told = around("x" * 100 + " a wicket, a batsman, a scrum, two more wickets").fields
    assert told["cricket"] == 0.75


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("The striker scored two goals in a football match, the goalkeeper none.", True),
        ("The golfer made a birdie and a bogey on the last fairway of the tour.", False),
    ],
)
def test_a_sport_is_one_of_teams_or_of_single_people(text: str, teams: bool) -> None:
    assert (around(text).teams > 0.5) is teams


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Norland voted.", "2026-11-24T07:45:00Z", 20261124),
        ("SPRINGFIELD 1996-08-30 Norland voted.", None, 19960830),
        ("It is the first vote since 1987, and the last before 1999.", None, 0),
        ("Norland voted on 42 bills.", None, 0),
    ],
)
def test_the_day_is_that_of_publication_or_what_the_text_tells(
    text: str, published: str | None, expected: int
) -> None:
    assert context(whole(text, published=published), [], [], []).day == expected


def test_a_time_is_a_day() -> None:
    assert day("2026-11-24T07:45:00Z") == 20261124
    assert day(None) == 0


def test_a_name_that_a_region_shares_with_a_country_tells_no_country() -> None:
    region = Record(
        id="Q12", label="Norland", type="place", kind="state", country="SU", prior=15,
        names=[Name("Norland", "label")],
    )  # fmt: skip
    entities = [entity("Norland", mentions=3), entity("Sudland")]
    names, pools = linker([*RECORDS, region]).pools(entities)
    assert context(whole("x"), pools, names, entities).countries == {"SU": 1.0}


def test_a_place_that_is_by_far_the_best_known_of_its_name_tells_its_country() -> None:
    town = Record(
        id="Q12", label="Twinford", type="place", kind="town", country="NL", prior=9,
        names=[Name("Twinford", "label")],
    )  # fmt: skip
    other = msgspec.structs.replace(town, id="Q13", country="SU", prior=2)
    entities = [entity("Twinford")]
    names, pools = linker([town, other]).pools(entities)
    assert context(whole("x"), pools, names, entities).countries == {"NL": 1.0}
    names, pools = linker([town, msgspec.structs.replace(other, prior=9)]).pools(entities)
    assert context(whole("x"), pools, names, entities).countries == {}
