"""What an article as a whole says."""

from services.extraction.linking.context import context, day
from tests.unit.extraction.articles import whole
from tests.unit.extraction.linking.things import entity, linker


def test_countries_are_shares_of_the_mentions_of_countries() -> None:
    names, pools = linker().pools([entity("Norland"), entity("Sudland"), entity("Springfield")])
    assert context(whole("x"), pools, names, [3, 1, 5]).countries == {"NL": 0.75, "SU": 0.25}


def test_the_title_counts_more_than_the_text() -> None:
    text = "Cup final " + "x" * 100 + " election parliament minister"
    fields = context(whole(text), [], [], []).fields
    assert fields["sport"] == 12 / 15
    assert fields["politics"] == 3 / 15


def test_a_game_is_told_by_two_words_at_least() -> None:
    assert "cricket" not in context(whole("x" * 100 + " a wicket"), [], [], []).fields
    assert (
        context(whole("x" * 100 + " a wicket, an innings, a batsman"), [], [], []).fields["cricket"] == 0.75
    )


def test_a_time_is_a_day() -> None:
    assert day("2026-11-24T07:45:00Z") == 20261124
    assert day(None) == 0
