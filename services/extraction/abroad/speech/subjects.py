"""The words of a clause that name who speaks: "le ministre X" in "a déclaré le ministre X", "Merz" in "Merz sagte"."""

import re
from collections.abc import Sequence

from services.extraction.abroad.speech.tongue import Tongue
from services.extraction.abroad.speech.words import Word, broken, words
from services.extraction.spans import Range, stripped

LONGEST = 12
"""Words of a speaker."""

SKIPPED = 4
"""Words of time between a verb and its subject ("a déclaré mardi matin le ministre")."""

_PART = re.compile(r"[,;:()—–]|\s-\s|[«»“”„\"‹›]")
_PREDICATE = {
    "es": re.compile(r"\w+(?:ó|aron|ieron|aba|ían?)"),
    "fr": re.compile(r"\w+(?:èrent|aient|ait)"),
    "uk": re.compile(r"\w+(?:ив|ав|ила|ала|или|али|ється|ться|[нт]о)"),
}
_PLURAL = re.compile(r"[^\W\d_]+(?:ли|[юуая]ть)\b")
_NEVER = re.compile(r"(?!)")


def after(text: str, start: int, end: int, tongue: Tongue, *, places: bool = True) -> Range | None:
    """The subject that follows a cue at `start`: "le ministre X" in "(a déclaré) mardi le ministre X à Paris"."""
    found = words(text, start, end)
    at = 0
    while at < min(SKIPPED, len(found)) and _led(text, start, found, at) and _passing(found[at].low, tongue):
        at += 1
    if at == len(found) or not _led(text, start, found, at):
        return None
    if places and _there(found, at, tongue):
        return _phrase(text, found[at + 1 :], tongue)
    if tongue.has("stop", found[at].low) and tongue.has("adverbial", found[at].low):
        at = _past_place(text, found, at, tongue)
        return _phrase(text, found[at:], tongue) if at else None
    if tongue.has("pronoun", found[at].low):
        return found[at].start, found[at].end
    return _phrase(text, found[at:], tongue) if _opens(found, at, tongue) else None


def before(text: str, start: int, end: int, tongue: Tongue) -> Range | None:
    """The subject that stands before a cue at `end`: "le ministre X" in "mardi, le ministre X (a déclaré)"."""
    parts = _parts(text, start, end)
    if not parts:
        return None
    if _PART.search(text, parts[-1][1], end):
        return _apposed(text, parts, tongue) if len(parts) > 1 else None
    return _right_before(text, *parts[-1], end, tongue)


def _right_before(text: str, start: int, end: int, cue: int, tongue: Tongue) -> Range | None:
    """The subject in the part of the clause that ends where the cue begins."""
    found = words(text, start, end)
    if not found:
        return None
    last = found[-1]
    if tongue.has("relative", last.low):
        return None
    if tongue.has("pronoun", last.low) and not tongue.has("clitic", last.low):
        return last.start, last.end
    if shared := _another(text, found, tongue):
        return shared
    plural = tongue.language == "uk" and _PLURAL.match(text, cue) is not None
    return _leading(text, start, end, tongue, plural=plural) or _last(text, start, end, tongue)


def _another(text: str, found: Sequence[Word], tongue: Tongue) -> Range | None:
    """The subject of a second clause: "X" in "les prix ont baissé et X (a dit)"."""
    for i in range(len(found) - 2, 0, -1):
        if tongue.has("and", found[i].low):
            opens = _opens(found, i + 1, tongue) and tongue.language != "uk"
            clause = any(verbal(word.low, tongue) for word in found[:i])
            return _phrase(text, found[i + 1 :], tongue) if opens and clause else None
    return None


def _last(text: str, start: int, end: int, tongue: Tongue) -> Range | None:
    """The name right before the cue, behind what is no subject: "X" in "dans un entretien X (a dit)"."""
    found = words(text, start, end)
    at = len(found)
    while (
        at
        and found[at - 1].capital
        and (at == len(found) or not broken(text, found[at - 1].end, found[at].start))
    ):
        at -= 1
    if tongue.language == "de" or at in (0, len(found)):
        return None
    ahead = found[at - 1].low
    if any(tongue.has(name, ahead) for name in ("stop", "of", "determiner", "adverbial")):
        return None
    if tongue.language == "uk" and len(found) - at < 2 and not tongue.has("and", ahead):
        return None  # "влада Житомира": one word may be in any case
    return found[at].start, found[-1].end


def _there(found: Sequence[Word], at: int, tongue: Tongue) -> bool:
    """True for "в НАТО": those there, who speak."""
    return tongue.has("places", found[at].low) and at + 1 < len(found) and found[at + 1].capital


def _past_place(text: str, found: Sequence[Word], at: int, tongue: Tongue) -> int:
    """Where, in words, a subject begins behind a place or a hearer, else 0: "(a dit) sur France 3 la ministre"."""
    if tongue.language == "de":
        return 0
    for i in range(at + 1, min(at + 7, len(found))):
        if broken(text, found[i - 1].end, found[i].start) or tongue.has("that", found[i].low):
            return 0
        ahead = found[i - 1].low
        if (
            i < at + 2
            or tongue.has("stop", ahead)
            or tongue.has("of", ahead)
            or tongue.has("determiner", ahead)
        ):
            continue
        if tongue.language == "uk":
            return 0 if tongue.has("stop", found[i].low) else i
        if tongue.has("determiner", found[i].low):
            return i
    return 0


def verbal(low: str, tongue: Tongue) -> bool:
    """True for what looks like a verb in a tense of news."""
    verb = _PREDICATE.get(tongue.language, _NEVER)
    return tongue.has("finite", low) or low in tongue.finite or verb.fullmatch(low) is not None


