import pytest

from schemas.entities import EntityType
from services.extraction.bare import named
from services.extraction.spans import Span


@pytest.mark.parametrize(
    ("text", "name", "kind", "stays"),
    [
        ("The Court adjourned.", "Court", "organisation", False),
        ("The Republic of letters.", "Republic", "place", False),
        ("Court spoke to his coach.", "Court", "person", True),
        ("Congresswoman was the word.", "Congresswoman", "other", False),
        ("The Court of Appeal adjourned.", "Court of Appeal", "organisation", True),
        ("Secretary of State Ana Ruiz came.", "State", "organisation", False),
        ("Minister of Roads and Highways Jo Mensah came.", "Highways", "organisation", False),
        ("Environment Minister Ana Ruiz came.", "Environment", "organisation", False),
        ("Treasury Secretary Ana Ruiz came.", "Treasury", "organisation", True),
        ("Secretary of NATO Ana Ruiz came.", "NATO", "organisation", True),
        ("Minister for Northern Ireland Jo Bell came.", "Northern Ireland", "place", True),
        ("Tesco rose. On Thursday it fell.", "On", "organisation", False),
        ("He came. Meanwhile Bo left.", "Meanwhile", "person", False),
        ("They saw It twice.", "It", "other", True),
        ("They saw It twice.", "It", "organisation", False),
        ("Then May spoke.", "May", "person", True),
        ("ON Semiconductor rose.", "ON", "organisation", True),
        ("The Taoiseach spoke.", "Taoiseach", "person", False),
        ("She has Parkinson's disease.", "Parkinson", "person", False),
        ("She has Parkinson's diary.", "Parkinson", "person", True),
    ],
)
def test_a_word_that_names_nothing_is_no_name(text: str, name: str, kind: EntityType, stays: bool) -> None:
    start = text.index(name)
    span = Span(start, start + len(name), kind, 0.9, "m")
    assert named(text, [span]) == ([span] if stays else [])
