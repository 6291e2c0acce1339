"""A rate of exchange is no amount of money; a price beside the name of a currency is one."""

import pytest

from services.extraction.values.money import amounts


def read(text: str) -> list[str]:
    return [one.value for one in amounts(text, [(0, len(text))], "en")]


@pytest.mark.parametrize(
    "text",
    [
        "The euro stood at $1.0850 on Friday.",
        "The euro bought $1.09.",
        "The pound traded at $1.2725, down 0.2%.",
        "Sterling slipped to $1.31.",
        "The dollar bought 147.20 Japanese yen.",
        "The euro rose to $1.0850 from $1.0832.",
        "The euro rose as the pound fell to $1.27.",
        "One euro is worth $1.09.",
        "The rate was $1.10 to the euro.",
        "The bank sold 41.2 hryvnias per dollar.",
        "Traders paid $1.0850, a low for the euro.",
    ],
)
def test_a_rate_of_exchange_is_no_amount(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The fare is $1.25 and the euro is strong.", "USD 1.25"),
        ("Shares rose to $1.2345.", "USD 1.2345"),
        ("Oil rose to $71.20 a barrel as the dollar fell.", "USD 71.2"),
        ("The pound fell, and the firm paid $5.", "USD 5"),
        ("The pound fell. Fuel rose to $5.", "USD 5"),
        ("The dollar shop sold it for $5.", "USD 5"),
        ("The pound fell as the firm paid about $5.", "USD 5"),
        ("Apples cost $3 per pound.", "USD 3"),
        ("The dollar rose after the fund hit $5 billion.", "USD 5000000000"),
    ],
)
def test_a_price_beside_a_currency_is_an_amount(text: str, value: str) -> None:
    assert read(text) == [value]
