"""What an article as a whole says."""

import pytest

from services.extraction.linking.context import Context, context, day
from tests.unit.extraction.articles import whole
from tests.unit.extraction.linking.things import entity, linker


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
        ("It is the first vote since 1987, and the last before 1999.", None, 19990701),
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
