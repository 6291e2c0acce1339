"""A stretch of text that says when, or how much: its words and what they come to."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple


class Value(NamedTuple):
    """Words (code points, end-exclusive) and their normalised value, as `schemas.entities.Mention` has it.

    `method` is the rule that read them, `score` how sure it is, in 0..1.
    """

    start: int
    end: int
    type: Literal["date", "money"]
    value: str
    score: float
    method: str


def apart(values: Iterable[Value]) -> Iterator[Value]:
    """The values in reading order without those that overlap an earlier one; of two that start together the longer."""
    end = 0
    for one in sorted(values, key=lambda value: (value.start, -value.end)):
        if one.start >= end:
            end = one.end
            yield one
