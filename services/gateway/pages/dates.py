"""Dates for people, in UTC: with the year where it is not the present one, with a clock time where one was given."""

from datetime import UTC, date, datetime, time


def moment(value: datetime | str | None) -> datetime | None:
    """A time in UTC, of what messages and rows hold; None where it is none."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def day(value: date | str | None, present: int | None = None) -> str:
    """A day; `present` is the year that goes without saying, this one if None. Empty where there is none."""
    if (found := moment(value) if isinstance(value, datetime | str) else value) is None:
        return ""
    year = datetime.now(UTC).year if present is None else present
    return f"{found:%-d %b}" if found.year == year else f"{found:%-d %b %Y}"


def hour(value: datetime | str | None) -> str:
    """A clock time. Empty at exactly midnight, which is how a date without a time comes."""
    found = moment(value)
    return "" if found is None or found.time() == time() else f"{found:%H:%M}"


def dated(value: datetime | str | None, present: int | None = None) -> str:
    """A day, and the clock time where there is one."""
    return ", ".join(filter(None, (day(value, present), hour(value))))
