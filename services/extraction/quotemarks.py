"""Where quote marks open and close in a paragraph: curly, straight, German and guillemets."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.extraction.spans import Range

CLOSING = {"“": '”"', "„": '“”"', "«": "»", "”": "”", '"': '"”', "‟": "”"}
"""Opening mark -> the marks that close it. `”` and `"` open where they stand as an opening mark does."""

_MARK = re.compile("[" + "".join(CLOSING) + "".join(CLOSING.values()) + "]")
_BEFORE = frozenset("([{—–-/:")


class Quoted(NamedTuple):
    """Words in quote marks: `start` to `end` without the marks, `opens` to `closes` with them (code points).

    Where `closed` is False the paragraph ends before the quote does: only its last one can be so.
    """

    opens: int
    start: int
    end: int
    closes: int
    closed: bool


def quoted(text: str, start: int, end: int) -> list[Quoted]:
    """What stands in quote marks in the paragraph `text[start:end]`, in order, without what is nested in it."""
    return list(_scan(text, start, end))


def paragraphs(text: str, stretches: Sequence[Range]) -> Iterator[Range]:
    """The lines of the stretches, without the blanks around them; empty ones left out."""
    for start, end in stretches:
        at = start
        for line in text[start:end].splitlines(keepends=True):
            left = at + len(line) - len(line.lstrip())
            right = at + len(line.rstrip())
            if left < right:
                yield left, right
            at += len(line)


def _scan(text: str, start: int, end: int) -> Iterator[Quoted]:
    opens = None
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match[0]
        if opens is not None and mark in CLOSING[text[opens]] and _closes(text, at, start, end):
            yield from _piece(text, opens, at, at + 1, closed=True)
            opens = None
        elif mark in CLOSING and _opens(text, at, start, end):
            opens = at if opens is None or mark == text[opens] else opens
    if opens is not None:
        yield from _piece(text, opens, end, end, closed=False)


def _piece(text: str, opens: int, end: int, closes: int, *, closed: bool) -> Iterator[Quoted]:
    inner = text[opens + 1 : end]
    left, right = opens + 1 + len(inner) - len(inner.lstrip()), opens + 1 + len(inner.rstrip())
    if left < right:
        yield Quoted(opens, left, right, closes, closed)


def _opens(text: str, at: int, start: int, end: int) -> bool:
    if text[at] in "“„«‟":
        return True
    before = at == start or text[at - 1].isspace() or text[at - 1] in _BEFORE
    return before and at + 1 < end and not text[at + 1].isspace()


def _closes(text: str, at: int, start: int, end: int) -> bool:
    if text[at] in "”»":
        return True
    return at > start and not text[at - 1].isspace() and (at + 1 == end or not text[at + 1].isalnum())
