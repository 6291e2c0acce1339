"""Who is said to have spoken the words in quote marks, by what stands right behind or before them."""

import re
from typing import NamedTuple

from services.extraction.abroad.speech import subjects
from services.extraction.abroad.speech.sentences import sentence_end, sentence_start
from services.extraction.abroad.speech.tongue import Kind, Tongue
from services.extraction.abroad.speech.words import Cue, broken, cues, words
from services.extraction.spans import Range
from services.extraction.turns import Turn

REACH = 240
"""Code points from the quote marks in which a cue is looked for."""

NEAR = 4
"""Words between a verb that names and the words in marks ("qualifie la réforme d’« inutile »" has two)."""

_GAP = re.compile(r"[\s,—–-]*")
_ENDED = re.compile(r"[.!?…]$")


class Attribution(NamedTuple):
    """The speaker and the cue of words in marks (code points), and where the cue stands.

    `near`: the cue stands right beside the marks. `kind` is the cue's.
    """

    speaker: Range | None
    cue: Range
    kind: Kind
    near: bool
    method: str


def attribution(text: str, turn: Turn, above: Range | None, tongue: Tongue) -> Attribution | None:
    """The cue and the speaker in the sentence around the turn, or None where no cue stands there.

    `above` is the paragraph before the turn's: it may end with "X a déclaré :".
    """
    return _behind(text, turn, tongue) or _ahead(text, turn, above, tongue)


def _behind(text: str, turn: Turn, tongue: Tongue) -> Attribution | None:
    """`« … », a déclaré X`, `« … », selon X`, `„…“, so X`."""
    start, end = turn.tail
    gap = _GAP.match(text, start, end)
    first = gap.end() if gap else start
    last = min(sentence_end(text, first, end, tongue), first + REACH)
    if first >= last:
        return None
    if text[first].isupper() and "," not in text[start:first] and not re.search(r"[—–-]", text[start:first]):
        return _resumed(text, first, last, tongue)
    if according := tongue.according.match(text, first, last):
        speaker = subjects.after(text, according.end(), last, tongue, places=False)
        return Attribution(speaker, according.span(), "says", True, "after") if speaker else None
    return _thus(text, first, last, tongue) or _said(text, first, last, tongue)


def _resumed(text: str, first: int, last: int, tongue: Tongue) -> Attribution | None:
    """`„…“ Das sagte X`."""
    opening = words(text, first, min(last, first + 8))
    if not opening or not tongue.has("resumes", opening[0].low):
        return None
    return _said(text, opening[0].end + 1, last, tongue)


def _thus(text: str, first: int, last: int, tongue: Tongue) -> Attribution | None:
    """`„…“, so X`."""
    opening = words(text, first, min(last, first + 6))
    if not opening or not tongue.has("thus", opening[0].low):
        return None
    speaker = subjects.after(text, opening[0].end, last, tongue)
    cue = (opening[0].start, opening[0].end)
    return Attribution(speaker, cue, "says", True, "after") if speaker else None


def _said(text: str, first: int, last: int, tongue: Tongue) -> Attribution | None:
    for cue in cues(text, first, last, tongue):
        if cue.begins != first:
            return None
        if cue.kind == "calls":
            continue
        speaker = cue.pronoun or subjects.after(text, cue.ends, last, tongue)
        return Attribution(speaker, (cue.start, cue.end), cue.kind, True, "after")
    return None


def _ahead(text: str, turn: Turn, above: Range | None, tongue: Tongue) -> Attribution | None:
    """`X a déclaré : « … »`, `X a estimé que … « … »`, `selon X, « … »`."""
    start, end = turn.lead
    if start == end and above and text[above[1] - 1] == ":":
        start, end = above
    start = max(sentence_start(text, start, end, tongue), end - REACH)
    if start >= end:
        return None
    if according := tongue.according.match(text, start, end):
        speaker = subjects.after(text, according.end(), end, tongue, places=False)
        if speaker is None:
            return None
        rest = text[speaker[1] : end].rstrip()
        near = rest.endswith(":") or rest.strip() == ","
        return Attribution(speaker, according.span(), "says", near, "before")
    found = list(cues(text, start, end, tongue))
    for i in range(len(found) - 1, -1, -1):
        if one := _introduced(text, start, end, found[i], tongue):
            shared = i and one.speaker is None and joined(text, found[i - 1].ends, found[i].begins, tongue)
            return one._replace(speaker=subject(text, start, end, found[i - 1], tongue)[0]) if shared else one
    return None


def joined(text: str, start: int, end: int, tongue: Tongue) -> bool:
    """True where "and" stands right before a second cue: "sagte X und fügte hinzu"."""
    between = words(text, start, end)
    return bool(between) and tongue.has("and", between[-1].low)


def _introduced(text: str, start: int, end: int, cue: Cue, tongue: Tongue) -> Attribution | None:
    speaker, last = subject(text, start, end, cue, tongue)
    near = _beside(text, last, end, cue, tongue)
    if cue.kind == "calls" and not near:
        return None
    if speaker is None and not near:
        return None
    kind: Kind = "says" if text[last:end].rstrip().endswith(":") else cue.kind
    return Attribution(speaker, (cue.start, cue.end), kind, near, "before")


def subject(text: str, start: int, end: int, cue: Cue, tongue: Tongue) -> tuple[Range | None, int]:
    """The subject of a cue in the sentence `text[start:end]`, before it or behind it, and where the two end."""
    if cue.pronoun:
        return cue.pronoun, cue.ends
    ahead = subjects.before(text, start, cue.begins, tongue)
    if ahead is not None:
        return ahead, cue.ends
    behind = subjects.after(text, cue.ends, end, tongue)
    return behind, behind[1] if behind else cue.ends


def _beside(text: str, start: int, end: int, cue: Cue, tongue: Tongue) -> bool:
    """True where the marks follow at once, behind a colon or "that"; or, of what is named, behind a few words."""
    between = text[start:end].rstrip()
    if between.endswith(":"):
        return sentence_end(between, 0, len(between), tongue) == len(between)
    if cue.kind == "calls":  # who calls somebody something gives a nickname
        found = words(text, start, end)
        named = not any(tongue.has("object", word.low) for word in found)
        return named and not broken(text, start, end) and len(found) <= NEAR
    found = words(text, start, end)
    return bool(between) and len(found) <= 1 and all(tongue.has("that", word.low) for word in found)
