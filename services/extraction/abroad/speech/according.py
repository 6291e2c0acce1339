"""What is said "according to" somebody: `Selon X, …`, `Laut X ist …`, `X zufolge …`, `…, за словами X`."""

import re
from collections.abc import Sequence

from services.extraction.abroad.speech import subjects
from services.extraction.abroad.speech.tongue import Tongue
from services.extraction.abroad.speech.words import Word, broken, cues, words
from services.extraction.sentences import within
from services.extraction.spans import Range

Told = tuple[Range, Range, Range]
"""The content, the speaker and the cue (code points)."""

_CLOSING = frozenset('»”“"›')
_MARKED = re.compile(r"[«»“”„\"‹›]|``|''")
_PEOPLE = re.compile(r"(?:eurs?|rices?|istes?|iens|aires|ores?|oras?|istas?)$")


def according(text: str, start: int, end: int, quoted: Sequence[Range], tongue: Tongue) -> Told | None:
    """`Selon X, …`, `Laut X ist …`, `…, selon X`."""
    for found in tongue.according.finditer(text, start, end):
        if within(found.start(), quoted):
            continue
        speaker = subjects.after(text, found.end(), end, tongue, places=False)
        if speaker is None or _no_speaker(text, speaker, tongue):
            continue
        if text[end - 1] in _CLOSING and re.search(r":\s*[«“„\"]", text[speaker[1] : end]):
            continue  # "Selon X : « … »"
        if found.start() == start:
            content = (
                _from_verb(text, speaker[1], end, tongue)
                if tongue.language == "de"
                else _from_comma(text, speaker[1], end, tongue)
            )
            if content:
                return content, speaker, found.span()
        elif _closes(text, start, found.start()) and not text[speaker[1] : end].strip():
            comma = text.rindex(",", start, found.start())
            if not cued(text, start, comma, tongue):
                return (start, comma), speaker, found.span()
    return _behind_speaker(text, start, end, tongue)


def _closes(text: str, start: int, at: int) -> bool:
    """True where a comma and a sentence without a quote mark at its head stand before the source."""
    return text[start:at].rstrip().endswith(",") and not _MARKED.match(text, start)


def _behind_speaker(text: str, start: int, end: int, tongue: Tongue) -> Told | None:
    """`Der Polizei zufolge ist …`."""
    found = words(text, start, min(end, start + 120))
    for i, word in enumerate(found[:-1]):
        if i and broken(text, found[i - 1].end, word.start):
            return None
        if i and tongue.has("behind", word.low):
            content = _from_verb(text, word.end, end, tongue)
            speaker = (found[0].start, found[i - 1].end)
            return (content, speaker, (word.start, word.end)) if content else None
    return None


def _no_speaker(text: str, speaker: Range, tongue: Tongue) -> bool:
    """True for what can't speak: a law, a plan; a thing without a name in French and Spanish must be known to."""
    found = words(text, *speaker)
    if any(tongue.has("source", word.low) for word in found[:3]):
        return True
    if not tongue.words["voice"] or tongue.has("pronoun", found[0].low):
        return False
    return not any(
        word.capital or tongue.has("voice", word.low) or _PEOPLE.search(word.low) for word in found
    )


def _from_comma(text: str, start: int, end: int, tongue: Tongue) -> Range | None:
    """What follows the comma behind the speaker, and behind an apposition of theirs or a place and a time."""
    comma = text.find(",", start, min(end, start + 60))
    if comma < 0 or any(word.low in tongue.finite for word in words(text, start, comma)):
        return None
    opening = words(text, comma, min(end, comma + 40))[:2]
    further = text.find(",", comma + 1, min(end, comma + 80))
    if further > 0 and (_in_apposition(opening, tongue) or _name(text, comma, further, tongue)):
        comma = further  # "selon X, analyste chez Y, …", "selon le maire, X, …"
    return comma + 1, end


def _name(text: str, start: int, end: int, tongue: Tongue) -> bool:
    """True where nothing but a name of two words or more stands between two commas."""
    found = words(text, start, end)
    return len(found) > 1 and all(word.capital or tongue.has("of", word.low) for word in found)


def _in_apposition(found: Sequence[Word], tongue: Tongue) -> bool:
    """True for an office or a trade without an article: "analyste chez Y", "responsable de Z"."""
    names = ("determiner", "pronoun", "adverbial", "between", "clitic", "negation", "lead", "finite")
    if (
        tongue.language == "uk"
        or len(found) < 2
        or found[0].capital
        or any(tongue.has(name, found[0].low) for name in names)
    ):
        return False
    return tongue.has("of", found[1].low) or tongue.has("adverbial", found[1].low)


def _from_verb(text: str, start: int, end: int, tongue: Tongue) -> Range | None:
    """What begins with the verb that follows the speaker: "ist die Lage ernst"."""
    for word in words(text, start, end)[:1]:
        if tongue.has("finite", word.low) and not broken(text, start, word.start):
            return word.start, end
    return None


def cued(text: str, start: int, end: int, tongue: Tongue) -> bool:
    """True where a cue stands in the stretch."""
    return next(cues(text, start, end, tongue), None) is not None
