"""A headline in title case takes its letter case from the body."""

import pytest

from services.extraction.headlines import recased
from services.extraction.wordpieces import WordPieces
from tests.unit.extraction.conftest import MODELS

PIECES = WordPieces(MODELS / "ner-minilm" / "vocab.txt")
BODY = "On Monday the minister of Estonia calls for money, and Estonia waits."


def small(headline: str, body: str = BODY) -> list[str]:
    """The words of the headline that the model gets to see in lower case."""
    text = f"{headline}\n\n{body}"
    words = recased(text, PIECES.words(text, 0, len(text)), [(0, len(headline))])
    return [text[word.start : word.end] for word in words if word.end <= len(headline) and word.case == 7]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Minister Calls For Grid Money In Estonia", ["Minister", "Calls", "For", "Grid", "Money", "In"]),
        ("MINISTER CALLS FOR MONEY IN ESTONIA", ["MINISTER", "CALLS", "FOR", "MONEY", "IN"]),
        ("Minister of Estonia calls for more money", ["of", "calls", "for", "more", "money"]),
        ("Kaja Kallas", []),
    ],
)
def test_only_names_of_the_body_stay_capital_in_a_loud_headline(headline: str, expected: list[str]) -> None:
    assert small(headline) == expected


def test_a_headline_without_a_body_stays_as_it_is() -> None:
    assert small("Minister Calls For Grid Money In Estonia", "") == []
