"""All dates and amounts of a text, beside its names: no words are both."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from services.extraction.spans import Range, Span
from services.extraction.values.dates import dates
from services.extraction.values.money import amounts
from services.extraction.values.value import Value, apart


def values(text: str, stretches: Sequence[Range], language: str, published: str | None) -> list[Value]:
    """The dates and amounts in the stretches, in reading order, none overlapping another."""
    return list(apart([*dates(text, stretches, language, published), *amounts(text, stretches, language)]))


def beside(spans: Sequence[Span], found: Sequence[Value]) -> tuple[list[Span], list[Value]]:
    """Names and values with no words in common.

    A name goes where it is a mere `other` within a value ("May" of "May 2026"); elsewhere the value goes
    ("Paris 2024 Games").
    """
    names = [span for span in spans if not (span.type == "other" and _holds(found, span))]
    return names, [value for value in found if not _touched(names, value)]


def _holds(found: Sequence[Value], span: Span) -> bool:
    at = bisect_right(found, span.start, key=attrgetter("start")) - 1
    return at >= 0 and span.end <= found[at].end


def _touched(spans: Sequence[Span], value: Value) -> bool:
    first = bisect_right(spans, value.start, key=attrgetter("end"))
    return bisect_left(spans, value.end, key=attrgetter("start")) > first
