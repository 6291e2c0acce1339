"""Where quote marks open and close in a paragraph: curly, straight, German and guillemets."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.extraction.spans import Range

CLOSING = {"“": '”"', "„": '“”"', "«": "»", "”": "”", '"': '"”', "‟": "”", "''": "''", "``": "''", "‘": "’"}
"""Opening mark -> the marks that close it. `”`, `"` and `''` (two apostrophes) open where an opening mark stands."""

_MARK = re.compile(r"''|``|[“”„«»‟‘’\"]")
_OWNERS = re.compile(r"s’\s[a-z]")  # "the workers’ rights" goes on
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
    opened = None
    for match in _MARK.finditer(text, start, end):
        mark = match[0]
        if opened is not None and opened[0] == "‘" and mark in '“"':
            opened = (
                match  # a double mark is never inside what looked like a single one: that was an apostrophe
            )
        elif opened is not None and _pairs(text, opened[0], match, end) and _closes(text, match, start, end):
            yield from _piece(text, opened, match.start(), match.end(), closed=True)
            opened = None
        elif mark in CLOSING and _opens(text, match, start, end):
            opened = match if opened is None or mark == opened[0] else opened
    if opened is not None:
        yield from _piece(text, opened, end, end, closed=False)


def _pairs(text: str, opening: str, mark: re.Match[str], end: int) -> bool:
    """True for a mark that closes the opening one; `“` does too where somebody turned the closing one round."""
    if opening == mark[0] == "“":
        return text[mark.start() - 1] in ".,!?" and (mark.end() == end or text[mark.end()].isspace())
    return mark[0] in CLOSING[opening]


def _piece(text: str, opened: re.Match[str], end: int, closes: int, *, closed: bool) -> Iterator[Quoted]:
    first = opened.end()
    inner = text[first:end]
    left, right = first + len(inner) - len(inner.lstrip()), first + len(inner.rstrip())
    if left < right:
        yield Quoted(opened.start(), left, right, closes, closed)


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    if mark[0] in "“„«‟":
        return True
    before = mark.start() == start or text[mark.start() - 1].isspace() or text[mark.start() - 1] in _BEFORE
    return before and mark.end() < end and not text[mark.end()].isspace()


def _closes(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    if mark[0] in "”»“":
        return True
    if mark[0] == "’" and _OWNERS.match(text, mark.start() - 1, end):
        return False
    alone = mark.end() == end or not text[mark.end()].isalnum()
    blank = text[mark.start() - 1].isspace() and text[max(start, mark.start() - 2)] not in "'’"
    return mark.start() > start and not blank and alone
