"""Where sentences begin and end in a paragraph, with what stands in quote marks taken as one piece."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from services.extraction.cues import abbreviated
from services.extraction.spans import Range, stripped

_END = re.compile(r"[.!?…]+(?P<closing>[\"”»'’)\]]*)(?=\s|$)")


def sentences(text: str, start: int, end: int, quoted: Sequence[Range]) -> Iterator[Range]:
    """The sentences of the paragraph `text[start:end]` without blanks around them and without the last mark.

    `quoted` is in reading order: a mark within it ends a sentence only where it is the last before the closing
    quote mark and a capital follows.
    """
    at = start
    for mark in _END.finditer(text, start, end):
        if not within(mark.start() - 1, quoted) or mark["closing"]:
            after = text[mark.end() : min(end, mark.end() + 2)].strip()
            if (not after or not after[0].islower()) and not abbreviated(text, mark.start(), at):
                yield from present(text, at, mark.start())
                at = mark.end()
    yield from present(text, at, end)


def within(position: int, ranges: Sequence[Range]) -> bool:
    """True where one of the ranges, which are in reading order and apart, holds the position."""
    at = bisect_right(ranges, position, key=itemgetter(0)) - 1
    return at >= 0 and position < ranges[at][1]


def present(text: str, start: int, end: int) -> Iterator[Range]:
    """The stretch without blanks at its ends, if anything is left of it."""
    start, end = stripped(text, start, end)
    if start < end:
        yield start, end
