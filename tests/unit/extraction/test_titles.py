import pytest

from schemas.entities import EntityType
from services.extraction.spans import Span
from services.extraction.titles import bare


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Gen Ana Ruiz", "person", "Ana Ruiz"),
        ("Lt. Col. Ana Ruiz", "person", "Ana Ruiz"),
        ("Podcaster Ana Ruiz", "person", "Ana Ruiz"),
        ("Welshman Ruiz", "person", "Ruiz"),
        ("Taoiseach Ana Ruiz", "person", "Ana Ruiz"),
        ("Tánaiste Ana Ruiz TD", "person", "Ana Ruiz"),
        ("Bundeskanzlerin Ana Ruiz", "person", "Ana Ruiz"),
        ("Vice-Chancellor Ana Ruiz", "person", "Ana Ruiz"),
        ("Prime Minister Ana Ruiz", "person", "Ana Ruiz"),
        ("Chancellor", "person", "Chancellor"),
        ("Ana Ruiz QC", "person", "Ana Ruiz"),
        ("Ana Ruiz, MP", "person", "Ana Ruiz"),
        ("Ana Ruiz / Pool", "person", "Ana Ruiz"),
        ("Ana Ruiz - He", "person", "Ana Ruiz"),
        ("Anna-Maria Ruiz", "person", "Anna-Maria Ruiz"),
        ("General", "person", "General"),
        ("General Motors", "organisation", "General Motors"),
        ("Dec Mayhew", "person", "Dec Mayhew"),
    ],
)
def test_the_name_alone_is_left(text: str, kind: EntityType, name: str) -> None:
    (span,) = bare(text, [Span(0, len(text), kind, 0.9, "m")])
    assert text[span.start : span.end] == name
