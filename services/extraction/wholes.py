"""Names that the model cuts or misses in part: "Ministry of Law | and Justice", "U.S. | Senate", "Cuban | Government".

A step over its spans: each whole takes the place of the pieces within it, and is an organisation.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

from schemas.entities import EntityType
from services.extraction.spans import Range, Span, joined

METHOD = "rule:whole-body"
SCORE = 0.9
"""Of a body that the model sees no piece of ("the Cuban Government"): set by hand, before calibration."""

SURE = 0.9
"""The score from which a piece after the first is a name of its own."""

_BODIES = (
    r"(?:Government|Parliament|Senate|House of Representatives|House|Congress|Cabinet|Army|Navy|Air Force|Marine Corps"
    r"|Coast Guard|National Guard|Supreme Court|High Court|Constitutional Court|Treasury|Embassy|Consulate"
    r"|National Assembly|(?:Foreign|Defen[cs]e|Interior|Finance|Health|Justice|Education) Ministry"
    r"|State Department|Justice Department"
    r"|Central Bank|Red Cross|Red Crescent|Football Association|Olympic Committee|Police)"
)
_STATES = r"(?:U\.S\.|US|U\.K\.|UK|U\.N\.|UN|EU)"
_OF_STATES = re.compile(rf"(?<![\w.-])({_STATES})[ \u00a0]({_BODIES})(?![\w-])")
_OF_PEOPLES = re.compile(rf"(?<![\w-])([A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)[ \u00a0]({_BODIES})(?![\w-])")
_STATE_BEFORE = re.compile(rf"(?<![\w.-]){_STATES}[ \u00a0]$")

_KINDS = (
    r"(?:Agency|Bureau|Centers?|Centre|Commission|Committee|Council|Department|Directorate|Institute|Ministry|Office"
    r"|Secretariat|Union|Federation|Association)"
)
_WORDS = r"[A-Z][\w-]+(?:[ \u00a0][A-Z][\w-]+){0,3}"
_SUBJECTS = re.compile(
    rf"(?<![\w-]){_KINDS}[ \u00a0](?:of|for|on)[ \u00a0](?:the[ \u00a0])?"
    rf"{_WORDS}(?:,[ \u00a0]{_WORDS}){{0,3}},?[ \u00a0]and[ \u00a0]({_WORDS})"
)
_BUILT = r"(?:Parish Church|Church|Basilica|Cathedral|Chapel|Shrine|Monastery|Abbey|Convent|Priory)"
_SAINTS = re.compile(
    rf"(?<![\w-])(?:({_BUILT})|Parish|Diocese|Archdiocese|Eparchy|Congregation|Brotherhood|Sisterhood|Confraternity"
    r"|Order|Sisters|Brothers|Knights|Society)[ \u00a0]of[ \u00a0](?:the[ \u00a0])?(?:Saints?|St\.?|Santa|San|Our Lady"
    r"|Holy|Sacred|Immaculate|Blessed|Good Shepherd)(?:[ \u00a0](?:of[ \u00a0])?[A-Z][\w-]+){0,3}"
)
_FLIGHT = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*[ \u00a0]){1,3}Flight[ \u00a0][A-Z]{0,3}\d{1,4}(?!\w)")
_BODY_AGAIN = re.compile(rf"{_KINDS}|{_BODIES}|[A-Z]{{2,}}|University|Bank|Party|Council|Court")
_REALM = re.compile(
    r"(?:Republic|Kingdom|Sultanate|Emirate|Principality|Commonwealth|Dominion|Territory|State)$"
)
PAIRS = frozenset(
    [
        "Antigua and Barbuda",
        "Bosnia and Herzegovina",
        "Newfoundland and Labrador",
        "Saint Kitts and Nevis",
        "Saint Vincent and the Grenadines",
        "Sao Tome and Principe",
        "São Tomé and Príncipe",
        "Trinidad and Tobago",
        "Turks and Caicos Islands",
        "Tyne and Wear",
        "Wallis and Futuna",
    ]
)
"""Places whose names hold an "and"."""

_INITIAL = re.compile(r"(?:^|[ \u00a0.])[A-Z]$")

People = Callable[[str], bool]
"""True for a word for a people: "Cuban"."""


def whole(text: str, spans: Sequence[Span], stretches: Sequence[Range], people: People) -> list[Span]:
    """The spans in reading order, none overlapping another, with whole bodies in the place of their pieces."""
    pieces = list(_joined(text, spans))
    found = sorted(
        one
        for start, end in stretches
        for one in (
            *_states(text, start, end, people),
            *_subjects(text, start, end, pieces),
            *_called(text, start, end),
        )
    )
    free = list(_free(found, pieces))
    gone = {piece for one in free for piece in _touching(one, pieces)}
    return sorted([*(span for span in pieces if span not in gone), *free])


def _joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, where a body or place with what stands right before it is one: "U.S. | Food and Drug Administration",
    "Islamic Republic of | Iran", "Space and | Rocket Center", "Steven F. | Udvar-Hazy Center"."""

    def join(first: Span, second: Span) -> Span | None:
        if second.type == "person" or not _one(text, first, second):
            return None
        kind = first.type if first.type == "organisation" else second.type
        return second._replace(start=first.start, type=kind)

    return joined(spans, join)


