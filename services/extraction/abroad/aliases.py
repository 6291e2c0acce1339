"""Names of the knowledge base in a text of any language: whole, in capitals, two words or more, and of one type.

A single word is none: in another language than the knowledge base's it is too often another word.
"""

import re
from collections.abc import Iterator, Sequence

from schemas.entities import EntityType
from services.extraction.linking.base import Candidate, KnowledgeBase
from services.extraction.linking.names import key
from services.extraction.spans import Range, Span

METHOD = "rule:alias"
SCORE = 0.85
"""Set by hand: the letters agree, and nothing has looked at what stands around them."""

LONGEST = 5
"""Words of a name."""

SURE = 0.9
"""The least share of what is known of things of one type, among all that the name can mean."""

KNOWN = 2.0
"""How well known the best of them must be."""

_WORD = re.compile(r"[^\W\d_][\w’'ʼ.-]*[\w]|[^\W\d_]")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)[’'](?=[^\W\d_])")
_JOINTS = frozenset(
    [
        "of",
        "de",
        "del",
        "der",
        "den",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "van",
        "von",
        "y",
        "e",
        "bin",
        "al",
        "el",
        "und",
        "et",
        "and",
        "for",
        "the",
    ]
)
_ARTICLES = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "el",
        "los",
        "las",
        "una",
        "unos",
        "lo",
        "il",
        "gli",
        "i",
        "uno",
        "o",
        "os",
        "as",
        "um",
        "uma",
        "the",
        "a",
        "an",
        "het",
        "de",
        "en",
        "het",
        "een",
    ]
)
TYPES = frozenset(("person", "organisation", "place"))


def aliased(text: str, stretches: Sequence[Range], base: KnowledgeBase) -> Iterator[Span]:
    """The names, none overlapping another, the longest first."""
    for start, end in stretches:
        free = start
        words = [_bare(text, *word.span()) for word in _WORD.finditer(text, start, end)]
        for i, (first, _) in enumerate(words):
            if (
                first >= free
                and text[first].isupper()
                and (found := _longest(text, words[i : i + LONGEST], base))
            ):
                free = found.end
                yield found


def _bare(text: str, start: int, end: int) -> Range:
    """The word without what is elided before it: "Emmanuel" in "d’Emmanuel"."""
    elided = _ELIDED.match(text, start, end)
    return (elided.end() if elided else start), end


def _longest(text: str, words: Sequence[Range], base: KnowledgeBase) -> Span | None:
    """The longest name that begins with the first of the words."""
    if text[slice(*words[0])].casefold() in _ARTICLES:
        return None
    for many in range(_run(text, words), 1, -1):
        start, end = words[0][0], words[many - 1][1]
        if text[words[many - 1][0]].isupper() and (kind := type_of(base, text[start:end])):
            return Span(start, end, kind, SCORE, METHOD)
    return None


def _run(text: str, words: Sequence[Range]) -> int:
    """How many of the words stand side by side as those of a name do."""
    many = 1
    while many < len(words):
        gap, word = text[words[many - 1][1] : words[many][0]], text[slice(*words[many])]
        if gap not in {" ", "\u00a0"} or not (word[0].isupper() or word.casefold() in _JOINTS):
            break
        many += 1
    return many


def type_of(base: KnowledgeBase, name: str) -> EntityType | None:
    """The type of what the name is a label or an alias of; None where that is open, or little known."""
    pool = [one for one in base.candidates(key(name)) if one.hows & {"label", "alias"} and not one.capitals]
    best = max(pool, key=_known, default=None)
    if best is None or (best.known.type not in TYPES) or (best.known.prior < KNOWN and not best.known.own):
        return None
    same = sum(_known(one) for one in pool if one.known.type == best.known.type)
    return best.known.type if same >= SURE * sum(map(_known, pool)) else None


def _known(one: Candidate) -> float:
    return one.known.prior
