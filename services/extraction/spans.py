"""A stretch of text that names something, and its clean-up: whole words, one line, no trimmings."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from schemas.entities import EntityType

Range = tuple[int, int]
"""Where a stretch of a text starts and ends: code points, end-exclusive."""


class Span(NamedTuple):
    """A named stretch of a text: code points, end-exclusive. `score` is in 0..1; `method` says what found it."""

    start: int
    end: int
    type: EntityType
    score: float
    method: str


GROWTH = 64
"""Code points that a span may grow at either end: it keeps the time linear in a text without blanks."""

OFFICES = frozenset(["CEO", "CFO", "COO", "CTO", "DA", "FM", "HR", "HR/VP", "MEP", "MP", "PM", "SG", "VP"])
"""Short forms of offices: who holds one is a person, but the letters alone are nobody's name."""

_PAPERS = r"(?:Charter|Treaty|Convention|Accords?|Protocol|Constitution|Act)"
_DOCUMENT = re.compile(rf" {_PAPERS}$")
_FOLLOWING = re.compile(rf" {_PAPERS}\b")
_JOINED = re.compile(r"[^\W\d_]+['’]$")
_JOINS = re.compile(r"['’][^\W\d_]{3,}")
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s?['’‘ʼ]s$", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:\b\w\.\s?\w|\b(?:Jr|Sr|St|Mt))\.$")
_INITIAL = re.compile(r"(?:^|[\s.])[^\W\d_]$")
_AFTER_INITIAL = re.compile(r"\.[ \u00a0]?")
_CLOSING = {")": "(", "]": "[", "}": "{"}


def clean(text: str, spans: Iterable[Span], stretches: Sequence[Range]) -> list[Span]:
    """The spans cut at line breaks and at the ends of the stretches, grown to whole words and trimmed.

    What is left without a capital or a digit is dropped, and so is what then overlaps an earlier span. Both `spans`
    and `stretches` are in reading order, and so is the result.
    """
    neat = (
        span
        for part, start, end in _within(spans, stretches)
        for line in _lines(text, part)
        if (span := _neat(text, line, start, end)) is not None
    )
    return list(_whole_persons(text, _apart(sorted(neat))))


def inside(character: str) -> bool:
    """True for a character that stands within a word: a letter, a digit, or a mark that combines with one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def joined(spans: Iterable[Span], join: Callable[[Span, Span], Span | None]) -> Iterator[Span]:
    """The spans in order, each one with the next where `join` makes one of both."""
    last: Span | None = None
    for span in spans:
        if last is not None:
            if (whole := join(last, span)) is not None:
                last = whole
                continue
            yield last
        last = span
    if last is not None:
        yield last


def _whole_persons(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, where a person's name that was cut in two after an initial ("John F. | Kennedy") is one again."""

    def join(first: Span, second: Span) -> Span | None:
        if _cut_at_initial(text, first, second):
            return first._replace(end=second.end, score=min(first.score, second.score))
        return None

    return joined(spans, join)


def _cut_at_initial(text: str, first: Span, second: Span) -> bool:
    return (
        first.type == second.type == "person"
        and _AFTER_INITIAL.fullmatch(text, first.end, second.start) is not None
        and _INITIAL.search(text[max(first.start, first.end - 3) : first.end]) is not None
    )


def _within(spans: Iterable[Span], stretches: Sequence[Range]) -> Iterator[tuple[Span, int, int]]:
    """The part of each span in each stretch that it touches, with the bounds of that stretch."""
    for span in spans:
        for i in range(bisect_right(stretches, span.start, key=itemgetter(1)), len(stretches)):
            start, end = stretches[i]
            if start >= span.end:
                break
            yield span._replace(start=max(start, span.start), end=min(end, span.end)), start, end


def _lines(text: str, span: Span) -> Iterator[Span]:
    for line in _LINE.finditer(text, span.start, span.end):
        yield span._replace(start=line.start(), end=line.end())


def _neat(text: str, span: Span, first: int, last: int) -> Span | None:
    start, end = _whole(text, *_trimmed(text, span.start, span.end), first, last)
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    if text[start:end] in OFFICES or not any(map(_telling, text[start:end])):
        return None
    neat = span._replace(start=start, end=end)
    return neat if span.type == "person" else _document(text, neat, last)


def _telling(character: str) -> bool:
    """True for what a name has and other words have not: a capital, a digit, a letter that knows no case."""
    return character.isupper() or character.isdigit() or (character.isalpha() and not character.islower())


def _document(text: str, span: Span, last: int) -> Span:
    """A treaty or law as one name of type other, whatever the name before its last word is."""
    if _DOCUMENT.search(text[span.start : span.end]):
        return span._replace(type="other")
    if following := _FOLLOWING.match(text, span.end, last):
        return span._replace(end=following.end(), type="other")
    return span


def stripped(text: str, start: int, end: int, before: str = "", after: str = "") -> Range:
    """The stretch without blanks at its ends, nor the marks in `before` at its start and in `after` at its end."""
    while start < end and (text[start].isspace() or text[start] in before):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in after):
        end -= 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and not _begins(text, start, end):
        start += 1
    while start < end and not _ends(text, start, end):
        end -= 1
    return start, end


def _begins(text: str, start: int, end: int) -> bool:
    return inside(text[start]) or (text[start] in "#@&" and end - start > 1 and inside(text[start + 1]))


def _ends(text: str, start: int, end: int) -> bool:
    last = text[end - 1]
    if last == ".":
        return _ABBREVIATED.search(text[max(start, end - 8) : end]) is not None
    if last in _CLOSING:
        return _CLOSING[last] in text[start : end - 1]
    return inside(last) or last == "+"


def _whole(text: str, start: int, end: int, first: int, last: int) -> Range:
    if start == end:
        return start, end
    first, last = max(first, start - GROWTH), min(last, end + GROWTH)
    if joined := _JOINED.search(text, first, start):
        start = joined.start()
    while first < start and inside(text[start - 1]) and inside(text[start]):
        start -= 1
    if joined := _JOINS.match(text, end, last):
        end = joined.end()
    while end < last and inside(text[end - 1]) and inside(text[end]):
        end += 1
    return start, end


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            end = span.end
            yield span
