# A copy of schemas/entities.py, made by clients/python/vendor.py: change that one.
"""Who, where, which organisation, who said what: an article version with mentions, entities and quotes."""

from typing import Literal

import msgspec

from dateline_client.contract.article import Article
from dateline_client.contract.selectors import Selector

EntityType = Literal["person", "organisation", "place", "group", "event", "product", "law", "other"]
"""What an entity is. `group`: a nationality, a religious or political group, as people. `other`: something else."""

MentionType = Literal[
    "person", "organisation", "place", "group", "event", "product", "law", "other", "date", "money"
]
"""What a mention is: a name of an entity, or a date or an amount of money, which have a value instead."""

PlaceKind = Literal["country", "region", "city", "facility", "water"]
Capability = Literal["names", "links", "quotes", "statements", "dates", "money"]


class Processor(msgspec.Struct, frozen=True, kw_only=True):
    """What made a tag: a name, its version, and the rule or model of it."""

    name: str
    version: str
    method: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence of a name, a date or an amount. `score` is in 0..1.

    A name has in `entity` the `key` of the entity that it belongs to. A date and an amount of money have a `value`
    instead. A date's is ISO 8601: a day "2026-11-24", a month "2026-11", a year "2026", or an interval with its last
    day, month or year in it, "2026-11-20/2026-11-24"; a day of the week and the like count from the publication. An
    amount's is its ISO 4217 code, a blank and the decimal number: "EUR 2500000", "USD 3.5".
    """

    type: MentionType
    evidence: tuple[Selector, ...]
    score: float
    extractor: Processor
    entity: str | None = None
    value: str | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the knowledge base knows of the thing that an entity is linked to; what it doesn't know is left out.

    `score` is in 0..1. `country` is ISO 3166-1 alpha-2; `iso` the ISO 3166 code of a place itself ("FR", "FR-75C");
    `geonames` its GeoNames id; degrees are WGS 84. `ticker` and `lei` are a company's.
    """

    score: float
    label: str
    extractor: Processor
    country: str | None = None
    iso: str | None = None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    ticker: str | None = None
    lei: str | None = None


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """Something named in the article. `key` is unique in the article ("e1", "e2", …, in reading order).

    `id` is an id in a knowledge base ("Q159") with what is known of it in `link`, or None with the reason in
    `abstained`. `kind` says of a place what it is, where that is known.
    """

    key: str
    name: str
    type: EntityType
    mentions: int
    evidence: tuple[Selector, ...]
    score: float
    extractor: Processor
    id: str | None = None
    abstained: Literal["ambiguous", "unknown", "low_score"] | None = None
    link: Link | None = None
    kind: PlaceKind | None = None


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Words that somebody is reported to have said.

    `evidence` is the quoted words, without the quote marks; `speaker` the words that name who said them, `cue`
    the verb, both None where the text does not say; `entity` the key of the speaker's entity.
    """

    kind: Literal["direct", "indirect", "mixed"]
    evidence: tuple[Selector, ...]
    score: float
    extractor: Processor
    speaker: Selector | None = None
    cue: Selector | None = None
    entity: str | None = None


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """How far extraction went in an article: what is not here was not looked for.

    `level`: `full`, names by a model; `gazetteer`, names by lists and rules; `aliases`, only names of the knowledge
    base, letter for letter. `looked_for` is what this language gets. `truncated`: the article has more than is here,
    because a limit of its length or of the number of its tags was reached.
    """

    level: Literal["full", "gazetteer", "aliases"]
    looked_for: tuple[Capability, ...]
    truncated: bool = False


class ExtractedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The article so far: version, mentions, entities, quotes. Every tag in reading order.

    `extraction` is None where the event is older than the field.
    """

    article: Article
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    extraction: Extraction | None = None
