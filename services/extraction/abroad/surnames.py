"""The surname alone of a person whom the article names in full: "Merz" after "Friedrich Merz"."""

import re
from collections.abc import Iterator, Sequence

from services.extraction.spans import Range, Span, inside

METHOD = "rule:surname"
SHORTEST = 4
"""Letters: a shorter surname ("Xi", "Lam") is too often another word."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
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
        "eines",
        "zum",
        "zur",
        "vom",
        "beim",
        "im",
        "am",
        "kein",
        "keine",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "el",
        "los",
        "las",
        "una",
        "unos",
    ]
)
"""Words before what is no name: "der Koch" is a cook, whoever Mr Koch is."""


def surnames(text: str, spans: Sequence[Span], stretches: Sequence[Range]) -> Iterator[Span]:
    """Persons by the last word of their full names, wherever it stands with no article before it."""
    known = {
        name: span for span in spans if span.type == "person" and (name := _last(text[span.start : span.end]))
    }
    for start, end in stretches if known else ():
        before = ""
        for word in _WORD.finditer(text, start, end):
            if (
                (full := known.get(word[0]))
                and before.casefold() not in _ARTICLES
                and not _inner(text, word.end())
            ):
                yield full._replace(start=word.start(), end=word.end(), method=METHOD)
            before = word[0]


def _last(name: str) -> str | None:
    first, _, last = name.rpartition(" ")
    return last if first and len(last) >= SHORTEST and last[0].isupper() else None


def _inner(text: str, after: int) -> bool:
    return after < len(text) and inside(text[after])
