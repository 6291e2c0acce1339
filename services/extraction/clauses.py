"""Whether a stretch of English is a clause, with a subject and a finite verb: told by closed classes and by endings.

No parser is asked. A verb is sure if its form can hardly be anything else, and doubtful if it may be a participle or a
noun as well: "agreed" in "the plan agreed in Oslo", "talks" in "the talks in Oslo".
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from services.extraction.verbs import EVERYDAY, VERBS, forms

_CLASSES = {
    "D": """a an the this these those his her its their our my your some any no every each all both many most several
        another other such few one two three four five six seven eight nine ten more less whose""",
    "N": "i he she it we they you there",
    "O": "him me us them himself herself itself themselves",
    "P": """of in on at by for from with without within about against between among amid into onto over under through
        during after before since until towards toward across around behind near beyond despite like per via along
        including regarding outside inside above below off up down out""",
    "A": """is are was were has have had do does did will would can could may might must shall should cannot""",
    "T": "to",
    "S": "if whether because when while as although though unless where why how what than",
    "W": "who which that whom",
    "C": "and but or nor",
    "R": """not also still just already never always often now then only even again soon ever yet too once later
        perhaps almost today yesterday tomorrow tonight however instead meanwhile""",
}
"""Determiners, pronouns as subjects and as objects, prepositions, auxiliaries, "to", words that begin a subordinate
clause, relative pronouns, conjunctions, adverbs that don't end in -ly."""

_PRONOUNS = frozenset(["i", "he", "she", "it", "we", "they", "you", "there", "that", "who", "what", "this"])
_NOT_PAST = frozenset(
    ["need", "speed", "indeed", "hundred", "sacred", "naked", "seed", "weed", "breed", "creed", "greed"]
)
_NAMES = frozenset(["Will", "May"])
_LETTERS = frozenset(["WHO", "US", "IT"])
"""In capitals they name a body or a country and are no pronouns."""

_BE = frozenset(["be", "been", "being", "get", "got"])
_WORD = re.compile(r"[^\W_]+(?:(?:[.’'-]|(?<=\d)[,:](?=\d))[^\W_]+)*|[,;:()—–“”«»\"]|(?<=\s)-(?=\s)")


class Token(NamedTuple):
    """A word or a mark: where it stands (code points), its letters in small, and its class.

    The classes are those of `_CLASSES` and: F a past form that is no participle, E one that is a participle too, Z a
    form in -s, B a plain form, G a possessive, M a pronoun with its verb, X any other word; a mark is its own class.
    """

    start: int
    end: int
    word: str
    kind: str


class Clause(IntEnum):
    """How sure it is that there is a clause."""

    NO = 0
    DOUBTFUL = 1
    SURE = 2


def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for verb in (*EVERYDAY.values(), *VERBS.values()):
        plain, third, *past, _ = forms(verb)
        found |= dict.fromkeys(past, "E") | {third: "Z", plain: "B"}
        if len(past) > 1 and past[0] not in past[1:] and past[0] != plain:
            found[past[0]] = "F"
    found |= {"said": "F", "says": "F"}
    for kind, words in _CLASSES.items():
        found |= dict.fromkeys(words.split(), kind)
    return found


_KINDS = _kinds()


def _kind(word: str) -> str:
    if kind := _KINDS.get(word):
        return kind
    if not word[0].isalnum():
        return word
    if word.replace(",", "").isdigit():
        return "D"
    head, _, tail = word.rpartition("'")
    return _joined(head, tail) if head else _ending(word)


def _joined(head: str, tail: str) -> str:
    """The class of a word with an apostrophe: "didn't", "he's", "they'll", "Ana's"."""
    if tail == "t":
        return "A"
    return "M" if tail != "s" or head in _PRONOUNS else "G"


def _ending(word: str) -> str:
    if word.endswith("ly") and len(word) > 4:
        return "R"
    return "E" if word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST else "X"


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks in `text[start:end]`."""
    words = ((found, found[0].lower().replace("’", "'")) for found in _WORD.finditer(text, start, end))
    return [
        Token(found.start(), found.end(), word, _named(found, start, _kind(word))) for found, word in words
    ]


def _named(found: re.Match[str], start: int, kind: str) -> str:
    """The class of a word in its sentence: Rose, Will, Kelly and May are names unless they begin it."""
    name = found.start() > start and found[0][0].isupper() and (kind in "EFZBR" or found[0] in _NAMES)
    return "X" if name or found[0] in _LETTERS else kind


def clause(text: str, start: int, end: int) -> Clause:
    """How sure it is that `text[start:end]` begins with a clause."""
    return verb(tokens(text, start, end))[1]


def verb(words: Sequence[Token]) -> tuple[int, Clause]:
    """The place in `words` of the finite verb of the clause that they begin with (-1: none), and how sure it is one."""
    doubtful, subject, relative = -1, False, False
    for i in range(_opening(words), len(words)):
        kind, after = (
            words[i].kind,
            next((word.kind for word in words[i + 1 : i + 3] if word.kind != "R"), ""),
        )
        if kind in ";:" or (kind == "C" and after and after in "AF"):
            break  # "the plan, but had …" goes on with the verb of another subject
        if kind == "M" and not relative and not (subject and words[0].kind not in "PS"):
            return i, Clause.SURE
        level = _finite(words, i) if subject else Clause.NO
        if (level or kind == "M") and relative:
            relative = False
        elif level is Clause.SURE:
            return i, level
        elif level and doubtful < 0:
            doubtful = i
        elif kind in "WSN" and subject:
            # "the day when", "the car he (bought)"; the verb of "the man who (delivers)" stands right after "who"
            relative = not (kind == "N" and words[0].kind in "PS") and not (
                words[i].word == "who" and after == "X"
            )
        elif kind not in "PRC,":
            subject = True
    return doubtful, Clause.DOUBTFUL if doubtful >= 0 else Clause.NO


def _opening(words: Sequence[Token]) -> int:
    """The place behind a phrase or a subordinate clause at the head: 3 in "In March, talks …"."""
    first = next((word.kind for word in words if word.kind != "R"), "")
    if not first or first not in "PS":
        return 0
    return next((i + 1 for i, word in enumerate(words) if word.kind == ","), 0)


def _finite(words: Sequence[Token], i: int) -> Clause:
    kind, after = words[i].kind, words[i + 1].kind if i + 1 < len(words) else ""
    j = i - 1
    while j > 0 and words[j].kind == "R":
        j -= 1
    before = words[j]
    if kind in "AF":
        return Clause.NO if before.word in _BE or before.kind == "A" else Clause.SURE
    if kind not in "EZB" or before.kind in "DPGTCA" or before.word in _BE:
        return Clause.NO
    if before.kind in "NW":
        return Clause.SURE
    if kind == "B" and not before.word.endswith(("s", "people", "men", "women", "children", "police")):
        return Clause.NO
    return Clause.SURE if after and after in "DNOM" else Clause.DOUBTFUL
