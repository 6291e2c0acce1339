"""The words that carried a topic."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import BlockKind
from schemas.entities import Mention, Processor
from schemas.selectors import select
from services.tagging.evidence import MOST, names, prose, selectors, strongest
from services.tagging.features import Span
from tests.unit.tagging.articles import composed, extracted


@pytest.mark.parametrize(
    ("kind", "is_prose"),
    [
        ("title", True),
        ("standfirst", True),
        ("dateline", True),
        ("body", True),
        ("heading", True),
        ("correction", True),
        ("byline", False),
        ("teaser", False),
        ("credit", False),
        ("boilerplate", False),
    ],
)
def test_only_the_articles_own_words_are_prose(kind: BlockKind, is_prose: bool) -> None:
    article = composed(("title", "Title"), (kind, "A goal"))
    assert (("A goal", 7) in prose(article)) is is_prose


def test_terms_are_chosen_by_what_they_add_and_shown_in_reading_order() -> None:
    places = {"weak": [(0, 4)], "strong": [(10, 16)], "middle": [(5, 9)], "against": [(20, 27)]}
    added = {"weak": 0.5, "strong": 2.0, "middle": 1.0, "against": -3.0}
    assert strongest(added, places) == [(0, 4), (5, 9), (10, 16)]


def test_no_more_than_the_most_are_shown_and_equals_go_by_name() -> None:
    places = {letter: [(position, position + 1)] for position, letter in enumerate("gfedcba")}
    chosen = strongest(dict.fromkeys("gfedcba", 1.0), places)
    assert len(chosen) == MOST
    assert chosen == [places[letter][0] for letter in "edcba"]


def test_a_word_that_adds_little_beside_the_strongest_is_not_shown() -> None:
    assert strongest({"ceasefire": 5.0, "ask": 0.9}, {"ceasefire": [(0, 9)], "ask": [(10, 13)]}) == [(0, 9)]


def test_spans_do_not_overlap_and_a_term_moves_on_to_its_next_place() -> None:
    places = {"peace talk": [(0, 11)], "peace": [(0, 5), (20, 25)], "talk": [(6, 11)]}
    assert strongest({"peace talk": 3.0, "peace": 2.0, "talk": 2.0}, places) == [(0, 11), (20, 25)]


def test_words_in_the_name_of_a_person_or_place_are_passed_over() -> None:
    article = composed(("body", "War in Gaza, war in Kyiv, war at Shell"))
    taken = names(extracted(article, {"Gaza": "place", "Kyiv": "person", "Shell": "organisation"}).mentions)
    assert taken == [(7, 11), (20, 24)]
    assert strongest({"gaza": 2.0, "war": 1.0}, {"gaza": [(7, 11)], "war": [(0, 3)]}, taken) == [(0, 3)]


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=8)


@given(SPANS, SPANS)
def test_what_is_chosen_overlaps_no_name_and_nothing_else(
    named: list[tuple[int, int]], places: list[tuple[int, int]]
) -> None:
    article = composed(("body", "x" * 80))
    made_by = Processor(name="extraction", version="0", method="hand")
    evidence = tuple(select(article.text, start, start + length) for start, length in named)
    mention = Mention(type="place", entity="e1", evidence=evidence, score=1.0, extractor=made_by)
    spans = {str(number): [(start, start + length)] for number, (start, length) in enumerate(places)}
    chosen = strongest(dict.fromkeys(spans, 1.0), spans, names([mention]))
    covered = [position for start, end in chosen for position in range(start, end)]
    assert len(set(covered)) == len(covered)
    assert not set(covered) & {position for s in evidence for position in range(s.start, s.end)}
    free = [span for span in spans.values() if not _touches(span[0], [(s.start, s.end) for s in evidence])]
    assert bool(chosen) is bool(free)


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def test_a_long_article_of_nothing_but_names_takes_no_time() -> None:
    repeated = [(5 * n, 5 * n + 4) for n in range(100_000)]
    assert strongest({"gaza": 1.0}, {"gaza": repeated}, repeated) == []


@pytest.mark.parametrize("added", [{}, {"goal": 0.0}, {"goal": -1.0}])
def test_without_a_word_that_speaks_for_the_topic_there_is_nothing(added: dict[str, float]) -> None:
    assert strongest(added, {"goal": [(0, 4)]}) == []


def test_selectors_quote_the_text_with_its_surroundings() -> None:
    (selector,) = selectors("😀 a goal!", [(4, 8)])
    assert (selector.exact, selector.prefix, selector.suffix) == ("goal", "😀 a ", "!")
