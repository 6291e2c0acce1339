"""Days, months and years as ISO 8601 values; what a date without a year, or a day of the week, means in a text."""

from datetime import date, timedelta

WEEK = timedelta(days=7)

NEARER = 3
"""How many times nearer than the last a day to come must be to be the one that is meant."""


def day(year: int, month: int, number: int) -> str | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def month(year: int, number: int) -> str:
    """The month of a year, also where `number` runs over the ends of it: (2026, 0) is December 2025."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return f"{year:04}-{number:02}"


def interval(first: str | None, last: str | None) -> str | None:
    """From the first to the last, both within; None where it would run backwards or one of them is nothing."""
    if first is None or last is None or last < first:
        return None
    return f"{first}/{last}"


def likely_year(published: date, month_: int, number: int, *, coming: bool) -> int:
    """The year of a day that is given without one.

    That of the next such day where the words speak of what is to come; else that of the last one, unless the next
    is nearer by far: in November "on December 5" is to come, "in March" is gone.
    """
    this = _ordinal(published.year, month_, number)
    today = published.toordinal()
    after = published.year if this >= today else published.year + 1
    before = after - 1
    if this == today:
        return published.year
    ahead = _ordinal(after, month_, number) - today
    gone = today - _ordinal(before, month_, number)
    return after if coming or NEARER * ahead < gone else before


def _ordinal(year: int, month_: int, number: int) -> int:
    """The number of the day, near enough where the month has no such day."""
    return date(year, month_, min(number, 28)).toordinal()


def weekday(published: date, number: int, way: int) -> date:
    """The day of the week, 0 for Monday, that is meant.

    `way` 0: the last one, the publication's own day included; -1: the last one before it; 1: the next one, its own
    day included; 2: the next one after it.
    """
    back = (published.weekday() - number) % 7
    match way:
        case 0:
            return published - timedelta(days=back)
        case -1:
            return published - timedelta(days=back or 7)
        case 1:
            return published + timedelta(days=-back % 7)
        case _:
            return published + timedelta(days=-back % 7 or 7)


def week(published: date, weeks: int) -> str:
    """The week, Monday to Sunday, so many weeks after the publication's."""
    monday = published - timedelta(days=published.weekday()) + weeks * WEEK
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def weekend(published: date, weeks: int) -> str:
    """The Saturday and Sunday of that week; on a Saturday or Sunday "last weekend" is the one of the week before."""
    saturday = published - timedelta(days=published.weekday()) + weeks * WEEK + timedelta(days=5)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
