"""Positions are right whatever stands around the words: emoji, combining marks, carriage returns, no-break spaces."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.verification import verify
from services.extraction.extract import Extractor
from tests.benchmarks.verification import texts
from tests.unit.extraction.articles import whole

EVAL = Path(__file__).parents[4] / "shared" / "eval"
PUBLISHED = "2026-11-24T10:00:00Z"
NOISE = (
    "😀",
    "👩🏽‍🚒",
    "🇺🇦",
    "e\u0301",
    "o\u0308\u0323",
    "\r\n",
    "\r",
    "\u00a0",
    "\u202f",
    "\u200b",
    "\u00ad",
    "\ufeff",
    "\U00020000",
    "“",
    "\t",
)
SAID = (
    "Kaja Kallas",
    "Wang Yi",
    "Zoe\u0308 Kern",
    "in Brussels",
    "on\u00a0Monday",
    "on 24\u00a0November 2026",
    "$5\u00a0million",
    "€2.5m",
    "“We agree,” she said.",
    "the Gulf War",
    "F-16",
    "Germans",
    "Emmanuel Macron",
    "Unión Europea",
    "2,5 Millionen Euro",
    "у вівторок",
)
TEXTS = st.lists(st.sampled_from((*SAID, *NOISE, " ", " ", ", ", ". ")), min_size=1, max_size=30).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, language=st.sampled_from(["en", "de", "es", "uk", "it"]))
def test_every_position_is_right_among_signs_of_many_code_points(
    extractor: Extractor, text: str, language: str
) -> None:
    (result,) = extractor.extract([whole(text, language=language, published=PUBLISHED)])
    assert verify(result) == []


@pytest.mark.parametrize("noise", NOISE, ids=[noise.encode("unicode_escape").decode() for noise in NOISE])
def test_what_stands_before_shifts_positions_and_changes_nothing_else(
    extractor: Extractor, noise: str
) -> None:
    text = "Kaja Kallas met Wang Yi in Brussels on Monday. It cost $5 million."
    plain, shifted = (
        extractor.extract([whole(before + text, published=PUBLISHED)])[0] for before in ("", f"{noise} \n")
    )
    by = len(noise) + 2
    assert [(m.type, m.value, m.evidence[0].start + by) for m in plain.mentions] == [
        (m.type, m.value, m.evidence[0].start) for m in shifted.mentions
    ]


def _some(most: int) -> Sequence[str]:
    return [
        text[:3000]
        for path in sorted(EVAL.rglob("*.jsonl.gz"))
        for text, _ in zip(texts(path), range(most), strict=False)
    ]


def test_nothing_is_wrong_with_articles_of_the_labelled_sets(extractor: Extractor) -> None:
    if not EVAL.is_dir():
        pytest.skip("the labelled sets are not here")
    found = _some(1)
    assert found
    results = extractor.extract([whole(text, published=PUBLISHED) for text in found])
    assert [fault for result in results for fault in verify(result)] == []
