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


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """Something named in the article. `key` is unique in the article ("e1", "e2", …, in reading order).

    `id` is an id in a knowledge base ("Q159"), or None with the reason in `abstained`.
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
