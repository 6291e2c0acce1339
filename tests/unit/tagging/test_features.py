"""Words and pairs of a text, and their weights."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from services.tagging.features import Vectoriser, occurrences, stem, terms

NEWS = st.text(alphabet="abcde sSé'’-.\n\t\u00a0İ😀", max_size=60)
WORDS = st.lists(st.sampled_from(["cease", "fires", "Fire", "goal", "the", "of", "x", "Gaza"]), max_size=30)


def words(text: str) -> list[str]:
    return [term for term, _ in terms(text)]


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("talks", "talk"),
        ("parties", "party"),
        ("prices", "price"),
        ("churches", "churche"),
        ("crisis", "crisi"),
        ("glass", "glass"),
        ("virus", "virus"),
        ("bus", "bus"),
        ("goal", "goal"),
    ],
)
def test_a_plural_ending_is_cut(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peace talks", ["peace", "peace talk", "talk"]),
        ("peace-talks", ["peace", "peace talk", "talk"]),
        ("China’s exports", ["china", "china export", "export"]),
        ("the goal of the match", ["goal", "match"]),
        ("war. Peace", ["war", "peace"]),
        ("war, peace", ["war", "peace"]),
        ("war\n\npeace", ["war", "peace"]),
        ("2026 is a year x", []),
        ("", []),
    ],
)
def test_words_and_neighbours_are_terms_and_function_words_and_numbers_are_not(
    text: str, expected: list[str]
) -> None:
    assert words(text) == expected


def test_a_span_counts_code_points() -> None:
    text = "😀 Gazaß peace talks"
    assert [text[start:end] for _, (start, end) in terms(text)] == [
        "Gazaß",
        "Gazaß peace",
        "peace",
        "peace talks",
        "talks",
    ]


@given(st.text(max_size=200))
def test_every_span_holds_words_of_the_text_it_names(text: str) -> None:
    for term, (start, end) in terms(text):
        assert 0 <= start < end <= len(text)
        assert words(text[start:end])[-1] == term.split(" ")[-1]


@given(NEWS, st.integers(min_value=0, max_value=50))
def test_a_stretch_has_its_places_moved_by_where_it_starts(text: str, offset: int) -> None:
    here, there = occurrences([(text, 0)]), occurrences([(text, offset)])
    assert there == {term: [(a + offset, b + offset) for a, b in spans] for term, spans in here.items()}


@settings(deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=6))
def test_vectors_equal_those_of_an_independent_tfidf(documents: list[list[str]]) -> None:
    texts = ["peace talks goal", *(" ".join(document) for document in documents)]
    peer = TfidfVectorizer(analyzer=words, sublinear_tf=True)
    expected = peer.fit_transform(texts).toarray()
    ours = Vectoriser(peer.get_feature_names_out().tolist(), peer.idf_.tolist())
    for text, row in zip(texts, expected, strict=True):
        vector = ours.vector(Counter(words(text)))
        dense = np.zeros(len(row))
        dense[list(vector.indices)] = vector.weights
        np.testing.assert_allclose(dense, row, atol=1e-12)


def test_unknown_terms_are_dropped_and_an_empty_text_has_an_empty_vector() -> None:
    vectoriser = Vectoriser(["goal"], [2.0])
    assert vectoriser.vector({"goal": 3, "unheard": 1}).weights == (1.0,)
    assert vectoriser.vector({}).indices == ()
