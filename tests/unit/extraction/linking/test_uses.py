"""How a name is used where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.linking.uses import MOST, Use, uses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met in Springfield on Monday.", Use(placed=1.0)),
        ("They met in the Springfield on Monday.", Use(placed=1.0)),
        ("Boston at Springfield 3-1", Use()),
        ("They played at Springfield.", Use(placed=1.0)),
        ("Maria Beispiel (Springfield) won.", Use(bracketed=1.0)),
        ("President Springfield spoke.", Use(titled=1.0, role="president")),
        ("Foreign Minister Springfield spoke.", Use(titled=1.0, role="foreign minister")),
        ("Springfield is no springfield.", Use(common=1.0)),
        ("Sen. Springfield spoke.", Use(titled=1.0)),
        ("Springfield beat Norland in Springfield.", Use(placed=0.5)),
    ],
)
def test_the_words_around_a_name_tell_its_use(text: str, expected: Use) -> None:
    assert uses(text, ["Springfield"]) == {"Springfield": expected}


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("SPRINGFIELD (Agency) - The minister resigned.", True),
        ("Minister resigns.\nSPRINGFIELD - The minister resigned.", True),
        ("SPRINGFIELD BEAT NORLAND 3-1", False),
        ("The town of SPRINGFIELD voted.", False),
    ],
)
def test_a_dateline_is_a_name_in_capitals_that_a_sentence_begins_with(text: str, dated: bool) -> None:
    assert (uses(text, ["SPRINGFIELD"])["SPRINGFIELD"].dated == 1.0) is dated


def test_a_name_in_small_letters_is_that_of_the_dateline_too() -> None:
    text = "SPRINGFIELD - The mayor of Springfield resigned."
    assert uses(text, ["Springfield"])["Springfield"].dated == 0.5


def test_a_name_that_the_text_lacks_has_no_use() -> None:
    assert uses("Norland voted.", ["Springfield", "", "..."]) == {}


def test_parts_of_words_are_no_places_of_a_name() -> None:
    assert uses("The Norlanders in Norlandia.", ["Norland"]) == {}


def test_the_first_places_of_a_name_are_enough() -> None:
    text = "in Norland " * MOST + "Norland " * 1_000
    assert uses(text, ["Norland"])["Norland"].placed == 1.0


@given(st.text(), st.lists(st.text(max_size=8), max_size=4))
def test_any_text_and_names_have_shares_between_none_and_all(text: str, names: list[str]) -> None:
    assert all(
        0.0 <= share <= 1.0 for use in uses(text, names).values() for share in use[:-1]
    )  # the last is the role


def test_a_title_in_the_name_counts_as_one_before_it() -> None:
    assert uses("Prime Minister Doe and Mr Roe spoke.", ["Prime Minister Doe", "Mr Roe"]) == {
        "Prime Minister Doe": Use(titled=1.0, role="prime minister"),
        "Mr Roe": Use(titled=1.0),
    }
