"""Bodies that bear a person's or a place's name: "Ted Baker" the shops, "Lufthansa" in a list of cities.

Out of their setting the model takes them for what such names mostly are. The knowledge base knows better where it
knows the name as an organisation's and nobody else's. One step of consistency, between one type for each surface form
and the surnames.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from schemas.entities import EntityType
from services.extraction.linking.base import KnowledgeBase
from services.extraction.linking.names import key
from services.extraction.spans import Span

METHOD = "rule:organisation"
REMEMBERED = 4096

UNSURE = 0.9
"""The score under which a place or other of the model may be an organisation. Its persons always may: "Ted Baker"."""

_PEOPLES = frozenset(("ethnic group", "people", "tribe"))
"""Kinds that the knowledge base counts as organisations, though as names they are none."""

_REPORTED = re.compile(r"\s(?:has |had )?reported\b")

Sole = Callable[[str], EntityType | None]
"""A name -> the type of all that it can mean, if that is one type."""


def sole(base: KnowledgeBase) -> Sole:
    """What the knowledge base says of a name; it remembers the last few thousand."""

    @lru_cache(REMEMBERED)
    def type_of(name: str) -> EntityType | None:
        known = [candidate.known for candidate in base.candidates(key(name))]
        types = {one.type for one in known}
        return known[0].type if len(types) == 1 and not any(one.kind in _PEOPLES for one in known) else None

    return type_of


def bodies(text: str, spans: Sequence[Span], type_of: Sole) -> list[Span]:
    """The spans, where a person, or what is unsurely a place or other, is one if its name is an organisation's alone.

    Not if the article speaks of a person by the last word alone, or of one whose full name ends with the word.
    """
    persons = {_surface(text, span) for span in spans if span.type == "person"}
    ends = {name.rsplit(" ", 1)[1] for name in persons if " " in name}
    return [
        span._replace(type="organisation", method=METHOD)
        if _doubtful(_surface(text, span), span, persons, ends)
        and (type_of(_surface(text, span)) == "organisation" or _reports(text, span))
        else span
        for span in spans
    ]


def _doubtful(name: str, span: Span, persons: set[str], ends: set[str]) -> bool:
    if span.type == "person":
        return name not in ends and not (" " in name and name.rsplit(" ", 1)[1] in persons)
    return span.type in ("place", "other") and span.score < UNSURE


def _reports(text: str, span: Span) -> bool:
    """True for an unsure name in "As … reported earlier": so the medium is named that reported it."""
    before, after = text[max(0, span.start - 3) : span.start], text[span.end : span.end + 14]
    return span.score < UNSURE and before.casefold() == "as " and _REPORTED.match(after) is not None


def _surface(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())
