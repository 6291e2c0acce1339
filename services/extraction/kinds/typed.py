"""Finer types for names: groups, events, laws and products, by lists, by the name's own words, by the knowledge base.

The model knows persons, organisations, places and "others". A name gets a finer type only where something tells it,
and stays what it is otherwise; a person stays a person. Names of the lists that the model missed are found too.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from schemas.entities import EntityType
from services.extraction.consistency import surface
from services.extraction.kinds import heads
from services.extraction.kinds.gazetteer import Found, Gazetteer, doubtful
from services.extraction.kinds.known import Known
from services.extraction.kinds.models import models
from services.extraction.kinds.phrases import phrases
from services.extraction.kinds.places import built
from services.extraction.spans import Range, Span

_DOUBTFUL = doubtful()

SCORES: Mapping[str, float] = {
    "list": 0.9,
    "phrase": 0.9,
    "model": 0.9,
    "head": 0.9,
    "pattern": 0.8,
    "known": 0.8,
    "party": 0.8,
}
"""How sure each rule is of the type."""

SURELY = 0.8
"""The score from which a person stays one whatever the words: "Storm Thorgerson"."""

_EDITION = re.compile(
    r"\s(?:\d{1,3}[A-Za-z]{0,2}|X|XS|XR|SE)\b(?!\s(?:million|billion|per|percent|units))(?:\s(?:Pro|Plus|Max|Ultra|MAX|Mini)\b)*"
)
PARTIES = frozenset(
    (
        "Communist",
        "Conservative",
        "Democratic",
        "Liberal",
        "Libertarian",
        "Nationalist",
        "Progressive",
        "Socialist",
    )
)
"""Words that tell whose a member is ("Conservative leader"), and that name a party when they stand alone."""

_TELLS = re.compile(
    r"\s(?:[a-z]+\s)?(?:activists?|candidates?|chairman|councillors?|governors?|lawmakers?|leaders?|lawmaker|legislators?|MPs?|mayor"
    r"|members?|ministers?|nominees?|nomination|officials?|peers?|politicians?|primar(?:y|ies)|senators?|spokes\w+|supporters?|voters?|caucus(?:es)?)\b"
)
_LANGUAGE = re.compile(
    r"\b(?:[Ii]n|[Ss]peaks?|[Ss]poke|[Ss]peaking|[Ss]poken|[Ll]earn(?:s|ed|ing)?|[Tt]aught|[Tt]each(?:es"
    r"|ing)?|[Ii]nto|[Ff]luent in|[Rr]eads?)\s$"
)
_AFTER_LANGUAGE = re.compile(
    r"\s?(?:$|[.,;:!?)\n”\"]|(?:and|or|but|as|at|with|to|language|translation|word|version|lessons?)\b)|-language|-speaking"
)


def typed(
    text: str,
    spans: Sequence[Span],
    stretches: Sequence[Range],
    gazetteer: Gazetteer,
    known: Known,
    headlines: Sequence[Range] = (),
) -> list[Span]:
    """The spans with finer types, and the names of the lists that the spans lack; in reading order.

    `known` is asked what a name means in the knowledge base. What `headlines` write in a fixed way must stand in the
    body too, if there is one: "Storm Batters Coast" names no storm.
    """
    written = _again(text, list(phrases(text, stretches)), headlines, len(headlines) < len(stretches))
    whole = [
        *(_span(*one, "list") for one in gazetteer.find(text, stretches)),
        *(_span(*one, "phrase") for one in written),
        *(_span(*one, "model") for one in models(text, stretches)),
    ]
    added = list(_added(text, [span for span in whole if span.type != "other"], spans))
    kept = [span for span in spans if not _touching(span, added)]
    finer = [_finer(text, span, gazetteer, known) for span in kept]
    return sorted(span for span in (*finer, *added) if not _language(text, span))


def _again(text: str, found: Sequence[Found], headlines: Sequence[Range], body: bool) -> Iterator[Found]:
    within = {one for one in found for start, end in headlines if start <= one[0] < end}
    said = {text[one[0] : one[1]] for one in found if one not in within}
    yield from (one for one in found if not body or one not in within or text[one[0] : one[1]] in said)


def _added(text: str, found: Sequence[Span], spans: Sequence[Span]) -> Iterator[Span]:
    """The names of lists and phrases that the spans lack, or hold a part of only ("Boeing" of "Boeing 737")."""
    end = 0
    for one in sorted(found, key=lambda span: (span.start, -span.end)):
        number = _EDITION.match(text, one.end) if one.type == "product" else None
        span = one._replace(end=number.end()) if number else one
        within = all(
            span.start <= other.start
            and other.end <= span.end
            and (other.end - other.start < span.end - span.start or _fixed(one, other))
            for other in _touching(span, spans)
        )
        if span.start >= end and within:
            end = span.end
            yield span


def _fixed(phrase: Span, other: Span) -> bool:
    """True where what is written in a fixed way ("COP31") overrules the model's type of the same words."""
    if phrase.method == "rule:type-model":
        return True
    return phrase.method == "rule:type-phrase" and (other.type != "person" or other.score < SURELY)


def _finer(text: str, span: Span, gazetteer: Gazetteer, known: Known) -> Span:
    """The span with the type that its list, its words or the knowledge base tell."""
    told = _told(text, span, gazetteer, known)
    return span if told is None or told[0] == span.type else _retyped(span, *told)


def _told(text: str, span: Span, gazetteer: Gazetteer, known: Known) -> tuple[EntityType, str] | None:
    """The type that the span should have, and the rule that tells it."""
    name = surface(text, span)
    listed = gazetteer.get(name)
    if built(name, span.type):
        return "place", "head"
    if span.type == "person":
        return (listed, "list") if listed in {"other", "organisation"} else None
    if listed := listed or gazetteer.get(name.rpartition("-")[2]):
        return listed, "list"
    if span.type == "organisation" and name in PARTIES and _TELLS.match(text, span.end):
        return "group", "party"
    return _by_words(name, span.type, known)


def _by_words(name: str, given: EntityType, known: Known) -> tuple[EntityType, str] | None:
    """What the words of the name tell; of a name of no other type the list of doubtful words, the knowledge base."""
    if (told := heads.told(name, given)) and not known.work(name):
        return told
    if given != "other":
        return None
    if kind := _DOUBTFUL.get(name):
        return kind, "list"
    return (kind, "known") if (kind := known.type_of(name)) else None


def _retyped(span: Span, kind: EntityType, rule: str) -> Span:
    return span._replace(type=kind, score=min(span.score, SCORES[rule]), method=f"rule:type-{rule}")


def _span(start: int, end: int, kind: EntityType, rule: str) -> Span:
    return Span(start, end, kind, SCORES[rule], f"rule:type-{rule}")


def _touching(one: Span, spans: Sequence[Span]) -> Sequence[Span]:
    """The spans that have words in common with it; they are in reading order, and apart."""
    first = bisect_right(spans, one.start, key=attrgetter("end"))
    return spans[first : bisect_left(spans, one.end, key=attrgetter("start"))]


def _language(text: str, span: Span) -> bool:
    """True for "in German" and "speaks Polish": a language is no group."""
    if span.type != "group" or not _LANGUAGE.search(text, max(0, span.start - 12), span.start):
        return False
    return _AFTER_LANGUAGE.match(text, span.end) is not None
