"""The clean-up of what the model found: whole words, one line, no trimmings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.spans import Span, clean


def cleaned(text: str, *names: str) -> list[str]:
    spans = [
        Span(text.index(name), text.index(name) + len(name), "organisation", 0.9, "test") for name in names
    ]
    return [text[span.start : span.end] for span in clean(text, spans, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("in Brussels\nParis agreed", "Brussels\nParis", ["Brussels", "Paris"]),
        ("the Mi'kmaq", "kmaq", ["Mi'kmaq"]),
        ("the Mi’kmaq", "Mi", ["Mi’kmaq"]),
        ("the ‘Brexit’ vote", "Brexit", ["Brexit"]),
        ("Zaporizhzhia fell", "aporizhzh", ["Zaporizhzhia"]),
        ("in Cafe\u0301 Noir", "Cafe", ["Cafe\u0301"]),
        ("The Hague Tribunal", "The Hague", ["Hague"]),
        ("Russia's war", "Russia's", ["Russia"]),
        ("Russia ’s war", "Russia ’s", ["Russia"]),
        ("“Gazprom,” he said", "“Gazprom,”", ["Gazprom"]),
        ("in the U.S. today", "U.S.", ["U.S."]),
        ("to Ukraine.", "Ukraine.", ["Ukraine"]),
        ("the Party (Liberal) won", "Party (Liberal)", ["Party (Liberal)"]),
        ("#Euro2028 begins", "#Euro2028", ["#Euro2028"]),
        ("a — b", "—", []),
        ("Order of the Sun", "of the", []),
        ("in 東京 today", "東京", ["東京"]),
        ("the HR/VP spoke", "HR", []),
        ("under the United Nations Charter,", "United Nations", ["United Nations Charter"]),
    ],
)
def test_a_span_becomes_the_name_alone(text: str, name: str, expected: list[str]) -> None:
    assert cleaned(text, name) == expected


@pytest.mark.parametrize("end", [18, 26])
def test_a_treaty_is_no_organisation(end: int) -> None:
    text = "the United Nations Charter"
    (span,) = clean(text, [Span(4, end, "organisation", 0.9, "test")], [(0, len(text))])
    assert (span.end, span.type) == (26, "other")


def test_a_span_never_leaves_its_stretch() -> None:
    text = "Read AlsoXi Jinping"
    assert clean(text, [Span(9, 11, "person", 0.9, "test")], [(0, 9)]) == []
    (span,) = clean(text, [Span(5, 19, "person", 0.9, "test")], [(0, 9)])
    assert (span.start, span.end) == (5, 9)


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=20))
def test_cleaned_spans_are_in_order_apart_and_not_empty(text: str, ends: list[tuple[int, int]]) -> None:
    raw = sorted(Span(min(pair), max(pair), "place", 0.5, "test") for pair in ends if max(pair) <= len(text))
    found = clean(text, raw, [(0, len(text) // 2), (len(text) // 2, len(text))])
    bounds = [position for span in found for position in (span.start, span.end)]
    assert bounds == sorted(bounds)
    assert all(text[span.start : span.end].strip() for span in found)


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("John F. Kennedy spoke", ("John F", "Kennedy"), ["John F. Kennedy"]),
        ("Dr. J. Ruiz spoke", ("J", "Ruiz"), ["J. Ruiz"]),
        ("It was Ana Ruiz. Bo left", ("Ana Ruiz", "Bo"), ["Ana Ruiz", "Bo"]),
        ("John F Kennedy spoke", ("John F", "Kennedy"), ["John F", "Kennedy"]),
    ],
)
def test_a_person_cut_in_two_after_an_initial_is_one(
    text: str, parts: tuple[str, ...], expected: list[str]
) -> None:
    spans = [
        Span(text.index(part), text.index(part) + len(part), "person", 0.9, "model:test") for part in parts
    ]
    assert [text[span.start : span.end] for span in clean(text, spans, [(0, len(text))])] == expected
