"""An article's marks as a narrow strip beside the text: where in it what stands. Pure."""

from collections.abc import Iterable

import msgspec

ROWS = 120


class Tick(msgspec.Struct, frozen=True):
    """Marks of one kind in one row of the strip. `start` and `end` are those of the first of them."""

    row: int
    kind: str
    start: int
    end: int


def ticks(places: Iterable[tuple[int, int, str]], length: int, rows: int = ROWS) -> tuple[Tick, ...]:
    """At most one tick for each kind in each of `rows`, of the (start, end, kind) in a text of `length` code points."""
    found: dict[tuple[int, str], Tick] = {}
    for start, end, kind in places:
        if 0 <= start < length:
            found.setdefault((start * rows // length, kind), Tick(start * rows // length, kind, start, end))
    return tuple(found[place] for place in sorted(found))
