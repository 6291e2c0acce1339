"""Verbs that report what somebody says without quoting it, and how each takes what is said."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Sort = Literal["says", "finds", "tells", "does"]
"""`says` takes a clause ("said that he left", "said he left"), `finds` one only with "that" or the like ("found that he
left"), `tells` a hearer first ("told reporters that …"), `does` an object or an infinitive too ("denied the claim")."""


class Cue(NamedTuple):
    """A verb that reports, where it stands (code points), its sort, and whether it is a participle in -ing."""

    start: int
    end: int
    sort: Sort
    participle: bool


_SAYS = """
    say:said add:added note explain argue insist warn claim recall tweet comment remark observe admit:admitted
    acknowledge confirm stress emphasise emphasize conclude joke predict suggest testify:testified reiterate
    repeat contend assert allege clarify:clarified concede caution complain reveal disclose estimate believe
    think:thought hope fear swear:swore/sworn boast reckon opine imply:implied
"""
_FINDS = """
    find:found show:showed/shown learn:learned/learnt expect decide know:knew/known feel:felt doubt recognise recognize
    realise realize worry:worried signal:signalled/signaled hint rule understand:understood determine lament wonder
    recommend state maintain charge declare report write:wrote/written agree:agreed indicate ask pledge promise vow
    threaten refuse decline want offer:offered
"""
_TELLS = "tell:told inform assure remind"
_DOES = """
    announce deny:denied reject dismiss condemn denounce criticise criticize praise cite describe call confirm
    acknowledge admit:admitted outline highlight underscore stress emphasise emphasize reiterate express urge demand
    accuse blame warn complain explain predict suggest propose recommend encourage question decry:decried mock
    slam:slammed
"""
_NOUNS = """
    state states claim claims comment comments remark remarks report reports estimate estimates call calls demand
    demands question questions promise promises pledge pledges vow vows hope hopes fear fears show shows rule rules
    find finds charge charges signal signals hint hints warning praise lament doubt doubts decline declines worry
    worries feeling finding ruling saying reporting mock outline outlines highlight highlights urge tweet tweets offer
    offers feeling writing thinking known expected
"""
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
    if before in _NO_VERB or before.endswith(("'s", "’s")):
        return False
    if form in _NOUN_FORMS and not _OBJECT.match(text, after, end):
        return False
    return form.endswith("ing") or before not in _PASSIVE


def _forms(verb: str, past: str) -> Iterator[str]:
    """Every form of a verb; `past` gives the past tense and participle of the irregular ones."""
    stem = verb[:-1] if verb.endswith("e") else verb
    yield verb
    if verb.endswith("y") and verb[-2] not in "aeo":
        yield verb[:-1] + "ies"
    else:
        yield verb + ("es" if verb.endswith(("s", "ch", "sh")) else "s")
    yield from past.split("/") if past else [stem + "ed"]
    doubled = past[:-2] if past.endswith(verb[-1] * 2 + "ed") else verb if verb.endswith("ee") else stem
    yield doubled + "ing"


def _table(sort: Sort, verbs: str) -> dict[str, Sort]:
    return {form: sort for entry in verbs.split() for form in _forms(*entry.partition(":")[::2])}


_NOUN_FORMS = frozenset(_NOUNS.split())
"""Forms that are nouns too: a verb only where an object or a clause follows."""

_CUES: dict[str, Sort] = (
    _table("finds", _FINDS) | _table("does", _DOES) | _table("says", _SAYS) | _table("tells", _TELLS)
)
