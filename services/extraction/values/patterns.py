"""How each language writes a date: a pattern a form. The named groups say what a stretch holds.

`y` year, `m` month word, `n` month number, `d` day; `y2`, `d2` the end of a range; `w` day of the week, `r` a word for
a day near the publication's; `way` what leads over to a day of the week; `and` what joins the years of a range;
`count`, `unit`, `which` of "two weeks ago" and "last month"; `q` a quarter or half.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from services.extraction.values.calendars import CALENDARS, Calendar

_EDGE, _END = r"(?<![\w/.:-])", r"(?![\w/]|-\d|[.,]\d)"
_YEAR = r"(?P<y>1[5-9]\d\d|20\d\d)(?!\d|[.,]\d|-\d\d-)"
_YEAR2 = r"(?P<y2>1[5-9]\d\d|20\d\d)(?!\d|[.,]\d)"
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_DAY2 = r"(?P<d2>0?[1-9]|[12]\d|3[01])"


class Form(NamedTuple):
    """One way to write a date. Where a text has none of `words` in it, the pattern needn't be tried."""

    name: str
    pattern: "re.Pattern[str]"
    words: tuple[str, ...]


_ANY = {
    "iso": rf"{_EDGE}(?P<y>1[5-9]\d\d|20\d\d)-(?P<n>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d"
    r"|3[01])(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])",
}
_ENGLISH = {
    "day-month": (
        rf"{_EDGE}(?:<W>,?\s)?{_DAY}(?:st|nd|rd|th)?(?:\s?(?:[-–]|and|to)\s?{_DAY2}(?:st|nd|rd|th)?)?\s(?:of\s)?<M>(?:,?\s{_YEAR})?{_END}"
    ),
    "month-day": (
        rf"{_EDGE}(?:<W>,?\s)?<M>\s{_DAY}(?:st|nd|rd|th)?(?:\s?(?:[-–]|and|to)\s?{_DAY2}(?:st|nd|rd|th)?)?(?:,?\s{_YEAR}|(?![\d:]))(?![.,]\d|-\d|\w|%)"
    ),
    "month-year": rf"{_EDGE}<FM>(?:,|\sof)?\s{_YEAR}{_END}",
    "month": (
        r"\b(?=[ADEFJLMNOSTelmnt])(?:(?<=\b[Ii]n\s)|(?<=\b[Ss]ince\s)|(?<=\b[Uu]ntil\s)|(?<=\b[Bb]y\s)|(?<=\b[Ff]rom\s)|(?<=\b[Dd]uring\s)|(?<=\b[Bb]efore\s)"
        r"|(?<=\b[Aa]fter\s)|(?<=\bof\s)|(?<=\b[Ff]or\s)|\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s|\b(?:[Ee]arly|[Mm]id|[Ll]ate)[\s-])"
        r"<FM>(?!\s\d|\s[A-Z]|[\w-])"
    ),
    "years": rf"\b{_YEAR}(?:\s?[-–]\s?|\s(?P<and>to|and|until)\s){_YEAR2}{_END}",
    "decade": r"\b(?P<y>1[5-9]\d0|20[0-4]0)s\b",
    "quarter": (
        rf"\b(?P<q>(?:first|second|third|fourth)\s(?:quarter|half)|[QH][1-4])(?:\sof)?\s{_YEAR}{_END}"
    ),
    "year": (
        rf"{_YEAR}(?:(?<=\b[Ii]n\s....)|(?<=\b[Ss]ince\s....)|(?<=\b[Uu]ntil\s....)|(?<=\b[Bb]y\s....)|(?<=\b[Ff]rom\s....)"
        rf"|(?<=\b[Dd]uring\s....)|(?<=\b[Bb]efore\s....)|(?<=\b[Aa]fter\s....)|(?<=\b[Tt]he\s....)|(?<=\b[Ee]arly\s....)"
        rf"|(?<=\b[Ll]ate\s....)|(?<=\b[Mm]id-....)|(?<=\bof\s....)|(?<=\bfor\s....)|(?<=\byear\s....)|(?<=\(....))"
        rf"(?!\s(?:<COUNTED>)\b|[%\w°]|-\w)"
    ),
    "weekday": (
        r"\b(?:(?P<way>[Ll]ast|[Nn]ext|[Tt]his(?:\scoming)?|[Cc]oming|[Uu]ntil|[Bb]y|[Ff]rom|[Ss]tarting|[Pp]ast)\s)?(?<!-)<W>(?:\s(?:morning|afternoon|evening|night))?(?![\w-])"
    ),
    "near": r"(?<![\w-])<R>(?![\w-])",
    "ago": (
        r"\b(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s(?P<unit>day|week|month|year)s?\sago\b"
    ),
    "period": (
        r"\b(?:(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)\s)?(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s(?P<unit>week|weekend|month|year)\b(?!-)"
    ),
}
_COUNTED = (
    "people|men|women|children|homes|houses|jobs|troops|soldiers|workers|students|schools|cases|deaths|times|miles|metres|meters|km"
    "|kilometres|kilometers|feet|tonnes|tons|acres|hectares|degrees|points|votes|seats|members|companies|dollars|euros|pounds|yen"
    "|yuan|francs|rubles|roubles|hours|minutes|seconds|pages|others|migrants|refugees|delegates|units|vehicles|cars|flights"
)
"""What a number of four digits counts, so that it is no year. Put together for this project."""