def _passing(low: str, tongue: Tongue) -> bool:
    return tongue.has("time", low) or tongue.has("between", low) or low == "sich"


def _led(text: str, start: int, found: Sequence[Word], at: int) -> bool:
    """True where nothing but blanks, hyphens and apostrophes leads from the cue to the word."""
    return not broken(text, start, found[at].start)


def _opens(found: Sequence[Word], at: int, tongue: Tongue) -> bool:
    """True where a subject can begin with the word."""
    low = found[at].low
    if tongue.has("stop", low) and not tongue.has("determiner", low):
        return False
    if tongue.has("that", low) or tongue.has("negation", low) or tongue.has("finite", low):
        return False
    if tongue.has("determiner", low):
        return at + 1 < len(found)
    return found[at].capital or low[0].isdigit() or tongue.language == "uk"


def _phrase(text: str, found: Sequence[Word], tongue: Tongue) -> Range | None:
    """The phrase that the words begin with, up to a mark, a preposition, a time or a verb."""
    last = None
    for i, word in enumerate(found[:LONGEST]):
        if i and _parted(text, found[i - 1], word.start, tongue):
            break
        if i and _stops(found, i, tongue):
            break
        last = i
    if last is None or all(word.low[0].isdigit() for word in found[: last + 1]):
        return None
    while last and (
        tongue.has("determiner", found[last].low)
        or tongue.has("of", found[last].low)
        or tongue.has("and", found[last].low)
    ):
        last -= 1
    if tongue.has("determiner", found[0].low) and last == 0:
        return None
    if tongue.language == "de" and any(word.capital for word in found[1 : last + 1]):
        while not found[last].capital:
            last -= 1  # a German noun has a capital: what follows the last is none
    return found[0].start, found[last].end


def _parted(text: str, word: Word, start: int, tongue: Tongue) -> bool:
    """True where a mark other than the full stop of an initial or a title stands behind the word."""
    if text[word.end : start].strip() == "." and tongue.abbreviated.search(text, word.start, word.end):
        return False
    return broken(text, word.end, start)


def _stops(found: Sequence[Word], i: int, tongue: Tongue) -> bool:
    low, following = found[i].low, found[i + 1] if i + 1 < len(found) else None
    if tongue.has("and", low):
        return following is None or not (following.capital or tongue.has("determiner", following.low))
    if following is not None and tongue.has("medium", following.low) and tongue.has("determiner", low):
        return True  # "sagte er der Zeitung"
    if found[i].capital and not tongue.has("time", low):
        return False
    names = ("stop", "that", "time", "finite", "negation", "auxiliary", "between")
    if tongue.has("clitic", low) and not tongue.has("determiner", low):
        return True
    return any(tongue.has(name, low) for name in names) or low in tongue.finite


def _parts(text: str, start: int, end: int) -> list[Range]:
    """The parts of the clause between commas, dashes and brackets, without the blanks around them."""
    marks = [mark.span() for mark in _PART.finditer(text, start, end)]
    bounds = zip([start, *(last for _, last in marks)], [*(first for first, _ in marks), end], strict=True)
    return [
        part
        for first, last in bounds
        if (part := stripped(text, first, last))[0] < part[1] and text[first - 1 : first] != "("
    ]


def _apposed(text: str, parts: Sequence[Range], tongue: Tongue) -> Range | None:
    """The subject whose apposition ends before the cue: "la ministre, Hélène Vasseur, (a dit)"."""
    first = _leading(text, *parts[-2], tongue)
    if first is None or first[1] != parts[-2][1]:
        return first
    named = words(text, *parts[-1])
    name = all(word.capital or tongue.has("of", word.low) for word in named)
    return (first[0], parts[-1][1]) if name and text[first[1]] == "," else first


def _leading(text: str, start: int, end: int, tongue: Tongue, *, plural: bool = False) -> Range | None:
    """The subject that a part of a clause begins with, behind "et" and the like."""
    found = words(text, start, end)
    at = 0
    while at < len(found) and (at == 0 or not found[at].capital) and _led_over(found[at].low, tongue):
        at += 1
    if at == len(found):
        return None
    low = found[at].low
    if tongue.has("pronoun", low):
        return found[at].start, found[at].end
    if tongue.has("places", low) and at + 1 < len(found) and (found[at + 1].capital or plural):
        return _phrase(text, found[at + 1 :], tongue)
    if tongue.has("adverbial", low) or not _opens(found, at, tongue):
        return None
    return _phrase(text, _subject(found[at:], tongue), tongue)


def _led_over(low: str, tongue: Tongue) -> bool:
    """True for words that only lead over to the subject: "et", "раніше"."""
    if tongue.has("pronoun", low) or tongue.has("determiner", low):
        return False
    return (
        tongue.has("lead", low)
        or tongue.has("between", low)
        or (tongue.language == "uk" and tongue.has("clitic", low))
    )


def _subject(found: Sequence[Word], tongue: Tongue) -> Sequence[Word]:
    """The words up to a verb in the same part: "X" in "X visitó Kiev y (dijo)"."""
    verb = _PREDICATE.get(tongue.language, _NEVER)
    if found and verb.fullmatch(found[0].low):
        if tongue.language == "es" and len(found) > 1 and not found[1].capital:
            return []
        if tongue.language == "uk" and not found[0].capital:
            return []
    for i, word in enumerate(found):
        if i and not word.capital and verb.fullmatch(word.low):
            return found[:i]
    return found
