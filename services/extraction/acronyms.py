"""Acronyms that the article itself defines: "International Atomic Energy Agency (IAEA)", or the other way."""

import re
from collections.abc import Iterator, Mapping, Sequence

from services.extraction.consistency import surface
from services.extraction.spans import Range, Span

METHOD = "rule:defined-acronym"

_BRACKETED = re.compile(r"\s?\(\s?[\"“‘']?([A-Z][A-Za-z0-9&./-]{1,9})[\"”’']?\s?\)")
_BEFORE = re.compile(r"\b([A-Z][A-Za-z0-9&./-]{1,9})\s?\(\s?(?:[Tt]he\s)?$")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 24


def defined(text: str, spans: Sequence[Span]) -> Mapping[str, Span]:
    """Acronym -> the span of the full name that the article first defines it for."""
    found: dict[str, Span] = {}
    for span in spans:
        for acronym in _beside(text, span):
            if _stands_for(acronym, text[span.start : span.end]):
                found.setdefault(acronym, span)
    return found


def marked(text: str, spans: Sequence[Span], stretches: Sequence[Range]) -> list[Span]:
    """The spans, and each occurrence of a defined acronym with the type of its full name; in reading order."""
    acronyms = defined(text, spans)
    if not acronyms:
        return list(spans)
    typed = [_typed(text, span, acronyms) for span in spans]
    taken = bytearray(len(text))
    for span in typed:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    found = (span for start, end in stretches for span in _occurrences(text, start, end, acronyms))
    return sorted([*typed, *(span for span in found if not any(taken[span.start : span.end]))])


def _typed(text: str, span: Span, acronyms: Mapping[str, Span]) -> Span:
    full = acronyms.get(surface(text, span))
    return span if full is None else span._replace(type=full.type)


def _occurrences(text: str, start: int, end: int, acronyms: Mapping[str, Span]) -> Iterator[Span]:
    pattern = "|".join(re.escape(acronym) for acronym in sorted(acronyms, key=len, reverse=True))
    for match in re.compile(rf"(?<![\w/-])(?:{pattern})(?![\w/-])").finditer(text, start, end):
        yield acronyms[match[0]]._replace(start=match.start(), end=match.end(), method=METHOD)


def _beside(text: str, span: Span) -> Iterator[str]:
    """What could be an acronym of the name: in brackets after it, or before the brackets that it fills."""
    if after := _BRACKETED.match(text, span.end):
        yield after[1]
    before = _BEFORE.search(text[max(0, span.start - _LONGEST) : span.start])
    if before and text.startswith(")", span.end):
        yield before[1]


def _stands_for(acronym: str, name: str) -> bool:
    """True if the letters of the acronym are initials of the name in order, from the first on, and most of them."""
    initials = [word[0][0].casefold() for word in _WORD.finditer(name)]
    letters = [letter.casefold() for letter in acronym if letter.isalnum()]
    if not 2 <= len(letters) <= len(initials) or letters[0] != initials[0]:
        return False
    rest = iter(initials)
    return all(letter in rest for letter in letters)
