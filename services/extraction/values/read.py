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

    A name goes where it is no more than a part of a value ("May" of "May 2026", "Swiss" of "5 Swiss francs"): an
    `other` or a `group`, in an amount also a place. Elsewhere the value goes ("Paris 2024 Games").
    """
    names = [span for span in spans if not _part(found, span)]
    return names, [value for value in found if not _touched(names, value)]


def _part(found: Sequence[Value], span: Span) -> bool:
    at = bisect_right(found, span.start, key=attrgetter("start")) - 1
    if at < 0 or span.end > found[at].end:
        return False
    return span.type in {"other", "group"} or (span.type == "place" and found[at].type == "money")


def _touched(spans: Sequence[Span], value: Value) -> bool:
    first = bisect_right(spans, value.start, key=attrgetter("end"))
    return bisect_left(spans, value.end, key=attrgetter("start")) > first
