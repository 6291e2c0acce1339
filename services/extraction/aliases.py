"""What else an article calls the persons and organisations that it names: by office, and by kind of body."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from services.extraction import offices, shortforms
from services.extraction.consistency import surface
from services.extraction.entities import Form
from services.extraction.spans import Range, Span

SCORE = 0.9
"""Of a mention by alias: set by hand, because no set labels them."""


class Aliased(NamedTuple):
    """All spans of the article, those of its aliases among them, in reading order; alias -> the name it stands for."""

    spans: Sequence[Span]
    joined: Mapping[Form, Form]


def aliased(
    text: str, spans: Sequence[Span], stretches: Sequence[Range], published: str | None = None
) -> Aliased:
    """The spans with a mention for each alias; a span of the very same words gives way to it.

    An alias within a longer name is none. `published` is the day of the article, RFC 3339.
    """
    found = [
        *_spans(text, spans, offices.held(text, spans, stretches, published), offices.METHOD),
        *_spans(text, spans, shortforms.shortened(text, spans, stretches), shortforms.METHOD),
    ]
    free = list(_apart((one, name) for one, name in found if not _covered(one, spans)))
    gone = {span for one, _ in free for span in _touching(one, spans)}
    joined = {(one.type, surface(text, one).casefold()): (one.type, name.casefold()) for one, name in free}
    return Aliased(sorted([*(span for span in spans if span not in gone), *(one for one, _ in free)]), joined)


def _spans(
    text: str, spans: Sequence[Span], places: Mapping[Range, str], method: str
) -> Iterator[tuple[Span, str]]:
    """A span for each place, of the type of the name that it stands for, with that name."""
    types = {surface(text, span): span.type for span in spans}
    for (start, end), name in places.items():
        yield Span(start, end, types[name], SCORE, method), name


def _covered(alias: Span, spans: Sequence[Span]) -> bool:
    """True where a name holds more than the alias, or begins or ends within it."""
    return any(span.start < alias.start or alias.end < span.end for span in _touching(alias, spans))


def _touching(alias: Span, spans: Sequence[Span]) -> Sequence[Span]:
    first = bisect_right(spans, alias.start, key=attrgetter("end"))
    return spans[first : bisect_left(spans, alias.end, key=attrgetter("start"))]


def _apart(found: Iterable[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    """Of aliases that overlap the first, and of those that begin together the longest."""
    end = 0
    for one, name in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end)):
        if one.start >= end:
            end = one.end
            yield one, name
