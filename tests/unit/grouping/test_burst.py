"""How far a count is above what is usual."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grouping.burst import burst

QUIET = [0, 1, 2, 1, 2, 0, 1, 1, 0, 2]
DAY = [100] * 10
counts = st.lists(st.integers(0, 40), min_size=1, max_size=30)


def test_usual_is_the_share_of_earlier_news_in_as_much_news_as_there_is_now() -> None:
    assert burst(12, 100, [1] * 8, [100] * 8).usual == pytest.approx(1)
    assert burst(12, 300, [1] * 8, [100] * 8).usual == pytest.approx(3)


def test_more_news_of_everything_is_no_rise() -> None:
    assert burst(30, 1000, [3] * 10, DAY).score == 0
    assert burst(30, 100, [3] * 10, DAY).score > 10


def test_one_loud_day_in_the_past_does_not_hide_a_rise() -> None:
    loud = [*QUIET[:-1], 60]
    assert burst(12, 100, loud, DAY).score == pytest.approx(burst(12, 100, QUIET, DAY).score, rel=0.1)


def test_what_always_goes_up_and_down_has_to_rise_further() -> None:
    wild = [0, 20, 1, 18, 2, 22, 0, 19, 1, 21]
    steady = [10, 11, 9, 10, 10, 11, 9, 10, 10, 11]
    assert burst(22, 100, wild, DAY).score < 2
    assert burst(22, 100, steady, DAY).score > 3


def test_a_window_without_any_news_says_nothing() -> None:
    assert burst(5, 100, [1, 0, 1], [100, 0, 100]) == burst(5, 100, [1, 1], [100, 100])


@given(counts, st.integers(0, 50))
def test_more_articles_never_score_less_and_usual_stays(past: list[int], count: int) -> None:
    totals = [50] * len(past)
    less, more = burst(count, 50, past, totals), burst(count + 1, 50, past, totals)
    assert less.score < more.score
    assert less.usual == more.usual >= 0


@given(counts)
def test_the_order_of_the_past_does_not_matter(past: list[int]) -> None:
    totals = [50] * len(past)
    assert burst(9, 50, past, totals) == burst(9, 50, sorted(past), totals)
