"""Verbs that report in a sentence, without the nouns, passives, infinitives and things unsaid of the same form."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.extraction.clauses import Token
from services.extraction.frames import TAKES, Takes
from services.extraction.verbs import PARTICLES, VERBS, forms


class Cue(NamedTuple):
    """A verb that reports: its number among the words, where it stands (code points), what it takes."""

    at: int
    start: int
    end: int
    takes: Takes
    participle: bool
    """True for the form in -ing."""


_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "get", "gets", "got", "getting"])
"""Before a participle in -ed these make it passive: who is told something does not say it."""

_UNSAID = frozenset(
    ["will", "would", "can", "could", "may", "might", "must", "shall", "should", "cannot", "to", "never"]
)
"""Before a form these speak of what somebody may say, will say or never said."""

_PLAIN = frozenset(VERBS)
_PLURALS = frozenset(
    ["people", "men", "women", "children", "police", "staff", "majority", "percent", "cent", "media"]
)

_NOUNS = frozenset(
    ["warning", "feeling", "finding", "ruling", "saying", "reporting", "writing", "known", "expected"]
)
_NOUN_FORMS = _NOUNS | {form for verb in VERBS.values() if verb.noun for form in tuple(forms(verb))[:2]}
"""Forms that are nouns, or adjectives, too."""


def reporting(text: str, words: Sequence[Token]) -> Iterator[Cue]:
    """The reporting verbs among the words of a sentence."""
    for i, word in enumerate(words):
        takes = TAKES.get(word.word)
        named = i > 0 and text[word.start].isupper()  # "Air India Express", "told Discover Magazine"
        if (
            takes
            and not named
            and text.startswith(PARTICLES.get(word.word, ""), word.end)
            and _verb(text, words, i)
        ):
            yield Cue(i, word.start, word.end, takes, word.word.endswith("ing"))


def _verb(text: str, words: Sequence[Token], i: int) -> bool:
    """True where the word is a verb in the active voice, of something said."""
    form = words[i].word
    j = i - 1
    while j >= 0 and words[j].kind == "R":
        if words[j].word in {"not", "never"}:
            return False
        j -= 1
    before = words[j] if j >= 0 else None
    if before and (
        before.kind in "DGP"
        or (before.kind == "O" and form in _PLAIN)
        or before.word in _UNSAID
        or before.word.endswith("n't")
    ):
        return before.kind == "P" and form.endswith("ing")
    if before and before.word in _BE and not form.endswith("ing"):
        return False
    if form in _PLAIN and before and before.kind == "X" and not _many(text, words, j):
        return False
    return form not in _NOUN_FORMS or _acts(words, i, before)


def _many(text: str, words: Sequence[Token], j: int) -> bool:
    """True where the words before a plain form are a plural, or a name that stands for many ("England say")."""
    if words[j].word.endswith("s") or words[j].word in _PLURALS or text[words[j].start].isupper():
        return True
    return any(word.word == "and" for word in words[max(0, j - 5) : j])


def _acts(words: Sequence[Token], i: int, before: Token | None) -> bool:
    """True where what stands beside a form that is a noun too shows that it is a verb."""
    if before and (before.kind in "NWMA" or words[i].word.endswith("ing")):
        return True
    after = words[i + 1] if i + 1 < len(words) else None
    calls = words[i].word in {"call", "calls"} and after is not None and after.word in {"for", "on", "upon"}
    return calls or (after is not None and (after.kind in "DNOMS" or after.word in {"that", "out"}))
