"""An article over a limit is read as far as that goes, and says so; work grows with the text and no faster."""

import sys
from collections import Counter
from types import FrameType

import pytest

from schemas.article import Article, Block
from schemas.envelope import payload
from schemas.verification import verify
from services.extraction import limits
from services.extraction.extract import Extractor
from services.runtime.streams import LARGEST_RECORD
from tests.unit.extraction.articles import whole

ZALGO = "Z\u0351\u0346\u030ba\u0305\u0301l\u0300\u0316g\u0325\u0339o\u0341 "
SHAPES = {
    "prose": "Kaja Kallas met Wang Yi in Brussels on Monday, and “we agree,” she said. ",
    "capitals": "KAJA KALLAS SAID ON MONDAY THAT THE EU WILL PAY $5 MILLION. ",
    "recognition noise": "Tbe m1nister sa|d «w€ wi11 p4y» t0 J0hn Sm!th ,, . ",
    "table": "Oslo\t12\t3.5%\t$4m\nRiga\t9\t1.5%\t$2m\n",
    "zalgo": ZALGO,
    "open marks": "“Yes „no «so ‘we ",
    "brackets": "United Nations (UN) ",
    "numbers": "1,234,567.89 2026-11-24 ",
    "cues": "he said she said they said ",
    "papers": "the Treaty of the Act on the War Bill of ",
    "bodies": "Cuban Ministry of Law, and Order of Saint ",
    "makers": "Boeing 7 Ford F- Tesla Model ",
    "ages": "Jo Bell, 34, met another Jo Bell, 61, ",
}


@pytest.mark.parametrize(
    "text", [*(shape * (2_000 // len(shape)) for shape in SHAPES.values())], ids=[*SHAPES]
)
def test_twice_the_text_is_at_most_twice_the_work(extractor: Extractor, text: str) -> None:
    """Work is counted in lines of our code that run, which no busy machine can change."""
    extractor.extract([whole(text)])  # what is remembered once is remembered now
    once, twice = _lines(extractor, whole(text)), _lines(extractor, whole(text * 2))
    assert twice <= 2.3 * once + 2_000


def _lines(extractor: Extractor, article: Article) -> int:
    counted: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> object:
        if "extraction" not in frame.f_code.co_filename:
            return None
        counted[event] += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)  # type: ignore[arg-type]  # the stub asks for its own name of this type
    try:
        extractor.extract([article])
    finally:
        sys.settrace(before)
    return counted["line"]


def test_an_article_within_the_limits_is_not_truncated(extractor: Extractor) -> None:
    (result,) = extractor.extract([whole("Ana Rus met Wang Yi. " * 100)])
    assert result.extraction
    assert result.extraction.truncated is False


def test_ten_thousand_mentions_are_cut_and_fit_into_a_record(extractor: Extractor) -> None:
    (result,) = extractor.extract([whole("In Berlin und Riga. " * 5_000, language="de")])
    assert result.extraction
    assert (len(result.mentions), result.extraction.truncated) == (limits.MENTIONS, True)
    assert verify(result) == []
    assert len(payload(result)) < LARGEST_RECORD


def test_as_many_entities_of_their_own_would_fit_into_a_record_too(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = limits.MENTIONS
    monkeypatch.setattr(limits, "MENTIONS", 250)
    names = (f"Mr {chr(65 + i % 26)}{chr(97 + i // 26 % 26)}lon Berger, " for i in range(300))
    (result,) = extractor.extract([whole("".join(names))])
    assert result.extraction
    assert (len(result.mentions), result.extraction.truncated) == (250, True)
    assert len(payload(result)) * most / 250 + 4 * limits.MOST < LARGEST_RECORD


def test_a_text_over_the_limit_is_read_up_to_it(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST", 40)
    (result,) = extractor.extract([whole("Ana Rus met Wang Yi. It rained and it snowed. Kaja Kallas left.")])
    assert result.extraction
    assert result.extraction.truncated is True
    assert {mention.evidence[0].exact for mention in result.mentions} == {"Ana Rus", "Wang Yi"}


def test_quotes_are_cut_too(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "QUOTES", 3)
    (result,) = extractor.extract([whole("“We go,” Ana Rus said.\n\n" * 5)])
    assert result.extraction
    assert (len(result.quotes), result.extraction.truncated) == (3, True)


def test_a_block_out_of_place_is_an_error_of_its_field() -> None:
    one = whole("abc", (Block(kind="body", start=0, end=4),))
    with pytest.raises(ValueError, match=r"blocks\[0\]"):
        limits.check(one)
