"""Words and pairs of words of a text, weighted by TF-IDF. Training and tagging share this module.

A token is a run of two or more letters, lower-cased, without its plural "s" (the S-stemmer of D. Harman, "How
effective is suffixing?", JASIS 42, 1991). A pair is two tokens with nothing but blanks, a hyphen or a possessive
between them. Function words are left out of both.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from services.tagging.stopwords import STOPWORDS

_WORD = re.compile(r"[^\W\d_]{2,}")
_GAP = re.compile(r"(?:['’]s?)?[ \t\u00a0]?|-|\n|[ \t]'s[ \t]")
Span = tuple[int, int]


class Vector(msgspec.Struct, frozen=True):
    """A sparse vector of unit length (or zero): term numbers in rising order and their weights."""

    indices: tuple[int, ...]
    weights: tuple[float, ...]


def stem(word: str) -> str:
    """The word without a plural ending."""
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    return word[:-1] if word[-2] not in "us" else word


def terms(text: str) -> Iterator[tuple[str, Span]]:
    """Every term of `text` with its span (code points), in reading order, a pair before its first word."""
    before: tuple[str, Span] | None = None
    for match in _WORD.finditer(text):
        word, span = match.group().lower(), match.span()
        if word in STOPWORDS:
            before = None
            continue
        token = stem(word)
        if before is not None and _GAP.fullmatch(text, before[1][1], span[0]):
            yield f"{before[0]} {token}", (before[1][0], span[1])
        yield token, span
        before = (token, span)


def occurrences(texts: Iterable[tuple[str, int]]) -> dict[str, list[Span]]:
    """Where each term stands in stretches of text, each given with the position at which it starts."""
    found: dict[str, list[Span]] = defaultdict(list)
    for text, offset in texts:
        for term, (start, end) in terms(text):
            found[term].append((offset + start, offset + end))
    return dict(found)


class Vectoriser:
    """Counts of terms -> a vector: (1 + ln tf) · idf, of unit length. Unknown terms are dropped."""

    def __init__(self, vocabulary: Sequence[str], idf: Sequence[float]) -> None:
        self._terms = vocabulary
        self._index: Mapping[str, int] = {term: number for number, term in enumerate(vocabulary)}
        self._idf = idf

    def term(self, number: int) -> str:
        """The term of a number."""
        return self._terms[number]

    def vector(self, counts: Mapping[str, int]) -> Vector:
        """The vector of a text in which each term stands as often as `counts` says."""
        known = sorted((self._index[term], count) for term, count in counts.items() if term in self._index)
        weights = [(1.0 + math.log(count)) * self._idf[number] for number, count in known]
        norm = math.sqrt(math.fsum(weight * weight for weight in weights)) or 1.0
        return Vector(tuple(number for number, _ in known), tuple(weight / norm for weight in weights))