def _one(text: str, first: Span, second: Span) -> bool:
    gap = text[first.end : second.start].replace("\u00a0", " ")
    if first.type == "person":
        return gap == ". " and _INITIAL.search(text, first.start, first.end) is not None
    if gap == " ":
        return _beside(text, first, second)
    both = first.type == second.type == "place"
    realm = gap == " of " and _REALM.search(text, first.start, first.end) is not None
    return both and (realm or (gap == " and " and text[first.start : second.end] in PAIRS))


def _beside(text: str, first: Span, second: Span) -> bool:
    """True for pieces of one name that only a blank parts."""
    state = _STATE_BEFORE.fullmatch(text, first.start, second.start) is not None
    if first.type == second.type:
        return (first.type == "place" and not state) or (
            first.type == "organisation" and not _open(text, first)
        )
    if second.type == "place":
        return first.type == "organisation" and text.endswith(" of", first.start, first.end)
    return state and second.type == "organisation" and " " in text[second.start : second.end]


def _open(text: str, first: Span) -> bool:
    """True for "University of Oslo and" before the next body."""
    return text.endswith((" and", " or", " of", " for"), first.start, first.end)


def _states(text: str, start: int, end: int, people: People) -> Iterator[Span]:
    for found in _OF_STATES.finditer(text, start, end):
        yield Span(*found.span(), "organisation", SCORE, METHOD)
    for found in _OF_PEOPLES.finditer(text, start, end):
        if people(found[1]):
            yield Span(*found.span(), "organisation", SCORE, METHOD)


def _called(text: str, start: int, end: int) -> Iterator[Span]:
    """Parishes and churches by the saint they are called after, flights by their number."""
    for found in _SAINTS.finditer(text, start, end):
        kind: EntityType = "place" if found[1] else "organisation"
        yield Span(*found.span(), kind, SCORE, METHOD)
    for found in _FLIGHT.finditer(text, start, end):
        yield Span(*found.span(), "other", SCORE, METHOD)


def _subjects(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Span]:
    """Bodies for this and that, of which the model sees a piece at least."""
    for found in _SUBJECTS.finditer(text, start, end):
        if _BODY_AGAIN.search(found[1]):
            continue
        one = Span(*found.span(), "organisation", SCORE, METHOD)
        pieces = _touching(one, spans)
        if pieces and all(piece.type in {"organisation", "other"} for piece in pieces) and not _two(pieces):
            yield one._replace(start=min(one.start, pieces[0].start))


def _two(pieces: Sequence[Span]) -> bool:
    """True where the model is sure of several names: "Commission of Jurists, Amnesty International and Oxfam"."""
    return any(piece.score >= SURE for piece in pieces[1:])


def _free(found: Iterable[Span], spans: Sequence[Span]) -> Iterator[Span]:
    """Those that hold more than any span that they touch, or are of another type, none overlapping another."""
    end = 0
    for one in found:
        pieces = _touching(one, spans)
        if one.start >= end and all(
            one.start <= piece.start and piece.end <= one.end and piece[:3] != one[:3] for piece in pieces
        ):
            end = one.end
            yield one


def _touching(one: Span, spans: Sequence[Span]) -> Sequence[Span]:
    first = bisect_right(spans, one.start, key=attrgetter("end"))
    return spans[first : bisect_left(spans, one.end, key=attrgetter("start"))]
