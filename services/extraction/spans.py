"""A stretch of text that names something, and its clean-up: whole words, one line, no trimmings."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas.entities import EntityType


class Span(NamedTuple):
    """A named stretch of a text: code points, end-exclusive. `score` is in 0..1; `method` says what found it."""

    start: int
    end: int
    type: EntityType
    score: float
    method: str


GROWTH = 64
"""Code points that a span may grow at either end: it keeps the time linear in a text without blanks."""

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s?['’‘ʼ]s$", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:\b\w\.\s?\w|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|Bros|St|Mt))\.$")
_CLOSING = {")": "(", "]": "[", "}": "{"}


def clean(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans cut at line breaks, grown to whole words and trimmed; what is left without a letter or digit
    is dropped, and so is what then overlaps an earlier span. In reading order."""
    cut = (part for span in spans for part in _lines(text, span))
    neat = sorted(part for span in cut if (part := _neat(text, span)) is not None)
    return list(_apart(neat))


def inside(character: str) -> bool:
    """True for a character that stands within a word: a letter, a digit, or a mark that combines with one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _lines(text: str, span: Span) -> Iterator[Span]:
    for line in _LINE.finditer(text, span.start, span.end):
        yield span._replace(start=line.start(), end=line.end())


def _neat(text: str, span: Span) -> Span | None:
    start, end = _whole(text, *_trimmed(text, span.start, span.end))
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    if not any(character.isalnum() for character in text[start:end]):
        return None
    return span._replace(start=start, end=end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
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
    return inside(last) or last in "+!"


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    if start == end:
        return start, end
    first, last = max(0, start - GROWTH), min(len(text), end + GROWTH)
    while first < start and inside(text[start - 1]) and inside(text[start]):
        start -= 1
    while end < last and inside(text[end - 1]) and inside(text[end]):
        end += 1
    return start, end


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            end = span.end
            yield span