_NUMERIC = rf"{_EDGE}{_DAY}\.\s?(?P<n>0?[1-9]|1[0-2])\.\s?(?P<y>20\d\d|19\d\d)(?!\d|\.\d)"
_GERMAN = {
    "numeric": _NUMERIC,
    "day-month": rf"{_EDGE}(?:<W>,?\s(?:den\s|dem\s)?)?{_DAY}\.(?:\s?(?:[-–]|bis"
    rf"|und)\s?(?:zum\s)?{_DAY2}\.)?\s<M>(?:\s{_YEAR})?{_END}",
    "month-year": rf"{_EDGE}<FM>\s{_YEAR}{_END}",
    "month": r"(?:(?<=\b[Ii]m\s)|(?<=\b[Ss]eit\s)|(?<=\b[Bb]is\s)|(?<=\bvom\s))<FM>(?!\s\d|\w)",
    "years": rf"\b{_YEAR}(?:\s?[-–]\s?|\s(?P<and>bis|und)\s){_YEAR2}{_END}",
    "year": r"(?:(?<=\b[Jj]ahr\s)|(?<=\b[Jj]ahre\s)|(?<=\b[Ss]eit\s)|(?<=\b[Bb]is\s)|(?<=\bAnfang\s)"
    rf"|(?<=\bMitte\s)|(?<=\bEnde\s)|(?<=\()){_YEAR}(?!\s(?:Menschen|Euro|Personen|Kilometer|Meter|Tonnen)|[%\w])",
    "weekday": r"\b(?:(?P<way>[Vv]ergangenen|[Ll]etzten|[Nn]ächsten|[Kk]ommenden|[Bb]is)\s)?<W>(?![\w-])",
    "near": r"(?<![\w-])<R>(?![\w-])",
}
_FRENCH = {
    "numeric": rf"{_EDGE}{_DAY}/(?P<n>0[1-9]|1[0-2])/(?P<y>20\d\d|19\d\d)(?!\d|/\d)",
    "day-month": rf"{_EDGE}(?:<W>\s)?(?:{_DAY}(?:er)?)(?:\s?(?:[-–]|et|au)\s?{_DAY2})?\s<M>(?:\s{_YEAR})?{_END}",
    "month-year": rf"{_EDGE}<FM>\s{_YEAR}{_END}",
    "month": r"(?:(?<=\b[Ee]n\s)|(?<=\b[Dd]epuis\s)|(?<=\bfin\s)|(?<=\bdébut\s)|(?<=\bmois\sde\s)"
    r"|(?<=\bmois\sd['’]))<FM>(?!\s\d|\w)",
    "years": rf"\b{_YEAR}(?:\s?[-–]\s?|\s(?P<and>à|et)\s){_YEAR2}{_END}",
    "year": r"(?:(?<=\b[Ee]n\s)|(?<=\b[Dd]epuis\s)|(?<=\b[Jj]usqu['’]en\s)|(?<=\bfin\s)|(?<=\bdébut\s)"
    rf"|(?<=\()){_YEAR}(?!\s(?:euros|personnes|emplois)|[%\w])",
    "weekday": r"\b<W>(?:\s(?P<way>dernier|prochain))?(?![\w-])",
    "near": r"(?<![\w-])<R>(?![\w-])",
}
_SPANISH = {
    "numeric": rf"{_EDGE}{_DAY}/(?P<n>0[1-9]|1[0-2])/(?P<y>20\d\d|19\d\d)(?!\d|/\d)",
    "day-month": rf"{_EDGE}(?:<W>,?\s)?{_DAY}(?:\s?(?:[-–]|y|al)\s?{_DAY2})?\sde\s<M>(?:\sdel?\s{_YEAR})?{_END}",
    "month-year": rf"{_EDGE}<FM>\sdel?\s{_YEAR}{_END}",
    "month": r"(?:(?<=\b[Ee]n\s)|(?<=\b[Dd]esde\s)|(?<=\b[Hh]asta\s)|(?<=\bmes\sde\s))<FM>(?!\s(?:\d|del?\s\d)|\w)",
    "years": rf"\b{_YEAR}(?:\s?[-–]\s?|\s(?P<and>a|y)\s){_YEAR2}{_END}",
    "year": r"(?:(?<=\b[Ee]n\s)|(?<=\b[Dd]esde\s)|(?<=\b[Hh]asta\s)|(?<=\baño\s)"
    rf"|(?<=\()){_YEAR}(?!\s(?:euros|personas|empleos)|[%\w])",
    "weekday": r"\b(?:(?P<way>pasado|próximo)\s)?<W>(?:\s(?:pasado|próximo)\b)?(?![\w-])",
    "near": r"(?<![\w-])<R>(?![\w-])",
}
_UKRAINIAN = {
    "numeric": _NUMERIC,
    "day-month": rf"{_EDGE}{_DAY}(?:\s?[-–]\s?{_DAY2})?\s<M>(?:\s{_YEAR}(?:\s(?:року|р\.))?)?{_END}",
    "month-year": rf"{_EDGE}<FM>\s{_YEAR}(?:\s(?:року|р\.))?{_END}",
    "month": r"(?:(?<=\b[Уу]\s)|(?<=\b[Вв]\s)|(?<=\b[Зз]\s)|(?<=\b[Дд]о\s))<FM>(?!\s\d|\w)",
    "years": rf"\b{_YEAR}\s?[-–]\s?{_YEAR2}(?:\sрок(?:ах|и|ів))?{_END}",
    "year": rf"\b{_YEAR}\s(?:року|рік|році)\b",
    "weekday": r"\b(?:(?P<way>минул\w{2}|наступн\w{2})\s)?<W>(?![\w’'ʼ-])",
    "near": r"(?<![\w-])<R>(?![\w-])",
}
_CENTURIES = ("15", "16", "17", "18", "19", "20")
_UNITS = {"ago": ("ago",), "period": ("week", "month", "year")}
_FORMS: Mapping[str, Mapping[str, str]] = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "es": _SPANISH,
    "uk": _UKRAINIAN,
}


