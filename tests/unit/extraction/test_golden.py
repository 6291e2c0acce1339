"""What extraction finds in articles that were labelled by hand: it fails when quality drops.

The labelled articles are the samples of the project (60, `samples/expected.json`) and those of `golden.txt`. The floors
are what was reached when they were set, less what one or two names are worth.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from schemas.entities import ExtractedArticle
from schemas.verification import verify
from services.extraction.extract import Extractor
from tests.unit.extraction.articles import article
from tests.unit.samples.test_samples import EXPECTED, body_of

MARK = re.compile(r"\[(\w+)(?:=([^:\]]*))?: ([^\]]+)\]")
PUBLISHED = "2026-11-24T12:00:00Z"
KINDS = {
    "person": "people",
    "organisation": "organisations",
    "place": "places",
    "group": "groups",
    "event": "events",
    "product": "products",
    "law": "laws",
    "date": "dates",
}


class Score(NamedTuple):
    """How many are right, how many were found, how many there are."""

    right: int = 0
    found: int = 0
    there: int = 0

    def plus(self, found: Counter[str], there: Counter[str]) -> "Score":
        return Score(
            self.right + (found & there).total(), self.found + found.total(), self.there + there.total()
        )

    @property
    def shares(self) -> tuple[float, float]:
        """Precision and recall."""
        return self.right / max(self.found, 1), self.right / max(self.there, 1)


@pytest.fixture(scope="module")
def sampled(extractor: Extractor) -> dict[str, ExtractedArticle]:
    """Each sample article, extracted from its own words."""
    return {
        key: extractor.extract([article(*_paragraphs(body_of(key)), published="2026-07-03T10:00:00Z")])[0]
        for key in EXPECTED
    }


def _paragraphs(body: str) -> list[str]:
    return [line.strip() for line in body.split("\n") if line.strip()]


def _words(result: ExtractedArticle, kind: str) -> Counter[str]:
    return Counter(m.evidence[0].exact for m in result.mentions if m.type == kind)


def _names(result: ExtractedArticle, kind: str) -> Counter[str]:
    """Entities by their fullest name, once each."""
    return Counter({entity.name for entity in result.entities if entity.type == kind})


@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [
        ("person", 0.88, 0.95),
        ("organisation", 0.90, 0.74),
        ("place", 0.89, 0.93),
    ],
)
def test_persons_organisations_and_places_of_the_samples(
    sampled: dict[str, ExtractedArticle], kind: str, precision: float, recall: float
) -> None:
    score = Score()
    for key, result in sampled.items():
        score = score.plus(_names(result, kind), Counter(EXPECTED[key][KINDS[kind]]))  # type: ignore[literal-required]  # one of its keys
    assert score.shares[0] >= precision
    assert score.shares[1] >= recall


@pytest.mark.parametrize(
    ("kind", "precision", "recall"), [("group", 0.95, 0.95), ("date", 0.97, 0.97), ("event", 1.0, 0.25)]
)
def test_groups_dates_and_events_of_the_samples(
    sampled: dict[str, ExtractedArticle], kind: str, precision: float, recall: float
) -> None:
    score = Score()
    for key, result in sampled.items():
        score = score.plus(_words(result, kind), Counter(EXPECTED[key][KINDS[kind]]))  # type: ignore[literal-required]  # one of its keys
    assert score.shares[0] >= precision
    assert score.shares[1] >= recall


def test_no_product_and_no_law_is_found_where_there_is_none(sampled: dict[str, ExtractedArticle]) -> None:
    assert {
        key: _words(result, kind)
        for key, result in sampled.items()
        for kind in ("product", "law")
        if _words(result, kind)
    } == {}


def test_every_amount_of_the_samples_has_its_value(sampled: dict[str, ExtractedArticle]) -> None:
    assert {
        key: {m.evidence[0].exact: m.value for m in result.mentions if m.type == "money"}
        for key, result in sampled.items()
    } == {key: expected["money"] for key, expected in EXPECTED.items()}


def test_quotes_of_the_samples_are_found_and_what_is_none_is_not(
    sampled: dict[str, ExtractedArticle],
) -> None:
    score, spoken = Score(), Score()
    for key, result in sampled.items():
        parts = Counter(
            part.exact.rstrip(",.") for q in result.quotes if q.kind != "indirect" for part in q.evidence
        )
        score = score.plus(parts, Counter(quote["text"].rstrip(",.") for quote in EXPECTED[key]["quotes"]))
        spoken = spoken.plus(
            _said(result),
            Counter(f"{q['text'].rstrip(',.')}|{q['speaker']}" for q in EXPECTED[key]["quotes"]),
        )
    assert score.shares[0] >= 0.96
    assert score.shares[1] >= 0.97
    assert spoken.shares[1] >= 0.81


def _said(result: ExtractedArticle) -> Counter[str]:
    """Each quoted part with the name of the speaker's entity, else the words that name the speaker."""
    names = {entity.key: entity.name for entity in result.entities}
    return Counter(
        f"{part.exact.rstrip(',.')}|{names.get(quote.entity or '', quote.speaker.exact if quote.speaker else '')}"
        for quote in result.quotes
        if quote.kind != "indirect"
        for part in quote.evidence
    )


def test_names_of_teasers_and_credits_are_none_of_the_article(sampled: dict[str, ExtractedArticle]) -> None:
    assert all(verify(result) == [] for result in sampled.values())


class Marked(NamedTuple):
    """An article without its marks, and what is marked in it: type, words, value."""

    title: str
    lines: tuple[str, ...]
    marks: Counter[tuple[str, str, str]]


def marked() -> Iterator[Marked]:
    """The articles of `golden.txt`."""
    text = Path(__file__).with_name("golden.txt").read_text("utf-8")
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, *lines = part.strip().split("\n")
        marks = Counter((kind, words, value) for kind, value, words in MARK.findall(part))
        yield Marked(title, tuple(MARK.sub(r"\3", line) for line in lines), marks)


def test_what_is_marked_by_hand_is_found_and_hardly_anything_else(extractor: Extractor) -> None:
    scores: dict[str, Score] = defaultdict(Score)
    for one in marked():
        (result,) = extractor.extract([article(*one.lines, published=PUBLISHED)])
        found = Counter(
            (m.type, m.evidence[0].exact, m.value or "") for m in result.mentions if m.type != "other"
        )
        for kind in KINDS.keys() | {"money"}:
            scores[kind] = scores[kind].plus(_of(found, kind), _of(one.marks, kind))
    assert {kind: score.shares for kind, score in scores.items() if min(score.shares) < FLOORS[kind]} == {}


FLOORS = {
    "person": 0.85,
    "organisation": 0.9,
    "place": 0.9,
    "group": 0.9,
    "event": 0.9,
    "product": 0.85,
    "law": 0.9,
    "date": 0.95,
    "money": 1.0,
}


def _of(marks: Counter[tuple[str, str, str]], kind: str) -> Counter[str]:
    return Counter(
        {f"{words}|{value}": count for (type_, words, value), count in marks.items() if type_ == kind}
    )
