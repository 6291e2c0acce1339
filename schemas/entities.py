"""Who, where, which organisation, who said what: an article version with mentions, entities and quotes."""

from typing import Literal

import msgspec

from schemas.article import Article
from schemas.selectors import Selector

EntityType = Literal["person", "organisation", "place", "other"]


class Processor(msgspec.Struct, frozen=True, kw_only=True):
    """What made a tag: a name, its version, and the rule or model of it."""

    name: str
    version: str
    method: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence of a name. `entity` is the `key` of the entity it belongs to; `score` is in 0..1."""

    type: EntityType
    entity: str
    evidence: tuple[Selector, ...]
    score: float
    extractor: Processor


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
    `abstained`.
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


class ExtractedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The article so far: version, mentions, entities, quotes. Every tag in reading order."""

    article: Article
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
