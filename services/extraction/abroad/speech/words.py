"""The words of a stretch, and the cues in it: verbs by which somebody says something."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.extraction.abroad.speech.tongue import Kind, Tongue, Verb
from services.extraction.spans import Range

LOOK_BACK = 4
"""Words between an auxiliary and its participle; in German, where they stand far apart, `APART`."""

APART = 14

_WORD = re.compile(
    r"[^\W\d_]+(?:(?:’|'|ʼ)(?=[а-яіїєґ])[^\W\d_]+)*|\d+(?:[.,]\d+)*"
)  # п’ятниця is one, l’ONU two
_BREAK = re.compile(r"[,;:.!?…()\[\]«»“”„\"‹›—–]|\s-\s")


class Word(NamedTuple):
    """A word in small letters and where it stands. `capital`: it begins with a capital."""

    low: str
    start: int
    end: int
    capital: bool


class Cue(NamedTuple):
    """A verb that reports: where it stands, with its auxiliary or particle where these stand beside it.

    `begins`: where its group begins, with what leans on the verb. `ends`: where the particle or the pronoun behind
    the verb ends. `pronoun`: the subject within the group ("il" in "a-t-il dit").
    """

    kind: Kind
    start: int
    end: int
    begins: int
    ends: int
    pronoun: Range | None = None


def words(text: str, start: int, end: int) -> list[Word]:
    """The words and numbers in order; "d’un" is two words, "п’ять" one."""
    return [
        Word(found[0].lower(), found.start(), found.end(), found[0][0].isupper())
        for found in _WORD.finditer(text, start, end)
    ]


def broken(text: str, start: int, end: int) -> bool:
    """True where a mark that parts a clause stands between the words."""
    return _BREAK.search(text, start, end) is not None


def cues(text: str, start: int, end: int, tongue: Tongue) -> Iterator[Cue]:
    """The cues in the stretch, in order. What was not said ("n’a pas dit") is none."""
    found = words(text, start, end)
    for i, word in enumerate(found):
        perfect = tongue.participle.get(word.low, ())
        if perfect and (cue := next(_perfect(text, found, i, perfect, tongue), None)):
            yield cue
        elif verbs := tongue.finite.get(word.low):
            yield from _finite(text, found, i, verbs, tongue)


def _finite(text: str, found: Sequence[Word], i: int, verbs: Sequence[Verb], tongue: Tongue) -> Iterator[Cue]:
    first = _leaning(text, found, i, tongue)
    before = (
        found[first - 1].low if first and not broken(text, found[first - 1].end, found[first].start) else ""
    )
    if (
        tongue.has("negation", before)
        or (first == i and _noun_next(before, tongue))
        or _denied(text, found, i, tongue)
        or _impersonal(found, i, tongue)
    ):
        return
    word = found[i]
    if (
        tongue.language == "de"
        and word.low.endswith("en")
        and (word.capital or _infinitive(text, found, i, tongue))
    ):
        return
    pronoun = _inverted(text, found, i, tongue)
    for verb in verbs:
        particle = _particle(text, found, i, verb.particle, tongue) if verb.particle else word
        if particle is not None:
            beside = not broken(text, word.end, particle.start) and particle.start - word.end <= 1
            yield Cue(
                verb.kind,
                found[first].start if first < i and tongue.language == "fr" else word.start,
                particle.end if beside else word.end,
                found[first].start,
                max(pronoun[1] if pronoun else 0, particle.end if beside else word.end),
                pronoun,
            )
            return


def _perfect(
    text: str, found: Sequence[Word], i: int, verbs: Sequence[Verb], tongue: Tongue
) -> Iterator[Cue]:
    most = APART if tongue.language == "de" else LOOK_BACK
    pronoun: Range | None = None
    for j in range(i - 1, max(-1, i - 1 - most), -1):
        word = found[j]
        if broken(text, word.end, found[j + 1].start) or tongue.has("negation", word.low):
            return
        if tongue.has("auxiliary", word.low):
            break
        if tongue.has("pronoun", word.low) and text[word.start - 1] == "-":
            pronoun = (word.start, word.end)
        elif tongue.language != "de" and not any(
            tongue.has(name, word.low) for name in ("between", "clitic", "time")
        ):
            return
    else:
        return
    first = _leaning(text, found, j, tongue)
    if first and tongue.has("negation", found[first - 1].low):
        return
    apart = pronoun is not None or tongue.language == "de"
    verb = verbs[0]
    last = _particle(text, found, i, verb.particle, tongue) if verb.particle else found[i]
    if last is not None:
        start = found[i].start if apart else found[first].start
        yield Cue(verb.kind, start, last.end, found[first].start, last.end, pronoun)


def _infinitive(text: str, found: Sequence[Word], i: int, tongue: Tongue) -> bool:
    """True for a plural that may be an infinitive, behind a modal verb: "man kann sagen"."""
    for j in range(i - 1, max(-1, i - APART), -1):
        if broken(text, found[j].end, found[j + 1].start):
            return False
        if tongue.has("finite", found[j].low) or found[j].low == "zu":
            return True
    return False


def _leaning(text: str, found: Sequence[Word], i: int, tongue: Tongue) -> int:
    """The number of the first of the words before the verb that lean on it: "s’" in "s’est", "lo" in "lo dijo"."""
    while i and tongue.has("clitic", found[i - 1].low) and not broken(text, found[i - 1].end, found[i].start):
        if tongue.has("determiner", found[i - 1].low) and not (
            i > 1 and tongue.has("clitic", found[i - 2].low)
        ):
            break
        i -= 1
    return i


def _noun_next(before: str, tongue: Tongue) -> bool:
    """True behind an article or "of": "l’annonce", "la denuncia" are nouns."""
    return tongue.language in ("fr", "es") and (tongue.has("determiner", before) or tongue.has("of", before))


def _impersonal(found: Sequence[Word], i: int, tongue: Tongue) -> bool:
    """True for what is said by nobody ("se cree que") or told in the passive ("décrit par")."""
    if i + 1 < len(found) and tongue.has("passive", found[i + 1].low):
        return True
    leaning = [word.low for word in found[max(0, i - 2) : i]]
    reflexive = tongue.language == "es" and (
        leaning[-1:] == ["se"] or leaning in (["se", "le"], ["se", "les"])
    )
    return reflexive and not tongue.has("reflexive", found[i].low)


def _denied(text: str, found: Sequence[Word], i: int, tongue: Tongue) -> bool:
    """True where the verb is denied behind it: "sagte nicht", "ne dit pas"."""
    if tongue.language not in ("de", "fr"):
        return False
    for j in range(i + 1, min(i + 4, len(found))):
        if broken(text, found[j - 1].end, found[j].start):
            return False
        if found[j].low in ("nicht", "nichts", "pas", "rien", "jamais"):
            return True
    return False


def _inverted(text: str, found: Sequence[Word], i: int, tongue: Tongue) -> Range | None:
    """The pronoun that hangs on the verb: "il" in "souligne-t-il"."""
    at = i + 1
    if at < len(found) and found[at].low == "t" and text[found[at].start - 1] == "-":
        at += 1
    if at < len(found) and tongue.has("pronoun", found[at].low) and text[found[at].start - 1] == "-":
        return found[at].start, found[at].end
    return None


def _last_of_clause(text: str, found: Sequence[Word], i: int, tongue: Tongue) -> bool:
    """True for the last word of a clause, where a German verb's particle stands: "zu" is none in "zu sagen"."""
    if i + 1 == len(found) or tongue.has("and", found[i + 1].low):
        return True
    return broken(text, found[i].end, found[i + 1].start)


def _particle(text: str, found: Sequence[Word], i: int, particle: str, tongue: Tongue) -> Word | None:
    """The word that the verb needs behind it, in the same clause."""
    for j in range(i + 1, min(i + APART, len(found))):
        gap = text[found[j - 1].end : found[j].start]
        if gap != ". " and broken(text, found[j - 1].end, found[j].start):  # "fügt Dr. Lee hinzu"
            return None
        if found[j].low == particle and (tongue.language != "de" or _last_of_clause(text, found, j, tongue)):
            return found[j]
    return None
