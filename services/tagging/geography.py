"""The places that an article is about: a pure function of what extraction found and linked.

A place that is only named (a correspondent's dateline, an agency's home, one in a list of many) supports little; one in
the title, in the opening, or named again and again is a scene. The weights were set by hand and then held against the
`places` of the Reuters-21578 collection: docs/tagging.md.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemas.article import Article
from schemas.entities import Entity, ExtractedArticle, Mention, Processor
from schemas.geography import AboutCountry, AboutPlace, Geography
from schemas.selectors import Selector

METHOD = "rule:places"
TITLE, OPENING, DATELINE, BODY = 1.6, 0.9, 0.5, 0.35
"""What a mention adds to a place, by where it stands. The opening is the standfirst and the first block of the body."""

KIN: Mapping[str, float] = {"place": 1.0, "group": 0.9, "law": 0.6, "organisation": 0.45}
"""What a mention of a thing adds to its country. A group is a people: "the French"."""

DISTANT = 0.25
"""The same for other things: a person is named wherever it goes."""

GIVEN = 0.5
"""The least score of a place or a country that is given."""

AHEAD = 1.25
"""How many times the support of the next country that of the focus must be."""

MOST = 5
"""Selectors of a place or a country, at most."""


class Support:
    """What speaks for one place or country: a sum, and where it comes from with the strongest first."""

    def __init__(self) -> None:
        self.total = 0.0
        self._found: list[tuple[float, Selector]] = []

    def add(self, weight: float, selector: Selector) -> None:
        self.total += weight
        self._found.append((weight, selector))

    @property
    def score(self) -> float:
        """From support to a score in 0..1, four decimals: never certain."""
        return round(1.0 - math.exp(-self.total), 4)

    @property
    def evidence(self) -> tuple[Selector, ...]:
        """The strongest words, in reading order."""
        strongest = sorted(self._found, key=lambda one: (-one[0], one[1].start))[:MOST]
        return tuple(sorted((selector for _, selector in strongest), key=lambda one: one.start))


def geography(extracted: ExtractedArticle, version: str) -> Geography:
    """The geography of an article; `version` is that of the tagger."""
    linked = {entity.key: entity for entity in extracted.entities if entity.id and entity.link}
    weigh = _Weigher(extracted.article)
    places: dict[str, Support] = defaultdict(Support)
    countries: dict[str, Support] = defaultdict(Support)
    for entity, mention in _named(linked, extracted.mentions):
        weight = weigh(mention)
        if entity.type == "place" and entity.id:
            places[entity.id].add(weight, mention.evidence[0])
        if entity.link and entity.link.country:
            countries[entity.link.country].add(weight * KIN.get(entity.type, DISTANT), mention.evidence[0])
    return Geography(
        extractor=Processor(name="tagging", version=version, method=METHOD),
        focus=_focus(countries),
        countries=_countries(countries),
        places=tuple(_places(_first(linked.values()), places)),
    )


class _Weigher:
    """What a mention adds, by the block it stands in."""

    def __init__(self, article: Article) -> None:
        bodies = [block for block in article.blocks if block.kind == "body"]
        opening = {block.start for block in article.blocks if block.kind == "standfirst"}
        opening |= {block.start for block in bodies[:1]}
        self._blocks = [
            (block.start, block.end, block.kind, block.start in opening) for block in article.blocks
        ]

    def __call__(self, mention: Mention) -> float:
        at = mention.evidence[0].start
        for start, end, kind, opening in self._blocks:
            if start <= at < end:
                where = TITLE if kind == "title" else DATELINE if kind == "dateline" else BODY
                return mention.score * (OPENING if opening else where)
        return 0.0


def _named(linked: Mapping[str, Entity], mentions: Iterable[Mention]) -> Iterator[tuple[Entity, Mention]]:
    for mention in mentions:
        if mention.entity in linked and mention.evidence:
            yield linked[mention.entity or ""], mention


def _first(entities: Iterable[Entity]) -> Mapping[str, Entity]:
    """Each thing's first entity: "US" and "United States" are two entities of one id."""
    found: dict[str, Entity] = {}
    for entity in entities:
        if entity.id and entity.type == "place":
            found.setdefault(entity.id, entity)
    return found


def _places(entities: Mapping[str, Entity], supports: Mapping[str, Support]) -> Iterable[AboutPlace]:
    for id_, support in _ranked(supports):
        link = entities[id_].link
        if support.score >= GIVEN and link is not None:
            yield AboutPlace(
                entity=entities[id_].key,
                name=link.label,
                id=id_,
                score=support.score,
                evidence=support.evidence,
                country=link.country,
                iso=link.iso,
                geonames=link.geonames,
                latitude=link.latitude,
                longitude=link.longitude,
            )


def _ranked(supports: Mapping[str, Support]) -> Sequence[tuple[str, Support]]:
    return sorted(supports.items(), key=lambda one: (-one[1].total, one[0]))


def _countries(supports: Mapping[str, Support]) -> tuple[AboutCountry, ...]:
    return tuple(
        AboutCountry(code=code, score=support.score, evidence=support.evidence)
        for code, support in _ranked(supports)
        if support.score >= GIVEN
    )


def _focus(supports: Mapping[str, Support]) -> str | None:
    """The country that stands out: it is given, and clearly ahead of the next."""
    ranked = _ranked(supports)
    if not ranked or ranked[0][1].score < GIVEN:
        return None
    ahead = len(ranked) == 1 or ranked[0][1].total >= AHEAD * ranked[1][1].total
    return ranked[0][0] if ahead else None
