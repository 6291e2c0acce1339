"""The subject of a verb in a sentence of English: the noun phrase before it, by classes of words, without a parser."""

import re
from collections.abc import Sequence

from services.extraction.clauses import Clause, Token, verb
from services.extraction.spans import Range

LONGEST = 16
"""Words of a subject: a longer stretch is no name of one."""

_MARKS = frozenset(',;:()—–-“”«»"')
_BOUNDS = _MARKS | {"S", "W"}
_ARTICLES = frozenset(["a", "an", "the", "his", "her", "its", "their", "our", "my", "your", "no", "every"])
_BETWEEN = frozenset(["been", "be", "being", "long", "morning", "afternoon", "evening", "night"])
_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_PERIODS = frozenset(["week", "month", "year", "summer", "autumn", "winter", "spring"])
_WHICH = frozenset(["on", "late", "early", "last", "this", "earlier"])
_AGAIN = frozenset(["after", "before", "since", "until"])
"""Prepositions that begin a clause as well."""

_NAME = re.compile(r"(?:[A-Z][\w.’'-]*)(?:\s[A-Z][\w.’'-]*){0,4}$")
_TIME = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|yesterday|today|tonight|tomorrow|now|then|week|month|year|night|morning|afternoon|evening|\d{4})\W*$",
    re.IGNORECASE,
)
_HOUR = re.compile(r"[ap]\.m|\d{1,2}[:.]\d\d(?:[ap]m)?")
_MEANINGLESS = frozenset(["it", "there", "this", "that", "which", "what", "you", "none", "nobody", "neither"])
"""What says nothing itself, or nothing that is said."""


def before(words: Sequence[Token], cue: int) -> int:
    """The number of the last word before the verb, its auxiliaries, its adverbs and a day; -1 where there is none."""
    at = cue - 1
    while at >= 0:
        word, ahead = words[at], words[at - 1].word if at else ""
        if word.word in _DAYS or (word.word in _PERIODS and ahead in _WHICH):
            at -= 2 if ahead in _WHICH else 1
        elif word.kind in "RA" or word.word in _BETWEEN:
            at -= 1
        elif (
            word.kind == ","
            and at > 2
            and words[at - 1].kind == "R"
            and words[at - 2].kind == ","
            and words[at - 3].kind == "A"
        ):
            at -= 3  # "has, however, said"
        else:
            break
    return at


def subject(text: str, words: Sequence[Token], cue: int) -> Range | None:
    """The subject of the verb at `cue`; None where no noun phrase stands before it."""
    at = before(words, cue)
    if at < 0:
        return None
    if words[at].kind == "N" or (words[at].kind == "W" and words[at].word == "who"):
        return _sound(text, words[at : at + 1])
    if words[at].kind == "M":
        return words[at].start, words[at].start + words[at].word.index("'")
    if words[at].kind in ",)—–-":
        return _apposed(text, words[:at])
    part = _clause(words[: at + 1])
    first = at - len(part)
    if first > 0 and words[first].kind == "W" and part and part[0].kind in "FEZBA":
        part = _clause(words[:first])  # "officials who spoke in Oslo"
    return _phrase(text, part)


def owner(text: str, words: Sequence[Token]) -> Range | None:
    """The noun phrase that a possessive ends: "the firm" in "the firm's"."""
    first = len(words) - 1
    while first > 0 and words[first - 1].kind in "XG":
        first -= 1
    if first > 0 and words[first - 1].kind == "D":
        first -= 1
    start, end = words[first].start, words[-1].end
    mark = max(text.rfind("'", start, end), text.rfind("’", start, end))
    return (start, mark) if mark > start else None


def _clause(words: Sequence[Token]) -> Sequence[Token]:
    """The words behind the last mark or word that begins a clause."""
    for i in range(len(words) - 1, -1, -1):
        if words[i].kind in _BOUNDS:
            return words[i + 1 :]
    return words


def _apposed(text: str, words: Sequence[Token]) -> Range | None:
    """The noun phrase before what stands between commas: "Podesta" in "Podesta, who leads the campaign, (said)"."""
    end = len(words)
    while end > 0:
        first = next((i for i in range(end - 1, -1, -1) if words[i].kind in _MARKS), -1)
        part = words[first + 1 : end]
        if part and part[0].kind not in "PESW" and not part[0].word.endswith("ing"):
            ahead = first > 0 and words[first].kind in ",(—–-" and _bare(text, _clause(words[:first]))
            if found := ahead or _phrase(text, _clause(part)):
                return found
        end = first
    return None


def _bare(text: str, words: Sequence[Token]) -> Range | None:
    """The noun phrase that the words are, if no verb is among them."""
    return None if verb(words)[1] else _phrase(text, words)


def _phrase(text: str, words: Sequence[Token]) -> Range | None:
    """The noun phrase that the words are, or that ends them."""
    while words and words[0].kind in "CR":
        words = words[1:]
    but = next((i for i in range(len(words) - 1, -1, -1) if words[i].word == "but"), -1)
    words = words[but + 1 :]
    at, sure = verb(words)
    last = next((i for i in range(len(words) - 1, at, -1) if _begins(words[i], sure)), 0) if sure else 0
    if last or sure is Clause.SURE:
        return _phrase(text, words[last + 1 :]) if last else None
    if words and words[0].kind in "PTS":
        name = _NAME.search(text, words[0].end, words[-1].end)
        words = [word for word in words if name and word.start >= name.start()]
        return _sound(text, words) if words and not _after_preposition(text, words[0].start) else None
    return _sound(text, words)


def _begins(word: Token, sure: Clause) -> bool:
    """True for a word that begins another clause behind a verb."""
    return word.word in _AGAIN or (word.kind == "C" and sure is Clause.SURE)


def _after_preposition(text: str, at: int) -> bool:
    return (
        re.search(
            r"\b(?:in|at|on|of|from|by|for|with|to|near|since|until|the)\s$",
            text[max(0, at - 8) : at],
            re.IGNORECASE,
        )
        is not None
    )


def _sound(text: str, words: Sequence[Token]) -> Range | None:
    """The words as a subject, unless they are too many or name a time, or nothing that speaks."""
    second = next(
        (
            i
            for i in range(1, len(words))
            if words[i].kind == "D" and words[i - 1].kind == "X" and not words[i].word[0].isdigit()
        ),
        0,
    )
    words = words[second:]  # "(as) a result some doctors"
    if (
        not words
        or len(words) > LONGEST
        or words[-1].kind in "PTCG,A"
        or words[-1].word in _ARTICLES
        or (words[0].kind in "ZFAB" and not _giving(text, words))
    ):
        return None
    found = _timed(words), words[-1].end
    if words[0].word in _MEANINGLESS and (len(words) == 1) and words[0].word != "it":
        return None
    return None if _TIME.search(text[slice(*found)]) else found


def _timed(words: Sequence[Token]) -> int:
    """Where the words begin behind a time of day: "8:15 a.m. (Bo Li)"."""
    hour = next((i for i in range(len(words) - 2, -1, -1) if _HOUR.fullmatch(words[i].word)), -1)
    return words[hour + 1].start


def _giving(text: str, words: Sequence[Token]) -> bool:
    """True for a medium or a body by what it gives and whence: "Notes from Poland"."""
    return len(words) > 2 and words[0].kind == "Z" and words[1].kind == "P" and text[words[2].start].isupper()
