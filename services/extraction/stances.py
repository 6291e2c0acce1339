"""What somebody holds, by a noun or an adjective: "his claim that …", "made the point that …", "was sure that …"."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.extraction.clauses import Clause, Token, verb
from services.extraction.spans import Range
from services.extraction.subjects import owner, subject
from services.extraction.verbs import EVERYDAY, VERBS, forms

_HELD = """
    accusation admission allegation announcement argument assertion assessment assurance belief boast case charge claim
    complaint concern conclusion contention conviction declaration expectation fear finding forecast hint hope
    impression insistence judgement judgment notion opinion pledge point prediction promise proposal reassurance
    recommendation remark revelation ruling statement suggestion suspicion testimony theory threat view vow warning
    demand doubt confidence denial
"""
_NOUNS = frozenset(_HELD.split())
"""What is claimed, feared, promised or found follows them with "that"."""

_WITH_NOUN = "make give have hold issue offer express voice raise repeat share reiterate reject deny dismiss"
_LIGHT = frozenset(form for plain in _WITH_NOUN.split() for form in forms((EVERYDAY | VERBS)[plain]))
"""Verbs that mean little beside such a noun, or that contradict it."""

_SURE = """
    adamant afraid certain clear concerned confident convinced doubtful fearful hopeful insistent optimistic pessimistic
    positive sceptical skeptical sure worried
"""
_ADJECTIVES = frozenset(_SURE.split())
"""Who is so has said or shown that he holds what follows."""

_BE = frozenset(
    ["is", "are", "was", "were", "am", "been", "remain", "remains", "remained", "seem", "seems", "seemed"]
)
_OWN = frozenset(["his", "her", "their", "its", "my", "our"])
_LONGEST = 6
"""Words between the verb or the owner and the noun."""


class Stance(NamedTuple):
    """The words for it, who holds it, and where what is held begins (code points)."""

    cue: Range
    speaker: Range
    content: int


def stances(text: str, words: Sequence[Token]) -> Iterator[Stance]:
    """The stances among the words of a sentence."""
    for i, word in enumerate(words[:-2]):
        that = words[i + 1].word == "that"
        if not (that or word.word in _ADJECTIVES):
            continue
        first = i + 2 if that else i + 1
        if words[first].kind in "ZFABPCTS" or verb(words[first:])[1] is not Clause.SURE:
            continue
        if word.word in _ADJECTIVES:
            found = _held(text, words, i)
        elif word.word in _NOUNS or word.word.removesuffix("s") in _NOUNS:
            found = _owned(text, words, i) or _made(text, words, i)
        else:
            found = None
        if found:
            yield Stance(*found, words[first].start)


def _held(text: str, words: Sequence[Token], i: int) -> tuple[Range, Range] | None:
    """The cue "was sure", and whose it is."""
    at = i - 1
    while at > 0 and words[at].kind == "R":
        at -= 1
    if at < 1 or words[at].word not in _BE:
        return None
    speaker = subject(text, words, at)
    if speaker is None or text[slice(*speaker)].lower() == "it":
        return None
    return (words[at].start, words[i].end), speaker


def _owned(text: str, words: Sequence[Token], i: int) -> tuple[Range, Range] | None:
    """The cue "claim", and whose it is: "his claim", "the firm's repeated claim"."""
    for at in range(i - 1, max(-1, i - _LONGEST), -1):
        if words[at].word in _OWN:
            return (words[i].start, words[i].end), (words[at].start, words[at].end)
        if words[at].kind == "G":
            speaker = owner(text, words[: at + 1])
            return ((words[i].start, words[i].end), speaker) if speaker else None
        if words[at].kind not in "XEBZR":
            return None
    return None


def _made(text: str, words: Sequence[Token], i: int) -> tuple[Range, Range] | None:
    """The cue "made the point", and who made it."""
    for at in range(i - 1, max(0, i - _LONGEST), -1):
        if words[at].word in _LIGHT:
            speaker = subject(text, words, at)
            return ((words[at].start, words[i].end), speaker) if speaker else None
        if words[at].kind not in "XEBZRDG":
            return None
    return None
