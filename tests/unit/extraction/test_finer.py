"""Events, products and laws in passages that hold all three, and what only looks like one: floors for both."""

import re
from collections import Counter
from pathlib import Path

import pytest

from services.extraction.extract import Extractor
from tests.unit.extraction.articles import article

MARK = re.compile(r"\[(\w+): ([^\]]+)\]")
PASSAGES = [
    line for line in Path(__file__).with_name("finer.txt").read_text("utf-8").splitlines() if line[:1] != "#"
]
Marks = Counter[tuple[int, str, str]]


@pytest.fixture(scope="module")
def found(extractor: Extractor) -> Marks:
    """Number of the passage, type and words of every mention of the three types."""
    articles = [article(MARK.sub(r"\2", line), guid=str(i)) for i, line in enumerate(PASSAGES)]
    return Counter(
        (i, mention.type, mention.evidence[0].exact)
        for i, result in enumerate(extractor.extract(articles))
        for mention in result.mentions
        if mention.type in {"event", "product", "law"}
    )


@pytest.mark.parametrize(
    ("kind", "precision", "recall"), [("event", 0.9, 0.9), ("product", 0.9, 0.9), ("law", 0.9, 0.9)]
)
def test_they_are_found_whole_and_traps_are_left_alone(
    found: Marks, kind: str, precision: float, recall: float
) -> None:
    marks: Marks = Counter(
        (i, type_, words) for i, line in enumerate(PASSAGES) for type_, words in MARK.findall(line)
    )
    ours, gold = (Counter({one: n for one, n in all_.items() if one[1] == kind}) for all_ in (found, marks))
    right = (ours & gold).total()
    assert right >= precision * ours.total(), ours - gold
    assert right >= recall * gold.total(), gold - ours


def test_there_are_enough_passages() -> None:
    assert len(PASSAGES) >= 30
