"""Dates in a text -> ISO 8601 values, resolved against the day of publication.

What the words leave open is decided as news means it: a day without a year lies nearest to the publication, a day of
the week is the last one unless the words before it speak of what is to come. What would need a publication that is
not known, or can't be decided ("03/04/2026" in English), is left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from services.extraction.spans import Range
from services.extraction.values import periods
from services.extraction.values.calendars import CALENDARS, Calendar
from services.extraction.values.patterns import FORMS
from services.extraction.values.value import Value, apart

SCORES: Mapping[str, float] = {
    "iso": 0.99,
    "numeric": 0.98,
    "day-month": 0.98,
    "month-day": 0.98,
    "month-year": 0.98,
    "years": 0.95,
    "decade": 0.98,
    "quarter": 0.95,
    "year": 0.95,
    "ago": 0.9,
    "month": 0.9,
    "weekday": 0.9,
    "near": 0.9,
    "period": 0.9,
}
"""How sure each form is, set by hand: what is written out is surer than what the publication must tell."""

TIMES = range(1500, 2100)
"""Years in which an article may be published for days to be counted from it."""

BEFORE = 80
"""Code points before a day of the week that may say that it is to come."""

_COMING = re.compile(
    r"\b(?:will|shall|due|scheduled|expected|plans?|planned|set|going|starts?|begins?|opens?|resumes?"
    r"|ahead of|wird|werden|soll"
    r"|sollen|aura|auront|sera|seront|será|serán|буде|будуть|відбудеться)\b[^.!?;\n]*$"
)
_SAID = re.compile(
    r"\b(?:said|says|told|announced|added|wrote|sagte|a dit|a déclaré|dijo|сказав|сказала|заявив|заявила)\b[^.!?;]*$"
)
_NAMED_DAYS = re.compile(
    r"\b(?:Black|Good|Bloody|Super|Ash|Maundy|Cyber|Palm|Easter|Holy|Shrove|Giving|Small Business)\s$"
)
_PAPERS = re.compile(
    r"\s(?:Times|Telegraph|Express|Mirror|Mail|Post|Night|Herald|World|Independent|Agreement)\b"
)
_AND = frozenset(("and", "und", "et", "y"))
_BETWEEN = ("between ", "zwischen ", "entre ")
_ANY_ONE = (" a ", " one ", " any ", " every ", " each ", " per ")
"""Before a day of the week they speak of no day of the calendar."""

_LEADS = frozenset(("until", "by", "from", "starting", "bis", "past"))
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_COUNTS = {
    "a": 1,
    "an": 1,
    **{
        word: i
        for i, word in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
        )
    },
}
_WAYS = {
    **dict.fromkeys(("last", "past", "vergangenen", "letzten", "dernier", "pasado"), -1),
    **dict.fromkeys(("next", "nächsten", "kommenden", "coming", "this coming", "prochain", "próximo"), 2),
    **dict.fromkeys(("until", "by", "from", "starting", "bis"), 1),
}
_WHICH = {"last": -1, "this": 0, "next": 1}


class _Found(NamedTuple):
    """A stretch that a form fits, in its text, with what is needed to read it."""

    match: "re.Match[str]"
    text: str
    calendar: Calendar
    published: date | None

    def get(self, name: str) -> str:
        """The words of a group, empty where the form has none."""
        return self.match.groupdict().get(name) or ""

    def number(self, name: str) -> int:
        """The number in a group."""
        return int(self.get(name))

    @property
    def month(self) -> int:
        """The number of the month."""
        if digits := self.get("n"):
            return int(digits)
        word = self.get("m").rstrip(".")
        return self.calendar.months.get(word) or self.calendar.abbreviated[word]


def dates(text: str, stretches: Sequence[Range], language: str, published: str | None) -> list[Value]:
    """The dates in the stretches, in reading order; `published` is RFC 3339, `language` one of `FORMS`, else none."""
    if language not in FORMS:
        return []
    day = published_day(published)
    return list(apart(one for start, end in stretches for one in _found(text, start, end, language, day)))


def published_day(published: str | None) -> date | None:
    """The day of an RFC 3339 time; None where there is none, or none of `TIMES`."""
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    return day if day.year in TIMES else None


def _found(text: str, start: int, end: int, language: str, published: date | None) -> Iterator[Value]:
    calendar, stretch = CALENDARS[language], text[start:end]
    for form in FORMS[language]:
        if not any(word in stretch for word in form.words):
            continue
        for match in form.pattern.finditer(text, start, end):
            if value := _READ[form.name](_Found(match, text, calendar, published)):
                first, last = _bounds(match)
                yield Value(first, last, "date", value, SCORES[form.name], f"rule:date-{form.name}")


def _bounds(match: "re.Match[str]") -> Range:
    """The stretch of the date: without the preposition that leads over to it."""
    way = match.groupdict().get("way") or ""
    return match.start("w") if way.lower() in _LEADS else match.start(), match.end()


def _before(found: _Found) -> str:
    """The last words before the stretch."""
    return found.text[max(0, found.match.start() - 16) : found.match.start()]


def _day(found: _Found) -> str | None:
    """A day with or without a year, or a range of days of one month."""
    year = found.number("y") if found.get("y") else None
    if year is None:
        if found.published is None:
            return None
        coming = _coming(found)
        year = periods.likely_year(found.published, found.month, found.number("d"), coming=coming)
    first = periods.day(year, found.month, found.number("d"))
    if not found.get("d2"):
        return first
    return periods.interval(first, periods.day(year, found.month, found.number("d2")))


def _month_of_year(found: _Found) -> str:
    return periods.month(found.number("y"), found.month)


def _month(found: _Found) -> str | None:
    """A month without a year: the nearest, or what "last", "this" and "next" say."""
    if found.published is None:
        return None
    year, month = found.published.year, found.month
    match found.get("which").lower():
        case "last":
            year -= month >= found.published.month
        case "next":
            year += month <= found.published.month
        case "this":
            pass
        case _:
            year = periods.likely_year(found.published, month, found.published.day, coming=_coming(found))
    return periods.month(year, month)


def _years(found: _Found) -> str | None:
    """From year to year; "2019 and 2021" are two years unless "between" stands before them."""
    if found.get("and") in _AND and not _before(found).lower().endswith(_BETWEEN):
        return None
    return periods.interval(found.get("y"), found.get("y2"))


def _year(found: _Found) -> str:
    return found.get("y")


def _decade(found: _Found) -> str:
    return f"{found.get('y')}/{found.number('y') + 9}"


def _quarter(found: _Found) -> str | None:
    """A quarter or a half of a calendar year."""
    words = found.get("q").lower()
    number = _ORDER.get(words.split()[0]) or int(words[-1])
    months = 6 if "half" in words or words[0] == "h" else 3
    if number * months > 12:
        return None
    year = found.number("y")
    return f"{periods.month(year, (number - 1) * months + 1)}/{periods.month(year, number * months)}"


def _weekday(found: _Found) -> str | None:
    start, end = found.match.span()
    named = _NAMED_DAYS.search(found.text, max(0, start - 16), start) or _PAPERS.match(found.text, end)
    if found.published is None or named or _before(found).endswith(_ANY_ONE):
        return None
    number = found.calendar.weekdays[found.get("w")]
    return periods.weekday(found.published, number, _way(found)).isoformat()


def _way(found: _Found) -> int:
    """Which one of the days is meant: by its own words, else by those before it."""
    words = found.get("way").lower()
    if words.startswith("минул"):
        return -1
    if words.startswith("наступн"):
        return 2
    if words in _WAYS:
        return _WAYS[words]
    return 1 if _coming(found) else 0


def _coming(found: _Found) -> bool:
    """True where the words before speak of what is to come."""
    start = found.match.start()
    before = max(0, start - BEFORE)
    coming = _COMING.search(found.text, before, start)
    return coming is not None and not _SAID.search(found.text, coming.start(), start)


def _near(found: _Found) -> str | None:
    if found.published is None:
        return None
    return (found.published + timedelta(days=found.calendar.days[found.get("r")])).isoformat()


def _ago(found: _Found) -> str | None:
    """So many days, weeks, months, years before the publication; as exact as the unit is."""
    if found.published is None:
        return None
    count = _COUNTS.get(found.get("count")) or found.number("count")
    match found.get("unit"):
        case "day":
            return (found.published - timedelta(days=count)).isoformat()
        case "week":
            return periods.week(found.published, -count)
        case "month":
            return periods.month(found.published.year, found.published.month - count)
        case _:
            return str(found.published.year - count)


def _period(found: _Found) -> str | None:
    """ "Last week", "this month", "next year"."""
    if found.published is None:
        return None
    which = _WHICH[found.get("which").lower()]
    match found.get("unit"):
        case "week":
            return periods.week(found.published, which)
        case "weekend":
            return periods.weekend(found.published, which)
        case "month":
            return periods.month(found.published.year, found.published.month + which)
        case _:
            return str(found.published.year + which)


_READ: Mapping[str, Callable[[_Found], str | None]] = {
    "iso": _day,
    "numeric": _day,
    "day-month": _day,
    "month-day": _day,
    "month-year": _month_of_year,
    "month": _month,
    "years": _years,
    "year": _year,
    "decade": _decade,
    "quarter": _quarter,
    "weekday": _weekday,
    "near": _near,
    "ago": _ago,
    "period": _period,
}
