"""Who is said to have spoken a turn, by the words right after it or right before it."""

import re
from typing import NamedTuple

from services.extraction import speakers
from services.extraction.cues import ACCORDING, cues, sentence_end, sentence_start
from services.extraction.spans import Range
from services.extraction.turns import Turn


class Attribution(NamedTuple):
    """The speaker and the cue of a turn (code points). `near`: the cue stands right beside the quote marks;
    `naming`: its verb says what somebody calls a thing."""

    speaker: Range | None
    cue: Range | None
    near: bool
    naming: bool
    method: str


REACH = 240
"""Code points from the quote marks in which a cue is looked for."""

_GAP = re.compile(r"[\s,—–-]*")
_BESIDE = re.compile(r"\s*(?:that|as|how|it|him|her|them|the|a|an|his|their|to)?\s*[,:]?\s*(?:that\s*)?")
_AS = re.compile(r"(?:\s[\w’'-]+){1,6}\sas\s(?:an?\s|the\s)?")  # "dismissed the plan as “…”"
_SIGNED = re.compile(r"\s*[―—–]\s*([^\W\d_a-z][^,.;:―—–]{2,60}?)\s*(?:[.,].*)?$")
_OPEN_ENDED = frozenset([*",?!—–-…", ""])


def attribution(text: str, turn: Turn, above: Range | None) -> Attribution | None:
    """The cue and speaker in the sentence around the turn, or None where no cue stands there.

    `above` is the paragraph before the turn's: it may end with "X said:".
    """
    return _signed(text, turn) or _after(text, turn) or _before(text, turn, above)


def _signed(text: str, turn: Turn) -> Attribution | None:
    """`“…” — X` and no more."""
    if turn.lead[0] == turn.lead[1] and (signed := _SIGNED.fullmatch(text, *turn.tail)):
        return Attribution(signed.span(1), None, near=True, naming=False, method="signed")
    return None


def _after(text: str, turn: Turn) -> Attribution | None:
    """`“…,” X said`, `“…,” said X`, `“…,” according to X`."""
    start, end = turn.tail
    gap = _GAP.match(text, start, end)
    first = gap.end() if gap else start
    last = min(sentence_end(text, first, end), first + REACH)
    if first == last or not _runs_on(text, turn, first) or titled(text, turn):
        return None
    if according := ACCORDING.match(text, first, last):
        speaker = speakers.after_cue(text, according.end(), last)
        return Attribution(speaker, _trim(text, *according.span()), near=True, naming=False, method="after")
    return _spoken(text, first, last)


def _runs_on(text: str, turn: Turn, first: int) -> bool:
    """True where the sentence goes on behind the closing mark."""
    return last_mark(text, turn) in _OPEN_ENDED or "," in text[turn.tail[0] : first] or text[first].islower()


def last_mark(text: str, turn: Turn) -> str:
    """The last character of the quoted words, without the closing marks of what is nested in them."""
    start, end = turn.parts[-1]
    return text[start:end].rstrip("'’” ")[-1:]


def titled(text: str, turn: Turn) -> bool:
    """True for a title within a sentence: in `On “Face the Nation,” X said` X has not said that."""
    start, end = turn.parts[-1]
    longer = [word for word in text[start:end].split() if len(word) > 3]
    within = bool(text[sentence_start(text, *turn.lead) : turn.lead[1]].strip())
    return within and bool(longer) and all(word[0].isupper() for word in longer)


def _spoken(text: str, first: int, last: int) -> Attribution | None:
    for start, end, naming in cues(text, first, last):
        if naming or text[start:end].endswith("ing") or text[start].isupper():
            continue  # "“…,” Notes from Poland said"
        leads = start == first
        speaker = speakers.after_cue(text, end, last) if leads else speakers.before_cue(text, first, start)
        if leads or speaker is not None:
            return Attribution(speaker, (start, end), near=True, naming=False, method="after")
    return None


def _before(text: str, turn: Turn, above: Range | None) -> Attribution | None:
    """`X said: “…”`, `X said that … “…”`, `according to X, “…”`."""
    start, end = turn.lead
    if start == end and above and text[above[1] - 1] == ":":
        start, end = above
    start = max(sentence_start(text, start, end), end - REACH)
    while start < end and text[start].isspace():
        start += 1
    if according := ACCORDING.match(text, start, end):
        speaker = speakers.after_cue(text, according.end(), end)
        return Attribution(speaker, _trim(text, *according.span()), near=True, naming=False, method="before")
    return _introduced(text, start, end)


def _introduced(text: str, start: int, end: int) -> Attribution | None:
    for first, last, naming in reversed(list(cues(text, start, end))):
        if text[first].isupper() and text[start:first].strip():
            continue
        inverted = not text[start:first].strip() or (
            text[start:first].rstrip().endswith(",") and text[last + 1 : last + 2].isupper()
        )
        speaker = speakers.after_cue(text, last, end) if inverted else speakers.before_cue(text, start, first)
        near = _beside(text, last, end) or (naming and _AS.fullmatch(text, last, end) is not None)
        if inverted or speaker is not None or (near and not naming):
            return Attribution(speaker, (first, last), near, naming, "before")
    return None


def _beside(text: str, start: int, end: int) -> bool:
    between = text[start:end].rstrip()
    return between.endswith((":", ",")) or _BESIDE.fullmatch(text, start, end) is not None


def _trim(text: str, start: int, end: int) -> Range:
    return start, start + len(text[start:end].rstrip())
