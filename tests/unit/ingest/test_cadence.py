"""A source's own history says how often to ask it, and when its silence is news."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.polling.cadence import (
    ENOUGH,
    REMEMBERED,
    Cadence,
    backoff_s,
    interval_s,
    spread,
)

DAY = 86_400.0
GAPS = st.lists(st.floats(0, 30 * DAY), max_size=80)


def lived(gaps: list[float]) -> Cadence:
    cadence = Cadence()
    for gap in gaps:
        cadence = cadence.after(gap)
    return cadence


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ([], 300),
        ([7200] * (ENOUGH - 1), 300),
        ([60] * 20, 300),
        ([1200] * 20, 600),
        ([7200] * 20, 3600),
        ([DAY] * 20, 3600),
        ([1200] * 20 + [DAY], 600),
    ],
)
def test_a_source_is_asked_twice_as_often_as_it_has_something_new(gaps: list[float], expected: float) -> None:
    assert interval_s(lived(gaps), 300, 3600) == expected


@pytest.mark.parametrize(
    ("gaps", "silent", "quiet"),
    [
        ([], 365 * DAY, False),
        ([600] * (ENOUGH - 1), 365 * DAY, False),
        ([600] * 20, 3000, False),
        ([600] * 20, 4000, True),
        ([DAY] * 20, 2 * DAY, False),
        ([DAY] * 20, 4 * DAY, True),
        # A night of nine hours is usual, and stays so through the day after.
        ([600] * 20 + [32_400] + [600] * 80, 40_000, False),
        ([600] * 20 + [32_400] + [600] * 80, 60_000, True),
    ],
)
def test_a_silence_is_news_where_it_is_longer_than_any_that_is_usual(
    gaps: list[float], silent: float, quiet: bool
) -> None:
    assert lived(gaps).quiet(silent) is quiet


@given(GAPS)
def test_no_more_is_remembered_than_that(gaps: list[float]) -> None:
    cadence = lived(gaps)
    assert cadence.gaps == tuple(gaps[-REMEMBERED:])
    assert cadence.longest_s <= max(gaps, default=0)


@given(GAPS, st.floats(0, 30 * DAY), st.floats(0, 30 * DAY))
def test_once_quiet_a_source_stays_so_until_something_comes(
    gaps: list[float], silent: float, more: float
) -> None:
    cadence = lived(gaps)
    assert not cadence.quiet(silent) or cadence.quiet(silent + more)


@given(GAPS, st.floats(1, 1e4), st.floats(1, 1e5), st.integers(0, 1000))
def test_a_pause_keeps_within_its_bounds(
    gaps: list[float], shortest: float, longest: float, failures: int
) -> None:
    interval = interval_s(lived(gaps), shortest, longest)
    assert shortest <= interval <= max(shortest, longest)
    paused = backoff_s(interval, failures, longest)
    assert interval <= paused <= max(interval, longest)
    assert 0.9 * paused <= spread(paused, b"any id") <= paused
