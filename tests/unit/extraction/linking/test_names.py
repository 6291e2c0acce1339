"""Names as keys."""

import pytest

from services.extraction.linking.names import acronym, company, key, short, surname, variants


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("U.S.", "us"),
        ("The Hague", "hague"),
        ("Córdoba", "cordoba"),
        ("AT&T", "at and t"),
        ("Côte d’Ivoire", "cote divoire"),
        ("Procter  &\nGamble", "procter and gamble"),
        ("New-York", "new york"),
        ("Jarosław Kaczyński", "jaroslaw kaczynski"),
        ("Søren Ægir Đukić", "soren aegir dukic"),
        ("—", ""),
        ("", ""),
    ],
)
def test_a_key_has_no_case_accents_points_or_article(name: str, expected: str) -> None:
    assert key(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kaja Kallas", "kallas"),
        ("Ursula von der Leyen", "von der leyen"),
        ("Robert Downey Jr.", "downey"),
        ("Madonna", ""),
        ("John Smith (politician)", "smith"),
    ],
)
def test_a_surname_keeps_its_particles(name: str, expected: str) -> None:
    assert surname(name) == expected


def test_a_written_name_is_tried_as_it_is_first() -> None:
    assert list(variants("President Clinton")) == ["president clinton", "clinton"]
    assert list(variants("Taoiseach Micheál Martin")) == ["taoiseach micheal martin", "micheal martin"]
    assert list(variants("Exacorp Inc.")) == ["exacorp inc", "exacorp"]
    assert next(variants("Germany's")) == "germanys"
    assert "germany" in list(variants("Germany's"))


@pytest.mark.parametrize(
    ("label", "expected"), [("Denton, Texas", "Denton"), ("Mercury (planet)", "Mercury")]
)
def test_a_short_label_lacks_what_tells_it_from_others(label: str, expected: str) -> None:
    assert short(label) == expected


def test_a_company_is_known_without_its_legal_form() -> None:
    assert company("Exacorp Corp.") == company("Exacorp") == "exacorp"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("WHO", True), ("U.N.", True), ("Who", False), ("A", False), ("SPRINGFIELD", False)],
)
def test_an_acronym_is_short_and_in_capitals(name: str, expected: bool) -> None:
    assert acronym(name) is expected
