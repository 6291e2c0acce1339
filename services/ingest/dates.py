"""Dates as sources write them -> RFC 3339 in UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

YEARS = range(1900, 9999)
"""What a newspaper could carry; the last year of the calendar is a common "no date"."""

_LONGEST = 64
_AHEAD, _A_DAY = timedelta(hours=1), timedelta(days=1)
_WEEKDAY = re.compile(r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? ", re.IGNORECASE)
_DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?:/|[-_.]|$)")
_COMPACT = re.compile(r"[/-](?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:/|[-_.]|$)")
_WRITTEN = ("%B %d, %Y", "%d %B %Y", "%Y-%m-%d")


def to_utc(value: str) -> str | None:
    """`value` (RFC 3339, ISO 8601 or RFC 2822) as RFC 3339 in UTC to the second; None if it is no date in `YEARS`.

    A value without a zone is taken as UTC, a date alone as its midnight.
    """
    text = value.strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        moment = _parse(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return _rfc3339(moment)


def written(line: str) -> str | None:
    """The day that a whole line spells out ("Friday, January 4, 2019"), as `to_utc` gives it, or None."""
    text = _WEEKDAY.sub("", line.strip())
    if not any(digit.isdigit() for digit in text) or len(text) > _LONGEST:
        return None
    for form in _WRITTEN:
        try:
            return _rfc3339(datetime.strptime(text, form).replace(tzinfo=UTC))
        except ValueError:
            continue
    return None


def not_after(moment: str | None, now: str | None) -> str | None:
    """`moment` (as `to_utc` gives it), or None where it lies more than an hour after `now`, if that is a date."""
    return moment if moment is not None and _ahead(moment, now) <= _AHEAD else None


def credible(moment: str | None, now: str | None) -> str | None:
    """`moment`, `now` in place of one up to a day after it, or None where it lies further ahead.

    An hour is a clock that is wrong, a day a time zone that is: what is to come can't have been published.
    """
    if moment is None or _ahead(moment, now) <= _AHEAD:
        return moment
    return to_utc(now or "") if _ahead(moment, now) <= _A_DAY else None


def _ahead(moment: str, now: str | None) -> timedelta:
    """By how much `moment` lies after `now`; nothing where that is no date."""
    limit = to_utc(now or "")
    return datetime.fromisoformat(moment) - datetime.fromisoformat(limit) if limit else timedelta()


def in_address(url: str) -> str | None:
    """The day in an address like /2025/07/03/ or /20250703-."""
    path = urlsplit(url).path
    match = _DAY.search(path) or _COMPACT.search(path)
    return to_utc(f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}") if match else None


def later(moment: str | None, now: str | None) -> str | None:
    """`moment` as `to_utc` gives it if it lies after `now`, else None. With no `now`, nothing is known to be past."""
    found, limit = to_utc(moment or ""), to_utc(now or "")
    return (
        found
        if found and (limit is None or datetime.fromisoformat(found) > datetime.fromisoformat(limit))
        else None
    )


def _parse(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)


def _rfc3339(moment: datetime) -> str | None:
    if moment.year not in YEARS:
        return None
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
