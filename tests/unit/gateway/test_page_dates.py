"""Dates as people read them."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from schemas.groups import Story
from services.gateway.groups import examples
from services.gateway.pages import dates, stories
from services.gateway.pages.timeline import timeline


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2011-12-02T00:00:00+00:00", "2 Dec 2011"),
        ("2026-12-02T00:00:00Z", "2 Dec"),
        ("2026-12-02T14:05:00+02:00", "2 Dec, 12:05"),
        ("2011-12-02T00:00:01Z", "2 Dec 2011, 00:00"),
        ("2027-01-01T00:30:00+01:00", "31 Dec, 23:30"),
        (datetime(2011, 12, 2, 9, tzinfo=UTC), "2 Dec 2011, 09:00"),
        ("2011-12-02", ""),
        ("soon", ""),
        (None, ""),
    ],
)
def test_a_date_has_its_year_unless_present_and_a_time_if_one_was_given(
    value: datetime | str | None, expected: str
) -> None:
    assert dates.dated(value, 2026) == expected


def test_the_present_year_goes_without_saying() -> None:
    now = datetime.now(UTC)
    assert dates.day(now) == f"{now:%-d %b}"
    assert dates.day(now.replace(year=now.year - 1, day=1)) == f"{now.replace(day=1):%-d %b} {now.year - 1}"


def test_a_timeline_of_another_year_says_so() -> None:
    told = timeline([(date(2011, 12, 2), 3)], date(2011, 12, 4), 30)
    assert (told.first, told.last) == ("5 Nov 2011", "4 Dec 2011")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2011-12-02T00:00:00Z", "2011-12-04T00:00:00Z", "2 Dec to 4 Dec 2011"),
        ("2011-12-31T00:00:00Z", "2012-01-01T08:30:00Z", "31 Dec 2011 to 1 Jan 2012, 08:30 UTC"),
        ("soon", "2012-01-01T08:30:00Z", ""),
    ],
)
def test_a_story_spans_its_dates(first: str, last: str, expected: str) -> None:
    story = msgspec.convert(examples.story()["story"] | {"first": first, "last": last}, Story)
    assert stories.span(story) == expected
