"""Bodies and places that look like persons: "Ted Baker" the shops, "Lufthansa" in a list of cities, "Wuhan" in another.

Out of their setting the model takes them for what such names mostly are. The knowledge base knows better where it
knows the name as an organisation's and nobody else's, or as no person's and mostly a place's. One step of consistency,
between one type for each surface form and the surnames.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from schemas.entities import EntityType
from services.extraction.linking.base import KnowledgeBase
from services.extraction.linking.names import key
from services.extraction.spans import Span

METHOD = "rule:organisation"
PLACE = "rule:place"
REMEMBERED = 4096

UNSURE = 0.9
"""The score under which a place or other of the model may be an organisation. Its persons always may: "Ted Baker"."""

_PEOPLES = frozenset(("ethnic group", "people", "tribe", "major religious group", "religion"))
"""Kinds that the knowledge base counts as organisations, though as names they are none."""

MOSTLY = 0.75
"""The share of what is known of a name that places must hold for it to be a place's, where no person bears it."""

_GIVEN = frozenset(
    [
        "Austin",
        "Chad",
        "Charlotte",
        "Chelsea",
        "Florence",
        "Georgia",
        "Israel",
        "Jordan",
        "Kenya",
        "Madison",
        "Milan",
        "Paris",
        "Sydney",
        "Victoria",
    ]
)
"""Names of places that persons are called by alone."""

_SHOUTED = re.compile(r"[A-Z]{3,6}")
_REPORTED = re.compile(r"\s(?:has |had )?reported\b")

Sole = Callable[[str], EntityType | None]
"""A name -> the type of all that it can mean, if that is one type."""


def sole(base: KnowledgeBase) -> Sole:
    """What the knowledge base says of a name; it remembers the last few thousand."""

    @lru_cache(REMEMBERED)
    def type_of(name: str) -> EntityType | None:
        known = [candidate.known for candidate in base.candidates(key(name))]
        types = {one.type for one in known}
        if len(types) == 1:
            return known[0].type if not any(one.kind in _PEOPLES for one in known) else None
        places = sum(one.prior for one in known if one.type == "place")
        mostly = "person" not in types and places > MOSTLY * sum(one.prior for one in known)
        return "place" if mostly else None

    return type_of


def bodies(text: str, spans: Sequence[Span], type_of: Sole) -> list[Span]:
    """The spans, where a person, or what is unsurely a place or other, is one if its name is an organisation's alone.

    A word taken unsurely for a person is a place where the name is a place's. Not if the article speaks of a person by
    the last word alone, or of one whose full name begins or ends with the word.
    """
    persons = {_surface(text, span) for span in spans if span.type == "person"}
    parts = {
        part for name in persons if " " in name for part in (name.split(" ", 1)[0], name.rsplit(" ", 1)[1])
    }
    return [
        _retyped(text, span, type_of) if _doubtful(text, span, persons, parts) else span for span in spans
    ]


def _doubtful(text: str, span: Span, persons: set[str], parts: set[str]) -> bool:
    name = _surface(text, span)
    if span.type == "person":
        return name not in parts and not (" " in name and name.rsplit(" ", 1)[1] in persons)
    return span.type in ("place", "other") and span.score < UNSURE


def _retyped(text: str, span: Span, type_of: Sole) -> Span:
    name = _surface(text, span)
    kind = type_of(name)
    if (
        kind == "organisation"
        or _reports(text, span)
        or (kind is None and span.type == "person" and _acronym(text, name))
    ):
        return span._replace(type="organisation", method=METHOD)
    if kind == "place" and span.type == "person" and span.score < UNSURE and name not in _GIVEN:
        return span._replace(type="place", method=PLACE)
    return span


def _acronym(text: str, name: str) -> bool:
    """True for a word in capitals that the article never writes as names of persons are."""
    return _SHOUTED.fullmatch(name) is not None and name.capitalize() not in text


def _reports(text: str, span: Span) -> bool:
    """True for an unsure name in "As … reported earlier": so the medium is named that reported it."""
    before, after = text[max(0, span.start - 3) : span.start], text[span.end : span.end + 14]
    return span.score < UNSURE and before.casefold() == "as " and _REPORTED.match(after) is not None


def _surface(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())
