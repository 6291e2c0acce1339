"""An event of the tagged stream -> the row that the store keeps of it. Pure."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from schemas.article import Retraction
from schemas.entities import Entity
from schemas.envelope import Event, Message
from schemas.filters.subject import LONGEST_KEY, SEARCHED, Subject
from schemas.filters.words import name
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway.columns import time_of, uuid_of
from services.gateway.pairs import held
from services.runtime.faults import Poison

HIGHEST_VERSION = 2**31 - 1

FORM = 2
"""Raise it with every change of what a row says of the same event: rows of an older form are then indexed anew."""

PAIRED = 2
"""The first form that has the pairs of neighbouring words."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An entity of an article. `key` is its id, or its type and folded name; `mentions` counts words that name it."""

    key: str
    id: str | None
    name: str
    folded: str
    type: str
    mentions: int
    score: float


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One event of one article version. `doc` is the event's payload as it came, JSON in UTF-8.

    `sort_at` is the place in "newest first": the publication, but never later than the receipt, so that a wrong date
    in the future can't stay on top. `topics`, `entities`, `words` and `prose` are those of `schemas.filters.subject`;
    `pairs` are numbers of neighbouring words.
    """

    event_id: uuid.UUID
    article_id: uuid.UUID
    version: int
    kind: Literal["tagged", "retracted"]
    producer: str
    happened_at: datetime
    received_at: datetime
    doc: bytes
    digest: str
    source: str
    sort_at: datetime
    language: str | None = None
    published: datetime | None = None
    title: str = ""
    topics: dict[str, float] = {}
    entities: dict[str, float] = {}
    words: str = ""
    prose: str = ""
    pairs: Sequence[int] = ()
    listed: tuple[Listed, ...] = ()


def row(event: Event[Message], doc: bytes, vocabulary: Vocabulary) -> Row:
    """The row of `event`, whose payload is `doc`; `Poison` names the field that is wrong."""
    match event.data:
        case TaggedArticle() as tagged:
            return _tagged(event, tagged, doc, Subject(tagged, vocabulary))
        case Retraction() as retraction:
            return _retracted(event, retraction, doc)
        case other:
            raise Poison(
                "unsupported", f"ce_type: {type(other).__name__} does not belong on the tagged stream"
            )


def _tagged(event: Event[Message], tagged: TaggedArticle, doc: bytes, subject: Subject) -> Row:
    article, received = tagged.article, _received(event)
    published = time_of("article.published", article.published) if article.published else None
    _text("article.text", article.text)
    return Row(
        event_id=uuid_of("ce_id", event.id),
        article_id=_article_id("article.id", article.id, event),
        version=_version("article.version", article.version),
        kind="tagged",
        producer=event.source,
        happened_at=time_of("ce_time", event.time),
        received_at=received,
        doc=doc,
        digest=article.digest,
        source=article.source,
        sort_at=min(published or received, received),
        language=subject.language,
        published=published,
        title=_text("article.title", article.title),
        topics=subject.topics,
        entities=subject.entities,
        words=subject.words,
        prose=subject.prose[:SEARCHED],
        pairs=held(subject.words),
        listed=_listed(tagged.entities),
    )


def _retracted(event: Event[Message], retraction: Retraction, doc: bytes) -> Row:
    """Without title or topics: what was withdrawn must not be found."""
    return Row(
        event_id=uuid_of("ce_id", event.id),
        article_id=_article_id("id", retraction.id, event),
        version=_version("version", retraction.version),
        kind="retracted",
        producer=event.source,
        happened_at=time_of("ce_time", event.time),
        received_at=_received(event),
        doc=doc,
        digest=retraction.digest,
        source=retraction.source,
        sort_at=_received(event),
    )


def _listed(entities: Sequence[Entity]) -> tuple[Listed, ...]:
    """One for each key: an article may hold two entities that nothing tells apart."""
    listed: dict[str, Listed] = {}
    for entity in entities:
        one = _named(entity)
        if held := listed.get(one.key):
            mentions, score = held.mentions + one.mentions, max(held.score, one.score)
            one = msgspec.structs.replace(held, mentions=mentions, score=score)
        listed[one.key] = one
    return tuple(listed.values())


def _named(entity: Entity) -> Listed:
    folded = name(entity.name)
    return Listed(
        key=(entity.id or f"{entity.type}:{folded}")[:LONGEST_KEY],
        id=entity.id,
        name=entity.name,
        folded=folded,
        type=entity.type,
        mentions=entity.mentions,
        score=entity.score,
    )


def _received(event: Event[Message]) -> datetime:
    if event.receivedtime is None:
        return time_of("ce_time", event.time)
    return time_of("ce_receivedtime", event.receivedtime)


def _article_id(field: str, value: str, event: Event[Message]) -> uuid.UUID:
    if value != event.partitionkey:
        raise Poison(
            "invalid", f"{field}: {value!r} is not the record's ce_partitionkey {event.partitionkey!r}"
        )
    return uuid_of(field, value)


def _version(field: str, value: int) -> int:
    if not 1 <= value <= HIGHEST_VERSION:
        raise Poison("invalid", f"{field}: {value} is not in 1..{HIGHEST_VERSION}")
    return value


def _text(field: str, value: str) -> str:
    """PostgreSQL can keep such a text, but not search it."""
    if "\0" in value:
        raise Poison("invalid", f"{field}: holds the character U+0000")
    return value
