"""Labels and terms that must stand in a text as a whole, where the words of `features` would lose a part of them.

"by-election" without its function word is "election", "3x3 basketball" without its digits "basketball", "economics"
without its ending "economic": each would be found wherever its parent's word stands.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from services.tagging.features import Span, stem, terms
from services.tagging.stopwords import STOPWORDS

_QUALIFIED = re.compile(r"(?P<label>.+?) \((?P<qualifier>.+)\)")
_PARTS = re.compile(r"[^\W_]+|[^\w]+")
_HYPHEN = "[-‐‑ ]"
_APOSTROPHE = "['’ʼ]?"


class Phrase(NamedTuple):
    """`pattern` finds it; `cues` are the terms of which one stands in every text that has it."""

    pattern: re.Pattern[str]
    cues: frozenset[str]

    def places(self, texts: Iterable[tuple[str, int]]) -> Iterator[Span]:
        """Where it stands in stretches of text, each given with the position at which it starts."""
        for text, offset in texts:
            for match in self.pattern.finditer(text):
                yield offset + match.start(), offset + match.end()


def qualified(label: str) -> tuple[str, str | None]:
    """A label without the qualifier in brackets, and the qualifier: "appeal (court)" -> "appeal", "court"."""
    match = _QUALIFIED.fullmatch(label)
    return (match["label"], match["qualifier"]) if match else (label, None)


def term_of(phrase: str) -> str | None:
    """The term of `features.terms` that stands for the whole of `phrase`; None where every term leaves a part out."""
    whole = (0, len(phrase))
    return next((term for term, span in terms(phrase) if span == whole), None)


@cache
def phrase_of(phrase: str) -> Phrase | None:
    """`phrase` as it is written: any case, a plural "s" or none, a hyphen also as a blank or left out.

    A hyphen after a function word is not read as a blank: "by election officials" is no by-election.
    """
    tokens = [term for term, _ in terms(phrase) if " " not in term]
    if not tokens:
        return None
    parts = [part.lower() for part in _PARTS.findall(phrase)]
    glued = [stem(word) for word in re.sub(r"[-'’]", "", phrase.lower()).split()]
    last = parts[-1] if parts[-1].endswith("ics") else stem(parts[-1])
    plural = "" if last.endswith("ics") else "(?:es|s)?"
    body = "".join(_gap(part, parts[0]) for part in parts[:-1]) + re.escape(last) + plural
    cues = frozenset({max(tokens, key=len), max(glued, key=len)})
    return Phrase(re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE), cues)


def _gap(part: str, first: str) -> str:
    if part == "-":
        return "[-‐‑]?" if first in STOPWORDS else f"{_HYPHEN}?"
    if part in "'’":
        return _APOSTROPHE
    return _HYPHEN if part == " " else re.escape(part)


def as_written(phrase: str) -> bool:
    """Whether a term would blur `phrase`: "pretrial" is pre-trial too; "economic" is not economics, nor "new" news."""
    return "-" in phrase or any(word == "news" or word.endswith("ics") for word in phrase.lower().split())