def _choice(words: Iterable[str], dot: str = "") -> str:
    return "(?:" + "|".join(re.escape(word) + dot for word in sorted(words, key=len, reverse=True)) + ")"


def _filled(pattern: str, calendar: Calendar) -> str:
    short = f"|{_choice(calendar.abbreviated)}\\.?" if calendar.abbreviated else ""
    return (
        pattern.replace("<M>", f"(?P<m>{_choice(calendar.months)}{short})")
        .replace("<FM>", f"(?P<m>{_choice(calendar.months)})")
        .replace("<W>", f"(?P<w>{_choice(calendar.weekdays)})")
        .replace("<R>", f"(?P<r>{_choice(calendar.days)})")
        .replace("<COUNTED>", _COUNTED)
    )


def _words(name: str, pattern: str, calendar: Calendar) -> tuple[str, ...]:
    """Words one of which stands in whatever the pattern fits."""
    if "<M>" in pattern:
        return (*calendar.months, *calendar.abbreviated)
    for mark, words in (("<FM>", calendar.months), ("<W>", calendar.weekdays), ("<R>", calendar.days)):
        if mark in pattern:
            return tuple(words)
    return _CENTURIES if "?P<y>" in pattern else _UNITS[name]


def _forms(language: str) -> Iterator[Form]:
    calendar = CALENDARS[language]
    for name, pattern in {**_ANY, **_FORMS[language]}.items():
        yield Form(name, re.compile(_filled(pattern, calendar)), _words(name, pattern, calendar))


FORMS: Mapping[str, tuple[Form, ...]] = {language: tuple(_forms(language)) for language in _FORMS}
"""The forms of each language, by its code."""
