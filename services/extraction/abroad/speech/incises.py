"""Who speaks, told amid the words: « On part, dit le maire, et vite », —Hoy no —dijo—, «Так, – сказав він. – І все»."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.extraction.abroad.speech import subjects
from services.extraction.abroad.speech.tongue import Tongue
from services.extraction.abroad.speech.words import cues
from services.extraction.spans import Range

REACH = 140
"""Code points of what is told amid the words."""

_DASH = re.compile(r"[—–―-]\s*")
_LEADS = {
    "fr": re.compile(r",\s+|[!?…]\s+(?=[^\W\d_A-ZÀÂÉÈÊÎÔÛ])|,?\s[—–]\s?"),
    "es": re.compile(r"[,.!?…]?\s[—–-]\s?"),
    "uk": re.compile(r"[,.!?…]\s*[—–-]\s+"),
}
_ENDS = {
    "fr": re.compile(r"[,.;!?…]|\s[—–]"),
    "es": re.compile(r"[—–]|\s-|-(?=[\s.,;])"),
    "uk": re.compile(r"[.,;:]?\s*[—–]|\.(?=\s)|,?\s-\s"),
}
_REST = re.compile(r"[\s—–―,.;:-]*")
_WORD = re.compile(r"\w")


class Incised(NamedTuple):
    """The words without what is told amid them; who speaks, and the cue (code points)."""

    parts: tuple[Range, ...]
    speaker: Range
    cue: Range


def incised(text: str, start: int, end: int, tongue: Tongue) -> Incised | None:
    """The words `text[start:end]` and who is said among them to speak; None where nobody is."""
    found = next(_incises(text, start, end, tongue), None)
    if found is None:
        return None
    (first, last), speaker, cue = found
    parts = [(start, first)]
    while last < end:
        rest = _REST.match(text, last, end)
        at = rest.end() if rest else last
        if not _WORD.search(text, at, end):
            break
        following = next(_incises(text, at, end, tongue), None)
        parts.append((at, following[0][0] if following else end))
        last = following[0][1] if following else end
    return Incised(tuple(_trimmed(text, *part) for part in parts), speaker, cue)


def spoken(text: str, start: int, end: int, tongue: Tongue) -> Incised | None:
    """The words of a paragraph that opens with a dash, if it says who speaks: a list opens with one too."""
    if tongue.language not in _LEADS or not (dash := _DASH.match(text, start, end)):
        return None
    return incised(text, dash.end(), end, tongue)


def _incises(text: str, start: int, end: int, tongue: Tongue) -> Iterator[tuple[Range, Range, Range]]:
    """Where somebody is told to speak, who, and by which cue."""
    leads, ends = _LEADS.get(tongue.language), _ENDS.get(tongue.language)
    if leads is None or ends is None:
        return
    for lead in leads.finditer(text, start, end):
        at, most = lead.end(), min(end, lead.end() + REACH)
        cue = next(cues(text, at, most, tongue), None)
        if (
            cue is None
            or cue.begins != at
            or cue.kind == "calls"
            or not _WORD.search(text, start, lead.start())
        ):
            continue
        speaker = cue.pronoun or subjects.after(text, cue.ends, most, tongue, places=False)
        if speaker is None:
            continue
        stop = ends.search(text, max(speaker[1], cue.ends), end)
        last = stop.end() if stop else end
        if last - at <= REACH:
            yield (lead.start(), last), speaker, (cue.start, cue.end)


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and (text[end - 1].isspace() or text[end - 1] in "—–-"):
        end -= 1
    return start, end
