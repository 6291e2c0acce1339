"""What counts as a copy of a text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Article
from services.grouping.duplicates import SAME, Copies, fingerprint, similarity
from tests.unit.grouping.articles import FLOOD, STRIKE, article

SENTENCES = FLOOD.split(". ")
CUT = ". ".join(SENTENCES[:2]) + "."


@pytest.mark.parametrize(
    "copy",
    [
        article("b", FLOOD, title="Hundreds of houses under water"),
        article("b", CUT),
        article("b", "QUILLHAVEN (Example Wire) - " + FLOOD),
        article("b", FLOOD.replace("four hundred", "some four hundred").replace("carried", "took")),
        article(
            "b",
            FLOOD + " Schools stay closed this week. " + "The county has asked for help from abroad. " * 2,
        ),
        article("b", FLOOD.upper()),
    ],
    ids=["another headline", "cut tail", "dateline", "two edits", "added paragraph", "capitals"],
)
def test_a_wire_copy_is_found(copy: Article) -> None:
    assert similarity(fingerprint(article("a")), fingerprint(copy)) >= SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FLOOD, STRIKE),
        ("The Fed added 1.5 billion in reserves. " * 12, "The Fed added 2.5 billion in reserves. " * 12),
        (
            "Rate raised to 7-3/4 pct from 7-1/2 pct by Chemical Bank, effective today.",
            "Rate raised to 7-3/4 pct from 7-1/2 pct by Mercantile Bank, effective today.",
        ),
    ],
    ids=["other news", "other figures", "a short formula"],
)
def test_what_only_looks_alike_is_no_copy(one: str, other: str) -> None:
    assert similarity(fingerprint(article("a", one)), fingerprint(article("b", other))) < SAME


def test_a_short_text_is_found_again_when_it_is_the_same_to_the_word() -> None:
    flash = "Rates are on hold, the bank said."
    assert similarity(fingerprint(article("a", flash)), fingerprint(article("b", flash + " "))) == 1.0


def test_what_was_removed_is_not_found() -> None:
    copies = Copies()
    copies.add("a", fingerprint(article("a")))
    copies.remove("a")
    assert not list(copies.like(fingerprint(article("b"))))
    assert len(copies) == 0


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(4)))
def test_copies_are_found_whatever_the_order_they_came_in(order: list[int]) -> None:
    prints = [fingerprint(article(str(i), FLOOD + " Late edition." * i)) for i in range(4)]
    copies = Copies()
    for i in order:
        copies.add(str(i), prints[i])
    assert dict(copies.like(prints[0])) == {str(i): similarity(prints[0], prints[i]) for i in range(4)}
