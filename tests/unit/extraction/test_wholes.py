import pytest

from schemas.entities import EntityType
from services.extraction.spans import Span
from services.extraction.wholes import whole

Piece = tuple[str, EntityType]


def named(text: str, *pieces: Piece, score: float = 0.8) -> list[tuple[str, str]]:
    spans = [Span(text.index(name), text.index(name) + len(name), kind, score, "m") for name, kind in pieces]
    found = whole(text, spans, [(0, len(text))], {"Cuban", "South Korean"}.__contains__)
    return [(text[span.start : span.end], span.type) for span in found]


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        ("the U.S. Senate met", [("U.S.", "place")], "U.S. Senate"),
        ("the Cuban Government met", [], "Cuban Government"),
        ("the South Korean Navy met", [("Navy", "organisation")], "South Korean Navy"),
        (
            "U.S. Food and Drug Administration",
            [("U.S.", "place"), ("Food and Drug Administration", "organisation")],
            "U.S. Food and Drug Administration",
        ),
        (
            "the Ministry of Law and Justice",
            [("Ministry of Law", "organisation")],
            "Ministry of Law and Justice",
        ),
        (
            "the National Union of Rail, Maritime and Transport Workers",
            [("National Union of Rail", "organisation"), ("Maritime and Transport Workers", "organisation")],
            "National Union of Rail, Maritime and Transport Workers",
        ),
        ("the Parish of Saint Barbara helped", [], "Parish of Saint Barbara"),
        (
            "the Western District of Texas",
            [("Western District of", "organisation"), ("Texas", "place")],
            "Western District of Texas",
        ),
        (
            "the Society of Our Lady of Lourdes",
            [("Our Lady of Lourdes", "organisation")],
            "Society of Our Lady of Lourdes",
        ),
        (
            "Food Standards Oceania",
            [("Food Standards", "organisation"), ("Oceania", "organisation")],
            "Food Standards Oceania",
        ),
    ],
)
def test_a_body_is_whole(text: str, pieces: list[Piece], expected: str) -> None:
    assert named(text, *pieces) == [(expected, "organisation")]


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        (
            "the Arab Republic of Egypt",
            [("Arab Republic", "place"), ("Egypt", "place")],
            "Arab Republic of Egypt",
        ),
        (
            "in Bosnia and Herzegovina",
            [("Bosnia", "place"), ("Herzegovina", "place")],
            "Bosnia and Herzegovina",
        ),
        ("the Church of the Holy Cross", [("Holy Cross", "organisation")], "Church of the Holy Cross"),
        (
            "the Steven F. Hazy Center",
            [("Steven F", "person"), ("Hazy Center", "place")],
            "Steven F. Hazy Center",
        ),
    ],
)
def test_a_place_is_whole(text: str, pieces: list[Piece], expected: str) -> None:
    assert named(text, *pieces) == [(expected, "place")]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("the city of Bergen in Norway", [("Bergen", "place"), ("Norway", "place")]),
        ("UK Google", [("UK", "place"), ("Google", "organisation")]),
        ("the Ministry of Health and the Bank of Ghana", [("Ministry of Health", "organisation")]),
        ("the Ministry of Health and Ministry of Trade", [("Ministry of Health", "organisation")]),
        ("the Committee of Jo and Bo Ray", [("Bo Ray", "person")]),
        ("the Wooden Government", []),
        ("the Cuban Government House Trust", [("Cuban Government House Trust", "organisation")]),
    ],
)
def test_what_is_no_whole_stays_apart(text: str, pieces: list[Piece]) -> None:
    assert named(text, *pieces) == pieces


def test_a_flight_has_its_number() -> None:
    text = "recorders of Lion Air Flight 610 were found"
    assert named(text, ("Lion Air", "organisation")) == [("Lion Air Flight 610", "other")]


def test_two_bodies_of_which_the_model_is_sure_are_two() -> None:
    text = "the Commission of Jurists, Oxfam and Caritas"
    pieces: list[Piece] = [("Commission of Jurists", "organisation"), ("Oxfam", "organisation")]
    assert named(text, *pieces, score=0.95) == pieces
