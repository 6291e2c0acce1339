"""What a person sees of an article in a terminal."""

import pytest

from schemas.entities import Processor, Quote
from schemas.selectors import select
from services.local.show import _quotes

TEXT = "Ana Kobal said the tram would stay."
MADE_BY = Processor(name="test", version="1", method="test")


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("direct", "“the tram would stay”"),
        ("mixed", "“the tram would stay”"),
        ("indirect", "the tram would stay"),
    ],
)
def test_quote_marks_are_for_words_as_they_were_said(kind: str, shown: str) -> None:
    quote = Quote(
        kind=kind,  # type: ignore[arg-type]  # one of the three
        evidence=(select(TEXT, 15, 34),),
        score=0.9,
        extractor=MADE_BY,
        speaker=select(TEXT, 0, 9),
    )
    (line,) = _quotes([quote])
    assert line.plain == f"   said  Ana Kobal: {shown}"
