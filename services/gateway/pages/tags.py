"""An article's tags as its page lists them: topics, names, dates and amounts, quotes, countries. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

import msgspec

from schemas.entities import Entity, Link, Mention, Processor, Quote
from schemas.geography import AboutCountry, AboutPlace
from schemas.tagged import TaggedArticle
from services.gateway.pages import addresses, values
from services.gateway.pages.evidence import Evidence, evidence
from services.gateway.pages.kinds import LABELS, NAMED, WHY, known
from services.gateway.pages.names import country

PLACES = 12
"""Places in the text that an entry of a list names, at most; `n` and `p` go through all of them."""

AMOUNTS = 40
"""Dates that are listed, and amounts; all of them are marked."""


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A tag in a list. `key` lights its evidence; `kind` is its colour, or how a quote is given.

    `count` is how often it stands in the text. `href` leads to the page of what it means; `id` and `link` are what
    the knowledge base has of it, and `why` says why there is nothing. `speaker` is who says a quote.
    """

    key: str
    name: str
    kind: str
    evidence: tuple[Evidence, ...]
    score: float
    by: Processor
    lit: bool
    count: int = 0
    href: str = ""
    id: str | None = None
    link: Link | None = None
    why: str = ""
    speaker: str = ""


class Section(msgspec.Struct, frozen=True):
    """Tags under one heading."""

    label: str
    tags: tuple[Tag, ...]


def mention_key(mention: Mention) -> str:
    """What all mentions of one thing share: their entity's key, or type and value of a date or an amount."""
    return mention.entity or f"{mention.type}:{mention.value or ''}".replace(" ", "_")


def quote_key(number: int) -> str:
    """The key of the quote `number`, from 0."""
    return f"q{number}"


def country_key(code: str) -> str:
    """The key of a country that the article is about."""
    return f"country:{code}"


def topics(tagged: TaggedArticle, light: str) -> tuple[Tag, ...]:
    """Its topics, best first."""
    return tuple(
        Tag(
            key=topic.id,
            name=topic.label,
            kind="topic",
            evidence=evidence(topic.evidence, tagged.article.text),
            score=topic.score,
            by=topic.extractor,
            lit=topic.id == light,
            href=addresses.topic(topic.id),
        )
        for topic in tagged.topics
    )


def scenes(tagged: TaggedArticle, light: str) -> tuple[Section, ...]:
    """The places and the countries that it is about. A place lights all its mentions, as it does among the names."""
    if (about := tagged.geography) is None:
        return ()
    links = [entity.link for entity in tagged.entities if entity.link]
    called = {link.iso: link.label for link in links if link.iso and link.iso == link.country}

    def one(key: str, name: str, href: str, place: AboutPlace | AboutCountry) -> Tag:
        return Tag(
            key=key,
            name=name,
            kind="place",
            evidence=evidence(place.evidence, tagged.article.text),
            score=place.score,
            by=about.extractor,
            lit=key == light,
            href=href,
        )

    places = tuple(one(place.entity, place.name, addresses.by_key(place.id), place) for place in about.places)
    countries = tuple(
        one(country_key(place.code), called.get(place.code) or country(place.code), "", place)
        for place in about.countries
    )
    sections = (Section("Places", places), Section("Countries", countries))
    return tuple(section for section in sections if section.tags)


def names(tagged: TaggedArticle, light: str, most: int | None) -> tuple[tuple[Section, ...], int]:
    """Its entities by type, most mentions first, at most `most` of them; and how many are left out."""
    mentions: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in tagged.mentions:
        mentions[mention_key(mention)].append(mention)
    ranked = sorted(tagged.entities, key=lambda entity: (entity.key != light, -entity.mentions))[:most]
    by_kind: defaultdict[str, list[Tag]] = defaultdict(list)
    for entity in sorted(ranked, key=lambda entity: -entity.mentions):
        found = _name(entity, mentions[entity.key], tagged.article.text, light)
        by_kind[found.kind].append(found)
    sections = tuple(Section(label, tuple(by_kind[kind])) for kind, label in NAMED.items() if kind in by_kind)
    return sections, len(tagged.entities) - len(ranked)


def amounts(tagged: TaggedArticle, light: str) -> tuple[Section, ...]:
    """Its dates and amounts, each value once, as they first stand in the text."""
    found: defaultdict[str, defaultdict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in tagged.mentions:
        if mention.entity is None:
            found[known(mention.type)][mention_key(mention)].append(mention)
    text = tagged.article.text
    return tuple(
        Section(
            LABELS[kind],
            tuple(_amount(key, kind, ones, text, light) for key, ones in islice(of_kind.items(), AMOUNTS)),
        )
        for kind, of_kind in found.items()
    )


def quotes(tagged: TaggedArticle, light: str) -> tuple[Tag, ...]:
    """What is said in it, in order."""
    speakers = {entity.key: entity.name for entity in tagged.entities}
    return tuple(
        Tag(
            key=quote_key(number),
            name=words(quote),
            kind=quote.kind,
            evidence=evidence(quote.evidence, tagged.article.text),
            score=quote.score,
            by=quote.extractor,
            lit=quote_key(number) == light,
            speaker=speakers.get(quote.entity or "") or (quote.speaker.exact if quote.speaker else ""),
        )
        for number, quote in enumerate(tagged.quotes)
    )


def words(quote: Quote) -> str:
    """What is said, its parts with an ellipsis between them."""
    return " … ".join(one.exact for one in quote.evidence[:PLACES])


def _name(entity: Entity, mentions: Sequence[Mention], text: str, light: str) -> Tag:
    selectors = [one for mention in mentions[:PLACES] for one in mention.evidence] or entity.evidence
    return Tag(
        key=entity.key,
        name=entity.name,
        kind=known(entity.type),
        evidence=evidence(selectors, text),
        score=entity.score,
        by=entity.extractor,
        lit=entity.key == light,
        count=entity.mentions,
        href=addresses.entity(entity),
        id=entity.id,
        link=entity.link,
        why=WHY.get(entity.abstained, entity.abstained) if entity.abstained else "",
    )


def _amount(key: str, kind: str, mentions: Sequence[Mention], text: str, light: str) -> Tag:
    first = mentions[0]
    return Tag(
        key=key,
        name=values.told(kind, first.value) if first.value else first.evidence[0].exact,
        kind=kind,
        evidence=evidence([place for one in mentions[:PLACES] for place in one.evidence], text),
        score=max(one.score for one in mentions),
        by=first.extractor,
        lit=key == light,
        count=len(mentions),
    )
