"""Where sentences begin and end, by the abbreviations of the language."""

import re
from collections.abc import Iterator, Sequence

from services.extraction.abroad.speech.tongue import Tongue
from services.extraction.sentences import present, within
from services.extraction.spans import Range

_END = re.compile(r"[.!?…]+(?=[\s\"”»“›)\]]|$)|;(?=\s)")
_CLOSE = re.compile(r"[.!?…]+[»”“\"›)]*(?=\s|$)")
_MARKS = re.compile(r"[«»“”„\"‹›]")


def sentence_end(text: str, start: int, end: int, tongue: Tongue) -> int:
    """The position of the mark that ends the sentence that begins at `start`, else `end`."""
    for mark in _END.finditer(text, start, end):
        if mark[0] != "." or not tongue.abbreviated.search(text, max(start, mark.start() - 8), mark.start()):
            return mark.start()
    return end


def sentence_start(text: str, start: int, end: int, tongue: Tongue) -> int:
    """The position in `text[start:end]` behind the last end of a sentence and the blanks after it."""
    at = start
    while (mark := sentence_end(text, at, end, tongue)) < end:
        at = mark + 1
    while at < end and (text[at].isspace() or text[at] in ".!?…)"):
        at += 1
    return at


def sentences(text: str, start: int, end: int, quoted: Sequence[Range], tongue: Tongue) -> Iterator[Range]:
    """The sentences without the mark that ends them. A mark in quote marks ends none, unless they close there."""
    at = start
    for mark in _CLOSE.finditer(text, start, end):
        if mark[0] == "." and tongue.abbreviated.search(text, max(at, mark.start() - 8), mark.start()):
            continue
        if within(mark.start(), quoted) and not _MARKS.search(mark[0]):
            continue
        after = text[mark.end() : mark.end() + 2].strip()
        if after[:1].islower() or (after[:1] in frozenset(",–—-") and after):
            continue
        closing = _MARKS.search(mark[0])
        yield from present(text, at, mark.end() if closing else mark.start())
        at = mark.end()
    yield from present(text, at, end)
