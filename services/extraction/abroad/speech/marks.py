"""Where quote marks open and close in a paragraph of French, German, Spanish or Ukrainian.

« … » with blanks or without, » … «, “ … ”, „ … “, " … ", ‹ … › and `` … ''. What is nested in them is part of them.
Single marks are apostrophes too: alone they open nothing.
"""

import re
from collections.abc import Callable, Mapping

from services.extraction.quotemarks import Quoted

_MARK = re.compile(r"[«»“”„‟\"‹›]|``|''")
_CLOSING: Mapping[str, str] = {
    "«": "»",
    "»": "»",
    "“": "”“",
    "„": '“”"',
    "‟": "”",
    "”": "”",
    '"': '"”',
    "``": "''",
    "''": "''",
    "‹": "›",
    "›": "›",
}
"""Opening mark -> the marks that close it. `»` and `›` open a further paragraph of a quote, in Spanish and French."""

_GERMAN = {**_CLOSING, "»": "«", "›": "‹"}

_BEFORE = frozenset("([{—–-/:’'")
_TURNED = frozenset("»›")


def quoted(language: str) -> Callable[[str, int, int], list[Quoted]]:
    """What finds the words in quote marks in `text[start:end]`, a paragraph of that language."""

    closing = _GERMAN if language == "de" else _CLOSING

    def find(text: str, start: int, end: int) -> list[Quoted]:
        found: list[Quoted] = []
        opened: re.Match[str] | None = None
        depth = 0
        for mark in _MARK.finditer(text, start, end):
            sign = mark[0]
            if opened is None:
                if _opens(text, mark, start, end, language):
                    opened, depth = mark, 1
            elif _pairs(closing[opened[0]], sign) and _closes(text, mark, opened[0], end):
                depth -= 1
                if depth == 0:
                    found.extend(_piece(text, opened, mark.start(), mark.end(), closed=True))
                    opened = None
            elif sign == opened[0] and sign in "«„‹":
                depth += 1
        if opened is not None:
            found.extend(_piece(text, opened, end, end, closed=False))
        return found

    return find


def _pairs(closing: str, sign: str) -> bool:
    return sign == closing if len(sign) > 1 else sign in closing


def _opens(text: str, mark: re.Match[str], start: int, end: int, language: str) -> bool:
    sign, last = mark[0], mark.end() == end
    if sign in "«„‹‟" or sign == "``":
        return not last
    first = mark.start() == start
    fits = (first or text[mark.start() - 1].isspace() or text[mark.start() - 1] in _BEFORE) and not last
    if sign in _TURNED and language != "de":
        return first and not last
    return fits and not text[mark.end()].isspace()


def _closes(text: str, mark: re.Match[str], opening: str, end: int) -> bool:
    """True for a mark that no word follows, where the same sign may open as well."""
    if mark[0] not in ('"', "''") and mark[0] != opening:
        return True
    alone = mark.end() == end or not text[mark.end()].isalnum()
    return alone and not text[mark.start() - 1].isspace()


def _piece(text: str, opened: re.Match[str], end: int, closes: int, *, closed: bool) -> list[Quoted]:
    first = opened.end()
    inner = text[first:end]
    left, right = first + len(inner) - len(inner.lstrip()), first + len(inner.rstrip())
    return [Quoted(opened.start(), left, right, closes, closed)] if left < right else []
