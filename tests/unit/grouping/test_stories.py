"""How articles come together by their words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.grouping.stories import Stories
from services.grouping.words import MOST_TERMS, SCALE, Vector
from tests.unit.grouping.articles import FLOOD, STRIKE, WORDS, article

FOLLOW_UP = (
    "Four hundred houses in Quillhaven still stand in the water of the Drava, mayor Ilka Brandt said on Tuesday. "
    "The bridge to Marrowby may open on Thursday."
)


def vector(text: str) -> Vector:
    return WORDS.vector(article("x", text, title="News"))


def anything(_: str) -> bool:
    return True


def test_an_article_joins_the_story_that_it_shares_its_names_with() -> None:
    stories = Stories()
    stories.add("flood", vector(FLOOD), "en")
    stories.add("strike", vector(STRIKE), "en")
    assert stories.nearest(vector(FOLLOW_UP), "en", anything) == "flood"


@pytest.mark.parametrize(("language", "fits"), [("de", True), ("en", False)])
def test_a_story_of_another_language_or_time_is_not_considered(language: str, fits: bool) -> None:
    stories = Stories()
    stories.add("flood", vector(FLOOD), language)
    assert stories.nearest(vector(FOLLOW_UP), "en", lambda _: fits) is None


def test_a_text_of_no_words_is_near_nothing() -> None:
    stories = Stories()
    stories.add("flood", vector(FLOOD), "en")
    assert stories.nearest(vector("…"), "en", anything) is None


def test_a_vector_is_bounded_and_as_long_as_every_other() -> None:
    long = vector(" ".join(f"Word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(600)))
    assert len(long.terms) == MOST_TERMS
    assert sum(weight * weight for weight in long.weights) ** 0.5 == pytest.approx(SCALE, rel=0.01)


@settings(max_examples=30, deadline=None)
@given(st.permutations([FLOOD, FOLLOW_UP, STRIKE]), st.permutations([0, 1, 2]))
def test_a_story_put_together_in_another_order_is_the_same(texts: list[str], out: list[int]) -> None:
    one, other = Stories(), Stories()
    for text in texts:
        one.add("s", vector(text), "en")
    for text in reversed(texts):
        other.add("s", vector(text), "en")
    assert [one.closeness("s", vector(text)) for text in texts] == [
        other.closeness("s", vector(text)) for text in texts
    ]
    for i in out:
        one.remove("s", vector(texts[i]))
    assert len(one) == 0
    assert one.closeness("s", vector(FLOOD)) == 0
