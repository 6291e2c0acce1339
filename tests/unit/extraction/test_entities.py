"""Which names of one article are the same entity: full names, surnames, defined acronyms, and nothing guessed."""

import pytest

from schemas.entities import EntityType
from services.extraction.entities import first_of_each_form, groups
from services.extraction.spans import Span


def grouped(text: str, *names: tuple[str, EntityType]) -> list[tuple[str, list[str], str]]:
    """The entities of a text: name, forms, and why there is no id."""
    spans, at = [], 0
    for name, kind in names:
        start = text.index(name, at)
        at = start + len(name)
        spans.append(Span(start, at, kind, 0.9, "test"))
    return [
        (group.name, [text[span.start : span.end] for span in group.spans], group.abstained)
        for group in groups(text, spans)
    ]


def test_a_surname_joins_the_full_name_even_when_that_comes_last() -> None:
    text = "Kallas spoke. Later Kaja Kallas left."
    assert grouped(text, ("Kallas", "person"), ("Kaja Kallas", "person")) == [
        ("Kaja Kallas", ["Kallas", "Kaja Kallas"], "unknown")
    ]


def test_a_surname_of_several_words_joins_too() -> None:
    text = "Ursula von der Leyen; von der Leyen; Leyen"
    names = ("Ursula von der Leyen", "von der Leyen", "Leyen")
    assert grouped(text, *((name, "person") for name in names)) == [(names[0], list(names), "unknown")]


def test_a_surname_of_two_persons_joins_neither_and_says_so() -> None:
    text = "Ana Kovac met Ivo Kovac. Kovac left."
    assert grouped(text, ("Ana Kovac", "person"), ("Ivo Kovac", "person"), ("Kovac", "person")) == [
        ("Ana Kovac", ["Ana Kovac"], "unknown"),
        ("Ivo Kovac", ["Ivo Kovac"], "unknown"),
        ("Kovac", ["Kovac"], "ambiguous"),
    ]


def test_a_surname_joins_the_full_name_before_its_generation() -> None:
    text = "Jo Downey Jr. sang. Downey bowed. Jo Downey left."
    assert grouped(text, ("Jo Downey Jr.", "person"), ("Downey", "person"), ("Jo Downey", "person")) == [
        ("Jo Downey Jr.", ["Jo Downey Jr.", "Downey", "Jo Downey"], "unknown")
    ]


def test_father_and_son_are_two_and_the_bare_name_is_neither() -> None:
    text = "Jo Downey Jr. sang. Jo Downey Sr. bowed. Jo Downey left."
    assert grouped(
        text, ("Jo Downey Jr.", "person"), ("Jo Downey Sr.", "person"), ("Jo Downey", "person")
    ) == [
        ("Jo Downey Jr.", ["Jo Downey Jr."], "unknown"),
        ("Jo Downey Sr.", ["Jo Downey Sr."], "unknown"),
        ("Jo Downey", ["Jo Downey"], "ambiguous"),
    ]


@pytest.mark.parametrize(
    ("text", "abstained"),
    [
        ("Jo Bell, 34, a baker, and Jo Bell, 61, met.", "ambiguous"),
        ("The 34-year-old baker Jo Bell met Jo Bell (61).", "ambiguous"),
        ("Jo Bell, a baker, met another Jo Bell, who farms.", "ambiguous"),
        ("Jo Bell is not to be confused with the mayor Jo Bell.", "ambiguous"),
        ("Jo Bell met her namesake Jo Bell.", "ambiguous"),
        ("Jo Bell came; two men named Jo Bell were there.", "ambiguous"),
        ("Jo Bell, 34, turned pro; Jo Bell, 35, won.", "unknown"),
        ("Jo Bell made another Jo Bell film.", "unknown"),
        ("Jo Bell, a baker, and Jo Bell, the mayor, met.", "unknown"),
        ("Jo Bell, 34,000 votes ahead of Jo Bell, 61,", "unknown"),
    ],
)
def test_a_full_name_that_two_bear_is_nobodys(text: str, abstained: str) -> None:
    (one,) = grouped(text, ("Jo Bell", "person"), ("Jo Bell", "person"))
    assert one == ("Jo Bell", ["Jo Bell", "Jo Bell"], abstained)


def test_a_place_does_not_join_a_person_with_the_same_last_word() -> None:
    text = "Denzel Washington came to Washington"
    assert len(grouped(text, ("Denzel Washington", "person"), ("Washington", "place"))) == 2


def test_an_acronym_joins_the_name_that_it_is_defined_for() -> None:
    text = "The International Atomic Energy Agency (IAEA) met. IAEA staff left."
    full = "International Atomic Energy Agency"
    assert grouped(text, (full, "organisation"), ("IAEA", "organisation"), ("IAEA", "organisation")) == [
        (full, [full, "IAEA", "IAEA"], "unknown")
    ]


@pytest.mark.parametrize(("first", "second"), [("KYIV", "Kyiv"), ("New York", "New\u00a0York")])
def test_letter_case_and_blanks_make_no_new_entity(first: str, second: str) -> None:
    assert len(grouped(f"{first} and {second}", (first, "place"), (second, "place"))) == 1


def test_entities_come_in_the_order_of_their_first_mention() -> None:
    text = "Bonn, Aachen, Bonn"
    names = [name for name, _, _ in grouped(text, ("Bonn", "place"), ("Aachen", "place"), ("Bonn", "place"))]
    assert names == ["Bonn", "Aachen"]


def test_the_evidence_of_an_entity_is_the_first_of_each_form() -> None:
    text = "Kallas, Kaja Kallas, Kallas"
    spans = [
        Span(0, 6, "person", 0.9, "t"),
        Span(8, 19, "person", 0.9, "t"),
        Span(21, 27, "person", 0.9, "t"),
    ]
    assert first_of_each_form(text, spans) == spans[:2]
