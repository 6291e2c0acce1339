"""Which entity the words for a speaker name, in French, German, Spanish and Ukrainian."""

import re
from collections.abc import Callable

from services.extraction.abroad.lexicon import lexicon
from services.extraction.abroad.speech.tongue import Tongue
from services.extraction.abroad.speech.words import broken, words
from services.extraction.spans import Range, Span
from services.extraction.voices import BACK, REACH, SPEAKERS, Setting, apposed, at_line, held

_NAMED = re.compile(
    r"[^\W\d_a-zа-яіїєґ][\w’'ʼ-]+(?:\s(?:de|del|von|van|der|da|di|du|фон|дер)){0,2}\s[^\W\d_a-zа-яіїєґ][\w’'ʼ-]+"
)
_CALLED = re.compile(
    r"(?:\b(?:M|Mme|MM|Sr|Sra)\.|\b(?:Herr|Frau|Herrn|señor|señora|Mme|пан|пані))\s[^\W\d_a-zа-яіїєґ]"
)
_CLOSES = re.compile(r"\s?(?:[,.;:!?»”“\"]|$|[—–])")


def voice(tongue: Tongue) -> Callable[[Setting, Range], str | None]:
    """What gives the key of the entity that the words at a speaker's range name; None where none is sure."""

    def entity(setting: Setting, speaker: Range) -> str | None:
        found = words(setting.text, *speaker)
        if len(found) == 1 and tongue.has("pronoun", found[0].low):
            span = _antecedent(setting, speaker, tongue) if tongue.has("singular", found[0].low) else None
        elif tongue.language == "es" and [word.low for word in found] in (["él", "mismo"], ["ella", "misma"]):
            span = _antecedent(setting, speaker, tongue)
        else:
            span = _named(setting, *speaker, tongue) or apposed(setting, speaker[1], _CLOSES)
        return setting.keys[span] if span else None

    return entity


def _named(setting: Setting, start: int, end: int, tongue: Tongue) -> Span | None:
    """The span that the words are, or hold: a person at the head of them, else a body that speaks.

    "Le président Emmanuel Macron" is he; "un porte-parole de l’ONU" speaks for it. "L’avocat de Macron" is not he.
    """
    text = setting.text
    names = list(held(setting, start, end))
    heads = words(text, start, end)
    if heads and tongue.has("determiner", heads[0].low) and len(heads) > 1:
        start = heads[1].start
    for span in names:
        if (
            (span.start, span.end) == (start, end)
            and span.type in SPEAKERS
            and not _declined(text, span, tongue)
        ):
            return span
    for span in names:
        if (
            span.type == "person"
            and _heads(text, span, start, end, tongue)
            and not _declined(text, span, tongue)
        ):
            return span
    for span in names:
        if span.type == "organisation" and _speaks_for(text, span, start, end, tongue):
            return span
    return None


def _heads(text: str, span: Span, start: int, end: int, tongue: Tongue) -> bool:
    """True for a person at the end of the words, or before a comma, and not owned: "ministre Jean X", not "de X"."""
    if span.end != end and not text[span.end : end].lstrip().startswith((",", "(")):
        following = words(text, span.end, end)
        if not following or not (
            tongue.has("stop", following[0].low) or tongue.has("determiner", following[0].low)
        ):
            return False
    ahead = words(text, start, span.start)
    if not ahead:
        return True
    if "," in text[ahead[-1].end : span.start]:
        return True
    return not tongue.has("of", ahead[-1].low) and not tongue.has("and", ahead[-1].low)


def _declined(text: str, span: Span, tongue: Tongue) -> bool:
    """True for a Ukrainian name in no subject's case ("речник Зеленського"), unless "за словами" asks for it."""
    if tongue.language != "uk" or span.type != "person":
        return False
    before = text[max(0, span.start - 60) : span.start]
    if any(before[found.end() :].strip(" ").count(" ") < 3 for found in tongue.according.finditer(before)):
        return False
    name, listed = text[span.start : span.end], lexicon("uk")
    return any(form in listed for form in (name[:-1], name[:-3] + "ий") if form != name)


def _speaks_for(text: str, body: Span, start: int, end: int, tongue: Tongue) -> bool:
    """True for a body that is all of the words, or that a spokesman speaks for."""
    if body.end != end:
        return False
    ahead = [word.low for word in words(text, start, body.start)]
    if not ahead:
        return True
    joined = {word for word in ahead if tongue.has("of", word) or tongue.has("determiner", word)} | {"l"}
    rest = [word for word in ahead if word not in joined]
    return bool(rest) and all(tongue.has("spokes", word) for word in rest)


def _antecedent(setting: Setting, pronoun: Range, tongue: Tongue) -> Span | None:
    """The only person whom the nearest paragraph that names anybody names, up to the pronoun; else None.

    The lists know few persons: another name of two words, or a Mrs Somebody, might be the one who is meant.
    """
    at = at_line(setting, pronoun[0])
    for start, end in reversed(setting.lines[max(0, at - BACK) : at + 1]):
        first, last = max(start, pronoun[0] - REACH), min(end, pronoun[0])
        inside = list(held(setting, first, last, REACH // 2))
        people = [span for span in inside if span.type == "person"]
        if _strangers(setting.text, first, last, inside, tongue):
            return None
        if people:
            return people[-1] if len({setting.keys[span] for span in people}) == 1 else None
    return None


def _strangers(text: str, start: int, end: int, spans: list[Span], tongue: Tongue) -> bool:
    """True where names stand that no span covers: two words in capitals, or one behind "Mrs"."""
    if _CALLED.search(text, start, end):
        return True
    for found in _NAMED.finditer(text, start, end):
        free = not any(span.start < found.end() and found.start() < span.end for span in spans)
        first = found[0].split()[0].lower()
        if (
            free
            and not broken(text, *found.span())
            and not any(tongue.has(name, first) for name in ("determiner", "stop", "adverbial", "lead"))
        ):
            return True
    return False
