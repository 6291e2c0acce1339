"""A cursor leads to the place it was made for, and a forged one nowhere."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.filters.syntax import Source, Topic
from services.gateway.cursor import Position, decode, encode
from services.gateway.wanted import Wanted

TIMES = st.datetimes(timezones=st.just(UTC))
POSITIONS = st.builds(Position, TIMES, st.uuids())
CONDITIONS = st.builds(Source, st.text(max_size=20)) | st.builds(Topic, st.from_regex(r"\Amedtop:\d{8}\Z"))
FILTERS = st.builds(Wanted, filter=st.none() | CONDITIONS, text=st.none() | st.text(max_size=20))
SOME = encode(Position(datetime(2026, 11, 24, tzinfo=UTC), uuid.UUID(int=7)), Wanted())


@given(POSITIONS, FILTERS)
def test_a_cursor_leads_back_to_its_position(position: Position, wanted: Wanted) -> None:
    assert decode(encode(position, wanted), wanted) == position


@given(POSITIONS, FILTERS, FILTERS)
def test_a_cursor_holds_for_its_own_filters_alone(position: Position, made: Wanted, used: Wanted) -> None:
    cursor = encode(position, made)
    if made == used:
        assert decode(cursor, used) == position
    else:
        with pytest.raises(ValueError, match="not made by this service"):
            decode(cursor, used)


@given(st.text(max_size=100) | st.binary(max_size=40).map(lambda raw: raw.hex()))
def test_no_other_word_is_taken_and_none_makes_it_fail(word: str) -> None:
    with pytest.raises(ValueError, match="not made by this service"):
        decode(word, Wanted())


@pytest.mark.parametrize(
    "forged",
    ["", SOME + "A", SOME[:-1], SOME[1:], SOME + "=", f" {SOME}", SOME.swapcase(), "B" + SOME[1:], "é" * 40],
)
def test_a_cursor_that_was_changed_is_refused(forged: str) -> None:
    with pytest.raises(ValueError, match="not made by this service"):
        decode(forged, Wanted())


def test_positions_keep_whole_microseconds() -> None:
    position = Position(datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=1), uuid.UUID(int=0))
    assert decode(encode(position, Wanted()), Wanted()) == position
