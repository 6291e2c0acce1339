"""What an article is about: the entities and topics that it is counted for."""

from collections.abc import Iterable, Iterator
from itertools import islice
from sys import intern

from schemas.entities import Entity, EntityType
from schemas.tagged import TaggedArticle
from schemas.trends import TrendSubject

Subjects = tuple[TrendSubject, ...]

NAMED: frozenset[EntityType] = frozenset({"person", "organisation", "place", "event", "product", "law"})
"""Types of entity that news can be about. Nationalities and the like are said by the way."""

OPENING = 600
"""Code points of an article from its beginning in which a single mention is enough: what comes later is background."""

MOST_ENTITIES, MOST_TOPICS = 12, 8
"""Subjects that an article is counted for at most, the first ones: bounds the memory."""


def about(tagged: TaggedArticle) -> Subjects:
    """The subjects of an article version, entities in reading order, then topics, best first; each once."""
    topics = [TrendSubject(kind="topic", id=intern(t.id), name=intern(t.label)) for t in tagged.topics]
    return tuple(_once([*named(tagged.entities), *topics[:MOST_TOPICS]]))


def named(entities: Iterable[Entity]) -> Subjects:
    """The entities that an article is about."""
    return tuple(islice((_entity(entity) for entity in entities if _matters(entity)), MOST_ENTITIES))


def key(subject: TrendSubject) -> str:
    """What makes two subjects the same: the id, or the name in any case."""
    return intern(subject.id or f"{subject.kind}:{subject.name.casefold()}")


def names(subjects: Subjects) -> frozenset[str]:
    """The keys of the entities among the subjects."""
    return frozenset(key(subject) for subject in subjects if subject.kind == "entity")


def _matters(entity: Entity) -> bool:
    opening = any(selector.start < OPENING for selector in entity.evidence)
    surname = entity.id is None and entity.type == "person" and " " not in entity.name
    return entity.type in NAMED and not surname and (opening or entity.mentions > 1)


def _entity(entity: Entity) -> TrendSubject:
    name = entity.link.label if entity.link else entity.name
    return TrendSubject(kind="entity", id=intern(entity.id) if entity.id else None, name=intern(name))


def _once(subjects: Iterable[TrendSubject]) -> Iterator[TrendSubject]:
    seen = set[str]()
    for subject in subjects:
        if (name := key(subject)) not in seen:
            seen.add(name)
            yield subject
