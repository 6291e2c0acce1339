"""A selector counts code points and points at its words, or says how it fails to."""

from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.selectors import CONTEXT, Selector, check, select

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


class Tag(NamedTuple):
    evidence: tuple[Selector, ...]


@given(text=texts, data=st.data())
def test_a_selector_of_a_text_holds_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    selector = select(text, start, end)
    assert selector.exact == text[start:end]
    assert len(selector.prefix) <= CONTEXT >= len(selector.suffix)
    assert check(Tag((selector,)), text) == []


@given(text=texts, other=texts)
def test_a_selector_holds_in_another_text_only_if_that_reads_the_same_there(text: str, other: str) -> None:
    selector = select(text, 0, len(text))
    assert (check(Tag((selector,)), other) == []) == other.startswith(text)


def test_positions_are_code_points() -> None:
    text = "🚋 Zoë said"
    selector = select(text, 2, 5)
    assert (selector.exact, selector.prefix, selector.suffix) == ("Zoë", "🚋 ", " said")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 99), (99, 100)])
def test_words_that_are_not_there_have_no_selector(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}:{end}"):
        select("some words", start, end)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"exact": "Mara"}, "holds 'Zoë', not 'Mara'"),
        ({"start": 3}, "holds 'oë'"),
        ({"end": 99}, "out of the text"),
        ({"start": -5}, "out of the text"),
        ({"prefix": "x"}, "not preceded by 'x'"),
        ({"suffix": "x"}, "not followed by 'x'"),
    ],
)
def test_a_fault_says_what_stands_there(change: dict[str, str | int], fault: str) -> None:
    text = "🚋 Zoë said"
    selector = msgspec.structs.replace(select(text, 2, 5), **change)
    assert any(fault in line for line in check(Tag((selector,)), text))


def test_a_tag_without_evidence_is_at_fault() -> None:
    assert check(Tag(()), "text") == ["no evidence"]
