"""How articles come together by their words."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.grouping.pictures import Picture
from services.grouping.stories import BOTH, Stories
from services.grouping.words import MOST_TERMS, SCALE, Vector
from services.text.embedding import WIDTH
from tests.unit.grouping.articles import FLOOD, PICTURES, STRIKE, WORDS, article

FOLLOW_UP = (
    "Four hundred houses in Quillhaven still stand in the water of the Drava, mayor Ilka Brandt said on Tuesday. "
    "The bridge to Marrowby may open on Thursday."
)


def vector(text: str) -> Vector:
    return WORDS.vector(article("x", text, title="…"))


def picture(text: str) -> Picture:
    return PICTURES.of(article("x", text, title="…"), "en")


def anything(_: str) -> bool:
    return True


def put(stories: Stories, key: str, *texts: str, language: str = "en") -> Stories:
    for text in texts:
        stories.add(key, text, picture(text), language)
    return stories


def test_an_article_is_nearest_to_the_story_that_it_shares_its_names_with() -> None:
    stories = put(put(Stories(), "flood", FLOOD), "strike", STRIKE)
    (score, key), *_ = stories.nearest(picture(FOLLOW_UP), "en", anything)
    assert (key, score >= stories.near(key)) == ("flood", True)


@pytest.mark.parametrize(("language", "fits"), [("de", True), ("en", False)])
def test_a_story_of_another_language_or_time_is_not_considered(language: str, fits: bool) -> None:
    stories = put(Stories(), "flood", FLOOD, language=language)
    assert stories.nearest(picture(FOLLOW_UP), "en", lambda _: fits) == []


def test_a_text_of_no_words_is_near_nothing() -> None:
    assert put(Stories(), "flood", FLOOD).nearest(picture("…"), "en", anything) == []


def test_where_stories_are_many_one_is_found_by_its_rarest_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = put(put(Stories(), "flood", FLOOD), "strike", STRIKE)
    for number in range(50):  # each shares the town with the flood, none the river or the mayor
        put(stories, f"other-{number}", f"Quillhaven opens its museum number {number} on Tuesday.")
    every = stories.nearest(picture(FOLLOW_UP), "en", anything)
    monkeypatch.setattr("services.grouping.stories.MOST_LOOKED_UP", 20)
    few = stories.nearest(picture(FOLLOW_UP), "en", anything)
    assert few[0] == every[0]
    assert few[0][1] == "flood"
    assert len(few) < len(every)


RESULTS = "{} Corp said fourth quarter net profit rose to 12 mln from 9 mln on sales of 80 mln. It sets no dividend."


def report(company: str, *names: str) -> Picture:
    return PICTURES.of(article("x", RESULTS.format(company), title="…"), "en", frozenset(names))


def test_reports_of_one_form_about_different_things_are_no_story() -> None:
    stories = Stories()
    stories.add("arden", "a", report("Arden", "Q1", "organisation:new york"), "en")
    stories.add("belmar", "b", report("Belmar", "Q2"), "en")
    assert stories.nearest(report("Castell", "Q3"), "en", anything) == []
    assert stories.nearness("arden", "belmar") == 0
    found = {
        key for _, key in stories.nearest(report("Castell", "Q3", "organisation:new york"), "en", anything)
    }
    assert found == {"arden"}


def test_where_nothing_is_known_of_what_a_text_is_about_its_words_decide() -> None:
    stories = Stories()
    stories.add("arden", "a", report("Arden", "Q1"), "en")
    assert [key for _, key in stories.nearest(report("Castell"), "en", anything)] == ["arden"]


def test_what_a_story_is_about_goes_with_the_text_that_is_about_it() -> None:
    stories = Stories()
    stories.add("s", "a", report("Arden", "Q1"), "en")
    stories.add("s", "b", report("Belmar", "Q1", "Q2"), "en")
    assert stories.nearest(report("Castell", "Q2"), "en", anything) != []
    stories.remove("s", "b")
    assert stories.nearest(report("Castell", "Q2"), "en", anything) == []
    assert stories.nearest(report("Castell", "Q1"), "en", anything) != []


def test_copies_of_a_text_make_a_story_no_tighter() -> None:
    once, often = put(Stories(), "flood", FLOOD), put(Stories(), "flood", *[FLOOD] * 20)
    assert once.nearest(picture(FOLLOW_UP), "en", anything) == often.nearest(
        picture(FOLLOW_UP), "en", anything
    )


def test_the_same_likeness_is_nearer_to_a_loose_story_than_to_a_tight_one() -> None:
    tight = put(Stories(), "s", *(FLOOD + f" Edition {word}." for word in ("north", "south", "east")))
    loose = put(Stories(), "s", *FLOOD.split(". ")[:3])
    near = [stories.nearest(picture(FLOOD), "en", anything)[0][0] for stories in (tight, loose)]
    like = [stories.closeness("s", picture(FLOOD)) for stories in (tight, loose)]
    assert near[0] / near[1] < like[0] / like[1]


class Compass:
    """Gives every text the same meaning: a direction."""

    def __init__(self, direction: int) -> None:
        self.direction = direction
        self.asked = 0

    def embed(self, text: str, /) -> npt.NDArray[np.float32]:
        self.asked += 1
        meaning = np.zeros(WIDTH, np.float32)
        meaning[self.direction : self.direction + 25] = 0.2
        return meaning


def meant(text: str, direction: int) -> Picture:
    return Picture(picture(text).words, text, Compass(direction))


def test_meaning_counts_beside_the_words_where_it_is_known() -> None:
    stories = Stories()
    stories.add("flood", "a", meant(FLOOD, 0), "en")
    same, other = (stories.nearest(meant(FOLLOW_UP, at), "en", anything)[0][0] for at in (0, 100))
    assert same - other == pytest.approx((1 - BOTH.words) / BOTH.prior, rel=0.01)
    assert stories.nearest(picture(FOLLOW_UP), "en", anything) == []  # no comparison without


def test_what_a_text_means_is_asked_once_and_only_where_its_story_is_looked_at() -> None:
    stories, compass = Stories(), Compass(0)
    for key, text in (("flood", FLOOD), ("flood", FLOOD + " Rain."), ("strike", STRIKE)):
        stories.add(key, text, Picture(picture(text).words, text, compass), "en")
    assert compass.asked == 0
    found = [stories.nearest(meant(FOLLOW_UP, 0), "en", anything) for _ in range(2)]
    assert compass.asked == 2
    assert found[0] == found[1] != []


def test_two_events_in_one_story_are_its_halves() -> None:
    floods = [FLOOD, FOLLOW_UP, FLOOD + " Rain fell."]
    strikes = [STRIKE, STRIKE + " Nobody was hurt.", STRIKE[:200]]
    stories = put(Stories(), "s", *floods, *strikes)
    apart = stories.apart("s")
    assert apart is not None
    assert apart[1] in (frozenset(floods), frozenset(strikes))
    assert put(Stories(), "s", FLOOD, FOLLOW_UP, FLOOD + " Rain.", FOLLOW_UP + " Rain.").apart("s") is None


def test_a_vector_is_bounded_and_as_long_as_every_other() -> None:
    long = vector(" ".join(f"Word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(600)))
    assert len(long.terms) == MOST_TERMS
    assert sum(weight * weight for weight in long.weights) ** 0.5 == pytest.approx(SCALE, rel=0.01)


@settings(max_examples=30, deadline=None)
@given(st.permutations([FLOOD, FOLLOW_UP, STRIKE]), st.permutations([0, 1, 2]))
def test_a_story_put_together_in_another_order_is_the_same(texts: list[str], out: list[int]) -> None:
    one, other = put(Stories(), "s", *texts), put(Stories(), "s", *reversed(texts))
    assert one.nearest(picture(FLOOD), "en", anything) == other.nearest(picture(FLOOD), "en", anything)
    put(one, "t", STRIKE), put(other, "t", STRIKE)
    assert one.nearness("s", "t") == other.nearness("t", "s")
    for i in out:
        one.remove("s", texts[i])
    assert len(one) == 1
