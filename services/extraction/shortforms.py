"""Short forms of organisations that the article names in full: "the Commission" where it names one Commission only."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from services.extraction.consistency import surface
from services.extraction.spans import Range, Span

METHOD = "rule:short-form"

_KINDS = """
    Agency Assembly Association Authority Bank Board Bureau Centre Center Chamber Church Commission Committee
    Corporation Council Department Federation Foundation Fund Guild Institute League Ministry Office Organisation
    Organization Parliament Party Secretariat Service Society Tribunal Union University
"""
HEADS = frozenset(_KINDS.split())
"""Words that name a body by its kind: with "the" and a capital they speak of one that is known.

Not the Senate, the Congress and the Court: an article that names one in full often speaks of another."""

_OF = re.compile(r"([A-Z][a-z]+) (?:of|for) ")
_THE = re.compile(r"\b[Tt]he (?=([A-Z][a-z]+)\b(?!\s(?:of|for|on)\b|\s[A-Z]|[-/]))")


def shortened(text: str, spans: Sequence[Span], stretches: Sequence[Range]) -> Mapping[Range, str]:
    """Where "the Commission" and the like stand for an organisation -> its name as the article's spans have it."""
    full = _only(text, spans)
    return {
        place: full[text[slice(*place)]]
        for start, end in stretches
        for place in _places(text, start, end)
        if text[slice(*place)] in full
    }


def _only(text: str, spans: Sequence[Span]) -> Mapping[str, str]:
    """Kind of body -> the name of the only one of that kind that the article names in full."""
    names: dict[str, set[str]] = defaultdict(set)
    for name in {surface(text, span) for span in spans if span.type in {"organisation", "other"}}:
        for word in name.split(" "):
            if word in HEADS and word != name:
                names[word].add(name)
    return {head: found.pop() for head, found in names.items() if len(found) == 1 and _heads(head, found)}


def _heads(head: str, names: set[str]) -> bool:
    """True where the kind is what the name says that it is: its last word, or its first before "of"."""
    (name,) = names
    of = _OF.match(name)
    return name.endswith(f" {head}") or (of is not None and of[1] == head)


def _places(text: str, start: int, end: int) -> Iterator[Range]:
    yield from (found.span(1) for found in _THE.finditer(text, start, end) if found[1] in HEADS)
