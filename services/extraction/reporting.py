"""Verbs that report what somebody says without quoting it, and how each takes what is said."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from services.extraction.verbs import (
    ACT,
    ASK,
    CALLS,
    PARTICLES,
    SAY,
    TELL,
    THINK,
    THINK_BARE,
    WITH_THAT,
    Verb,
    forms,
)

Sort = Literal["says", "finds", "tells", "does"]
"""`says` takes a clause ("said that he left", "said he left"), `finds` one only with "that" or the like ("found that he
left"), `tells` a hearer first ("told reporters that …"), `does` an object or an infinitive too ("denied the claim")."""


class Cue(NamedTuple):
    """A verb that reports, where it stands (code points), its sort, and whether it is a participle in -ing."""

    start: int
    end: int
    sort: Sort
    participle: bool


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BE = """
    is are was were be been being am get gets got getting
"""
_NOUN_NEXT = """
    a an the of for in on with by from at his her its their our my your this that these those such some many most no any
    several two three four five as whose to united
"""
_PASSIVE = frozenset(_BE.split())
"""Before a participle in -ed these make it passive: who is told something does not say it."""

_NO_VERB = frozenset(_NOUN_NEXT.split())
"""After one of these the form is a noun or an infinitive."""

_OBJECT = re.compile(r"\s+(?:that|how|whether|if|why|for|on|his|her|he|she|it|they|there|we|I)\b")


def reporting(text: str, start: int, end: int) -> Iterator[Cue]:
    """The reporting verbs in `text[start:end]`, without nouns of the same form, infinitives and passives."""
    before, after = "", start
    for word in _WORD.finditer(text, start, end):
        verb = word[0].lower()
        if text[after : word.start()].strip():
            before = ""
        if (sort := _CUES.get(verb)) and _verb(text, verb, word.end(), end, before):
            yield Cue(word.start(), word.end(), sort, verb.endswith("ing"))
        before, after = verb, word.end()


def _verb(text: str, form: str, after: int, end: int, before: str) -> bool:
    """True where the form that ends at `after`, with the word `before` it, is a verb in the active voice."""
    if not text.startswith(PARTICLES.get(form, ""), after):
        return False
    if form in CALLS and not text.startswith((" for ", " on "), after):
        return False
    if before in _NO_VERB or before.endswith(("'s", "’s")):
        return False
    if form in _NOUN_FORMS and not _OBJECT.match(text, after, end):
        return False
    return form.endswith("ing") or before not in _PASSIVE


def _table(sort: Sort, verbs: Iterable[Verb]) -> dict[str, Sort]:
    return {form: sort for verb in verbs for form in forms(verb)}


_NOUN_FORMS = frozenset(
    form
    for verb in (*SAY.values(), *ASK.values(), *THINK.values(), *ACT.values())
    if verb.noun
    for form in tuple(forms(verb))[:2]
) | {
    "warning",
    "feeling",
    "finding",
    "ruling",
    "saying",
    "reporting",
    "writing",
    "thinking",
    "known",
    "expected",
}
"""Forms that are nouns too: a verb only where an object or a clause follows."""

_CUES: dict[str, Sort] = (
    _table("finds", [*THINK.values(), *ASK.values()])
    | _table("does", ACT.values())
    | _table("tells", TELL.values())
    | _table("says", [*SAY.values(), *THINK_BARE.values()])
    | _table("finds", WITH_THAT.values())
)
