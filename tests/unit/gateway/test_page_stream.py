"""Where a page's stream begins: a little back, in memory, so that what was not stored yet is heard."""

import pytest

from services.gateway.live import position
from services.gateway.live.live import RECENT
from tests.unit.gateway.test_live import live, ring


@pytest.mark.parametrize(("held", "heard"), [(0, 0), (1, 1), (RECENT, RECENT), (RECENT + 9, RECENT)])
def test_a_page_hears_the_newest_events_again_from_memory(held: int, heard: int) -> None:
    events = ring(held)
    place = live(events).recent()
    assert place is not None
    begin = events.place(position.decode(place))
    assert begin is not None, "the broker is not asked"
    offsets = [one.delivery.offset for one in events.since(begin)]
    assert [one for one in offsets if one >= position.decode(place)[0]] == list(range(held - heard, held))


def test_what_fell_out_of_memory_is_not_asked_for() -> None:
    events = ring(20, most_bytes=1)
    assert events.place(events.before(10)) is not None


def test_before_the_stream_is_read_there_is_no_place() -> None:
    events = ring(3)
    events.live = False
    assert live(events).recent() is None
