"""The words that say that somebody says something: cue verbs, and where they stand in a clause."""

import re
from collections.abc import Iterable, Iterator

from services.extraction.clauses import Clause, tokens, verb
from services.extraction.verbs import ASK, MANNER, NAME, PARTICLES, SAY, SEND, TELL, THINK_BARE, Verb, forms

_BEFORE_NOUN = """
    a an the of for in on with by to from at his her its their our my your this that these those such some many most
    other no any several two three four five as whose
"""


def _cue_forms(verbs: Iterable[Verb]) -> frozenset[str]:
    """The forms of the verbs without plain forms that are nouns too."""
    return frozenset(form for verb in verbs for i, form in enumerate(forms(verb)) if i > 0 or not verb.noun)


SAYING = _cue_forms(
    [*SAY.values(), *ASK.values(), *MANNER.values(), *TELL.values(), *SEND.values(), *THINK_BARE.values()]
) | {"read", "reads", "reading", "put", "puts", "spoke"}
"""Forms of verbs that bring in somebody's words; a sign or a statement "reads" them."""

NAMING = _cue_forms(NAME.values())
"""Forms of verbs that bring in what somebody calls a thing: a few quoted words after them are that person's."""

PLAIN = frozenset(verb.plain for verbs in (SAY, ASK, MANNER, TELL, SEND, NAME) for verb in verbs.values())
_MODALS = frozenset(
    ["will", "would", "can", "could", "shall", "should", "may", "might", "must", "to", "not", "cannot"]
)
"""Before a plain form they speak of what somebody may say or do, not of what was said."""

_PLAIN = frozenset(verb.plain for verb in NAME.values() if verb.noun)
_OBJECT = re.compile(r"\s(?:it|him|her|them|us|me|this|that|himself|herself|themselves)\b")
"""After "call" and the like, which are nouns too, it shows the verb."""

_SUBJECTS = frozenset(("they", "we", "you", "i"))

_USING = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|coin(?:s|ed)?|repeat(?:s|ed)?)"
    r" (?:the|that|this) (?:phrase|term|words?|expression|slogan|label)\b"
)
"""Who "used the phrase" has said it."""

ACCORDING = re.compile(r"\b(?:according to|in the words of|as quoted by)\s+", re.IGNORECASE)

_NOUN_NEXT = frozenset(_BEFORE_NOUN.split())
"""After one of these "states", "reports" or "claims" is a noun."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDS = re.compile(r"[.!?;…](?=[\s\"”»“]|$)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Rev|Hon|St|Jr|Sr|Inc|Corp|Ltd|Co|vs|No"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La"
    r"|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)|\b[A-Z]|\.[A-Za-z])$"
)

_DOTTED = re.compile(r"\.[A-Za-z]$")
_CAPITAL = re.compile(r"\s+([A-Z][\w’'-]*)")

REACH = 200
"""Code points before "a.m." in which the beginning of the sentence is looked for."""


def cues(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Each cue verb in `text[start:end]`: where it starts and ends, and whether it is one of naming."""
    before = ""
    for word in _WORD.finditer(text, start, end):
        verb = word[0].lower()
        if using := _USING.match(text, word.start(), end):
            yield using.start(), using.end(), True
        elif (
            (verb in SAYING or verb in NAMING or _plain(text, verb, before, word.end(), end))
            and (before not in _NOUN_NEXT or (before == "by" and verb.endswith("ing")))
            and not before.endswith(("'s", "’s"))
            and text.startswith(PARTICLES.get(verb, ""), word.end())
            and not (before in _MODALS and verb in PLAIN - {"say", "tell"})
            and not text.startswith("-", word.start() - 1)  # "so-called"
        ):
            yield word.start(), word.end(), verb in NAMING or verb in _PLAIN
        before = verb


def _plain(text: str, verb: str, before: str, after: int, end: int) -> bool:
    """True for a plain form that is a noun too where it is a verb: "they report", "call it"."""
    if verb in _PLAIN and _OBJECT.match(text, after, end):
        return True
    return verb in PLAIN and verb not in _PLAIN and before in _SUBJECTS


def sentence_end(text: str, start: int, end: int) -> int:
    """The position of the mark that ends the sentence or clause which begins at `start`, else `end`."""
    for mark in _ENDS.finditer(text, start, end):
        if mark[0] != "." or not abbreviated(text, mark.start(), start):
            return mark.start()
    return end


def abbreviated(text: str, stop: int, start: int = 0) -> bool:
    """True where the full stop at `stop` ends an abbreviation, of which `text[start:]` holds the beginning."""
    if text[stop] != "." or not _ABBREVIATED.search(text, max(start, stop - 6), stop):
        return False
    return not (_DOTTED.search(text, max(start, stop - 3), stop) and _next(text, start, stop))


def _next(text: str, start: int, stop: int) -> bool:
    """True where another sentence begins behind "U.S." or "a.m.": by its first word, or as a clause ends there."""
    following = _CAPITAL.match(text, stop + 1)
    if following is None:
        return False
    if tokens(text, *following.span(1))[0].kind in "DNPSC":
        return True
    ahead = tokens(text, max(start, stop - REACH), stop)
    return ahead[-1].word in {"a.m", "p.m"} and ahead[0].kind not in "PS" and verb(ahead)[1] is Clause.SURE


def sentence_start(text: str, start: int, end: int) -> int:
    """The position in `text[start:end]` after the last end of a sentence."""
    at = start
    while (mark := sentence_end(text, at, end)) < end:
        at = mark + 1
    return at
