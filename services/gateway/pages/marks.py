"""Selectors over a text -> HTML with `<mark>`s in it. Pure.

Strip the tags and the very text is back, code point for code point: so a script may count in the page what the
selectors count in the text.
"""

import functools
from collections.abc import Sequence
from html import escape

import msgspec
from markupsafe import Markup

DEEPEST = 8
"""Marks that may lie around one another. What would lie deeper is not shown: markup must not grow with the square."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Words to mark: code points, end-exclusive. `classes` and `data` (name, value) go into the tag."""

    start: int
    end: int
    classes: str
    data: tuple[tuple[str, str], ...] = ()


def plain(text: str) -> Markup:
    """`text` escaped. A carriage return goes as a reference: HTML would make a line feed of it."""
    return Markup(_safe(text))  # noqa: S704  # it is escaped


def marked(
    text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None, address: bool = True
) -> Markup:
    """`text[start:end]` with the parts of `marks` that lie in it. Marks that cross are cut, the shorter within.

    With an `address` each mark has an id, "m=start-end", and a link can lead to it.
    """
    end = len(text) if end is None else end
    inside = sorted(
        (one for one in marks if _lies_in(one, start, end)), key=lambda one: (one.start, -one.end)
    )
    return _Sweep(text, start, end, address).over(inside)


def _safe(text: str) -> str:
    return escape(text).replace("\r", "&#13;")


_quoted = functools.lru_cache(4096)(_safe)
"""What stands in tags: names and keys that come again and again."""


def _lies_in(mark: Mark, start: int, end: int) -> bool:
    return max(mark.start, start) < min(mark.end, end)


class _Sweep:
    """Goes over the text from edge to edge with the marks that are open, the outermost first."""

    def __init__(self, text: str, start: int, end: int, address: bool) -> None:
        self._text = text
        self._at = self._start = start
        self._end = end
        self._address = address
        self._open: list[Mark] = []
        self._out: list[str] = []

    def over(self, marks: Sequence[Mark]) -> Markup:
        for mark in marks:
            begin = max(mark.start, self._start)
            while self._open and (edge := min(one.end for one in self._open)) <= begin:
                self._close(edge)
            self._say(begin)
            self._insert(mark)
        while self._open and (edge := min(one.end for one in self._open)) < self._end:
            self._close(edge)
        self._say(self._end)
        self._out.append("</mark>" * len(self._open))
        return Markup("".join(self._out))  # noqa: S704  # each part is escaped

    def _say(self, to: int) -> None:
        if to > self._at:
            self._out.append(_safe(self._text[self._at : to]))
            self._at = to

    def _insert(self, mark: Mark) -> None:
        """Open `mark` within those that end no earlier; those that end earlier are cut and go on within it."""
        if len(self._open) >= DEEPEST:
            return
        inner = [one for one in self._open if one.end < mark.end]
        self._out.append("</mark>" * len(inner))
        self._open = [one for one in self._open if one.end >= mark.end]
        self._out.append(_opening(mark, self._address and mark.start >= self._start))
        self._out.extend(_opening(one, False) for one in inner)
        self._open += [mark, *inner]

    def _close(self, edge: int) -> None:
        """Close what ends at `edge`: by the order in which marks are opened, those lie innermost."""
        self._say(edge)
        kept = [one for one in self._open if one.end > edge]
        self._out.append("</mark>" * (len(self._open) - len(kept)))
        self._open = kept


def _opening(mark: Mark, addressed: bool) -> str:
    """Only the first piece of a mark bears the address of its words: an id stands once."""
    address = f' id="m={mark.start}-{mark.end}"' if addressed else ""
    data = "".join(f' data-{name}="{_quoted(value)}"' for name, value in mark.data)
    return f'<mark class="{_quoted(mark.classes)}"{address}{data}>'
