"""Dates and amounts on a page are those of the message, in words; countries and languages have their names."""

import pytest

from services.gateway.pages import names, values


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("date", "2026-11-18", "18 Nov 2026"),
        ("date", "2026-09", "Sep 2026"),
        ("date", "2026", "2026"),
        ("date", "2026-11-20/2026-11-24", "20 Nov 2026 to 24 Nov 2026"),
        ("date", "2026-02-31", "2026-02-31"),
        ("money", "EUR 2000000000", "EUR 2 billion"),
        ("money", "USD 1500000", "USD 1.5 million"),
        ("money", "USD 1234567.89", "USD 1\u202f234\u202f567.89"),
        ("money", "GBP 1250.50", "GBP 1\u202f250.50"),
        ("money", "USD 10000000000000", "USD 10 trillion"),
        ("money", "USD none", "USD none"),
        ("other", "<b>", "<b>"),
    ],
)
def test_a_value_is_told_in_words_and_never_rounded(kind: str, value: str, told: str) -> None:
    assert values.told(kind, value) == told


@pytest.mark.parametrize(
    ("code", "name"), [("GB", "United Kingdom"), ("SI", "Slovenia"), ("QQ", "QQ"), ("", "")]
)
def test_a_country_has_its_name(code: str, name: str) -> None:
    assert names.country(code) == name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ar", "Arabic"),
        ("pt-BR", "Portuguese (Brazil)"),
        ("xx-yy", "xx-yy"),
        ("und", ""),
        (None, ""),
        ("<b>", ""),
    ],
)
def test_a_language_has_its_name(code: str | None, name: str) -> None:
    assert names.language(code) == name
