"""Whole articles through intake: the golden one, and the samples with what an editor marked in them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.article import PROSE, Article
from schemas.submission import Submission
from services.ingest.formats.fields import from_document
from services.ingest.intake import build

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT.parent / "shared" / "seed" / "000_4d1e37748f18b887.txt"
SAMPLES = ROOT / "samples"
EXPECTED: Mapping[str, dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))


def built(submission: Submission) -> Article:
    article = build(submission, None, "2027-01-01T00:00:00Z")
    assert isinstance(article, Article)
    return article


def words(article: Article, *kinds: str) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind in kinds]


def sample(name: str) -> Submission:
    path, _, row = name.partition("#")
    raw = (SAMPLES / path).read_text("utf-8")
    if path.endswith(".txt"):
        return Submission(source="inbox", guid=path, content=raw)
    return from_document(
        json.loads(raw.splitlines()[int(row)] if row else raw), source="inbox", source_class="folder"
    )


def test_the_golden_article_comes_out_right() -> None:
    if not GOLDEN.exists():
        pytest.skip(f"no {GOLDEN.name} in ../shared/seed")
    lines = GOLDEN.read_text("utf-8").split("\n")
    article = built(Submission(source="inbox", guid="golden", content=GOLDEN.read_text("utf-8")))
    body, teaser = lines[5].split("Read also: ")
    title = lines[0].removeprefix(" date 2025-07-03 ")
    assert article.published == "2025-07-03T00:00:00Z"
    assert article.language == "en"
    assert article.title == title
    assert article.text.split("\n\n") == [title, *lines[1:5], body, f"Read also: {teaser}", *lines[6:10]]
    assert [block.kind for block in article.blocks] == [
        "title",
        *["body"] * 5,
        "teaser",
        *["body"] * 3,
        "credit",
    ]
    assert not any("BRICS" in prose or "Xi " in prose for prose in words(article, *PROSE))


@pytest.mark.parametrize("name", EXPECTED)
def test_the_teasers_and_credits_of_a_sample_are_blocks_of_their_own(name: str) -> None:
    article, expected = built(sample(name)), EXPECTED[name]
    assert words(article, "teaser") == expected["teasers"]
    beside = [*words(article, "credit"), *words(article, "caption")]
    assert all(any(credit in block for block in beside) for credit in expected["credits"])


@pytest.mark.parametrize("name", EXPECTED)
def test_no_name_of_a_teaser_or_credit_gets_into_the_prose_of_a_sample(name: str) -> None:
    prose = words(built(sample(name)), *PROSE)
    assert [name for name in EXPECTED[name]["not_in_body"] if any(name in text for text in prose)] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_every_name_and_quote_of_a_sample_is_in_its_prose(name: str) -> None:
    prose, expected = " ".join(words(built(sample(name)), *PROSE)), EXPECTED[name]
    named = [*expected["people"], *expected["organisations"], *expected["places"]]
    assert [
        mark for mark in [*named, *(quote["text"] for quote in expected["quotes"])] if mark not in prose
    ] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_every_sample_is_english(name: str) -> None:
    assert built(msgspec.structs.replace(sample(name), language=None)).language == "en"
