"""Amounts of money in a text -> an ISO 4217 code and a decimal number.

A range ("$1.2–1.4 trillion") is no amount, nor is a rate ("the euro stood at $1.0850"), nor one whose currency several
countries share ("500 pesos").
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from services.extraction.spans import Range
from services.extraction.values.currencies import CODES, LARGE_ONLY, MAGNITUDES, SIGNS, WORDS
from services.extraction.values.rates import rate
from services.extraction.values.value import Value, apart

SCORES: Mapping[str, float] = {"sign": 0.95, "sign-after": 0.95, "code": 0.97, "word": 0.95}
"""How sure each form is, set by hand: "$" may be another country's than the United States'."""

_SMALL = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SPELT = {
    "half a": Decimal("0.5"),
    "a": Decimal(1),
    "an": Decimal(1),
    **{word: Decimal(i) for i, word in enumerate(_SMALL, 1)},
}
_ARTICLES = frozenset(("a", "an", "half a", "one"))
"""Numbers only before a million and the like: "a dollar" is no amount."""

_POINT, _COMMA = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?",
    r"\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d{1,4})?|\d{1,12}(?:,\d{1,4})?",
)
_RANGE_BEFORE = re.compile(r"[\d.,](?:\s?[-–—]\s?|\sto\s)[A-Z]{0,3}$")
_RANGE_AFTER = re.compile(
    r"\s?[-–—]\s?(?:[A-Z]{0,2}[$€£])?\d|\s(?:and|to|or|bis|à|a|до)\s\S{0,3}\d[\d.,]*\s?(?:m|bn|tn|[Mm]illi|[Bb]illi|[Tt]rilli|[Mm]rd|мл|мі)"
)


def amounts(text: str, stretches: Sequence[Range], language: str) -> list[Value]:
    """The amounts of money in the stretches, in reading order; none in a language that is not in `WORDS`."""
    patterns = _PATTERNS.get(language, {})
    return list(
        apart(
            value
            for start, end in stretches
            for form, pattern in patterns.items()
            for match in pattern.finditer(text, start, end)
            if (value := _amount(text, match, form, language)) is not None
        )
    )


def _amount(text: str, match: "re.Match[str]", form: str, language: str) -> Value | None:
    start, end = match.span()
    magnitude = match["by"]
    if (
        _RANGE_BEFORE.search(text, max(0, start - 8), start)
        or (not magnitude and _RANGE_AFTER.match(text, end))
        or (magnitude and _RANGE_AFTER.match(text, match.end("number")))
        or (language == "en" and not magnitude and rate(text, start, end, match["number"]))
    ):
        return None
    number = _number(match["number"], language)
    code = _code(match["unit"], language, large=bool(magnitude) or number >= LARGE)
    if code is None or (not magnitude and match["number"].lower() in _ARTICLES):
        return None
    total = number * (MAGNITUDES[language][magnitude] if magnitude else 1)
    return Value(start, end, "money", f"{code} {_plain(total)}", SCORES[form], f"rule:money-{form}")


LARGE = 1000
"""From here on a number before "pounds" and the like is money rather than weight."""


def _code(unit: str, language: str, *, large: bool) -> str | None:
    if unit in SIGNS:
        return SIGNS[unit]
    if unit in CODES:
        return unit
    if language == "en" and unit in LARGE_ONLY:
        return LARGE_ONLY[unit] if large else None
    return WORDS[language][unit]


def _number(digits: str, language: str) -> Decimal:
    if digits.lower() in _SPELT:
        return _SPELT[digits.lower()]
    if language == "en":
        return Decimal(digits.replace(",", ""))
    return Decimal(re.sub(r"[.\s]", "", digits).replace(",", "."))


def _plain(number: Decimal) -> str:
    """Without an exponent and without zeros that say nothing."""
    words = format(number, "f")
    return words.rstrip("0").rstrip(".") if "." in words else words


def _choice(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _patterns(language: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    number = _POINT if language == "en" else _COMMA
    spelt = rf"|\b(?:{_choice(_SPELT)})(?=\s)" if language == "en" else ""
    by = rf"(?:[\s\u00a0-]?(?P<by>{_choice(MAGNITUDES[language])})(?!\w))?"
    of = {"fr": r"(?:d['’]|de\s)?", "es": r"(?:de\s)?"}.get(language, "")
    words = {**WORDS[language], **(LARGE_ONLY if language == "en" else {})}
    codes = _choice(CODES)
    unless = r"(?![\w]|[.,]\d|%)"
    yield "sign", re.compile(rf"(?<![\w$€£.])(?P<unit>{_choice(SIGNS)})\s?(?P<number>{number}){by}{unless}")
    yield "code", re.compile(rf"(?<![\w$])(?P<unit>{codes})\s?(?P<number>{number}){by}{unless}")
    yield (
        "word",
        re.compile(
            rf"(?<![\w.,$€£])(?P<number>{number}{spelt}){by}[\s\u00a0-]{of}(?P<unit>{_choice(words)}|(?:{codes})\b)(?!\w)"
        ),
    )
    if language != "en":
        yield (
            "sign-after",
            re.compile(rf"(?<![\w.,])(?P<number>{number}){by}[\s\u00a0]?(?P<unit>[€$£₴₽])(?!\w)"),
        )


_PATTERNS = {language: dict(_patterns(language)) for language in WORDS}
