"""One article speaks of a name in one way."""

import pytest

from schemas.entities import EntityType
from services.extraction.acronyms import defined, marked
from services.extraction.consistency import consistent
from services.extraction.spans import Span

Found = list[tuple[str, EntityType]]


def spans(text: str, *names: tuple[str, EntityType, float]) -> list[Span]:
    """The spans of the names, each found after the one before it."""
    found, at = [], 0
    for name, kind, score in names:
        start = text.index(name, at)
        at = start + len(name)
        found.append(Span(start, at, kind, score, "test"))
    return found


def after(text: str, found: list[Span]) -> Found:
    whole = [(0, len(text))]
    return [
        (text[span.start : span.end], span.type)
        for span in marked(text, consistent(text, found, whole), whole)
    ]


def test_a_surface_form_has_the_type_that_it_has_most_often() -> None:
    text = "Paris. Paris. Paris."
    found = spans(text, ("Paris", "place", 0.9), ("Paris", "person", 0.9), ("Paris", "place", 0.9))
    assert after(text, found) == [("Paris", "place")] * 3


def test_the_surer_type_decides_a_tie() -> None:
    text = "Amazon. Amazon."
    found = spans(text, ("Amazon", "place", 0.6), ("Amazon", "organisation", 0.9))
    assert after(text, found) == [("Amazon", "organisation")] * 2


def test_the_surname_of_a_full_name_is_a_person() -> None:
    text = "Ursula Kern spoke. Kern left."
    found = spans(text, ("Ursula Kern", "person", 0.9), ("Kern", "organisation", 0.9))
    assert after(text, found) == [("Ursula Kern", "person"), ("Kern", "person")]


def test_a_name_that_is_surely_something_else_is_nobodys_surname() -> None:
    text = "Ann Washington flew to Washington."
    found = spans(text, ("Ann Washington", "person", 0.9), ("Washington", "place", 0.99))
    assert after(text, found)[-1] == ("Washington", "place")


def test_every_whole_word_occurrence_of_a_sure_name_is_marked() -> None:
    text = "Ghent, Ghent's port, Ghentish; Ghent"
    assert after(text, spans(text, ("Ghent", "place", 0.9))) == [("Ghent", "place")] * 3


@pytest.mark.parametrize(
    ("name", "score"), [("Oslo", 0.5), ("EU", 0.99), ("bank", 0.99)], ids=["unsure", "short", "lower case"]
)
def test_other_occurrences_are_left_alone_for_a_name_that_is(name: str, score: float) -> None:
    text = f"{name} and {name}"
    assert len(after(text, spans(text, (name, "organisation", score)))) == 1


def test_a_longer_name_is_not_broken_by_a_shorter_one_inside_it() -> None:
    text = "Bank of Ghent. Ghent. Bank of Ghent."
    found = spans(text, ("Bank of Ghent", "organisation", 0.9), ("Ghent", "place", 0.9))
    assert after(text, found)[-1] == ("Bank of Ghent", "organisation")


@pytest.mark.parametrize(
    ("text", "full", "acronym"),
    [
        ("International Atomic Energy Agency (IAEA)", "International Atomic Energy Agency", "IAEA"),
        ("Ministry of Foreign Affairs (“MFA”)", "Ministry of Foreign Affairs", "MFA"),
        ("IEA (the International Energy Agency)", "International Energy Agency", "IEA"),
        (
            "Centers for Disease Control and Prevention (CDC)",
            "Centers for Disease Control and Prevention",
            "CDC",
        ),
    ],
)
def test_brackets_define_an_acronym(text: str, full: str, acronym: str) -> None:
    (name,) = spans(text, (full, "organisation", 0.9))
    assert defined(text, [name]) == {acronym: name}


@pytest.mark.parametrize("text", ["European Union (Brussels)", "European Union (UE)", "European Union (AFP)"])
def test_brackets_that_hold_no_initials_define_nothing(text: str) -> None:
    assert defined(text, spans(text, ("European Union", "organisation", 0.9))) == {}


def test_a_defined_acronym_is_marked_everywhere_with_the_type_of_its_name() -> None:
    text = "European Union (EU). The EU said. EU-wide."
    found = spans(text, ("European Union", "organisation", 0.9), ("EU", "place", 0.7))
    assert after(text, found) == [
        ("European Union", "organisation"),
        ("EU", "organisation"),
        ("EU", "organisation"),
    ]
