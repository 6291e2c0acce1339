"""Names that every country has one of."""

import pytest

from services.extraction.linking.institutions import generic
from services.extraction.linking.names import key


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the Supreme Court", True),
        ("Senate", True),
        ("House of Representatives", True),
        ("Ministry of Foreign Affairs", True),
        ("Finance Ministry", True),
        ("Royal Navy", True),
        ("Labour Party", True),
        ("U.S. Senate", False),
        ("Norwegian Parliament", False),
        ("Court", False),
        ("State", False),
    ],
)
def test_an_institution_is_named_without_its_country(name: str, expected: bool) -> None:
    assert generic(key(name)) is expected
