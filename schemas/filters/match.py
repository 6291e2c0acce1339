"""Whether an article is what a filter asks for."""

from datetime import datetime

from schemas.envelope import Message
from schemas.filters.subject import Subject
from schemas.filters.syntax import (
    And,
    Entity,
    Filter,
    Language,
    Not,
    Or,
    Published,
    Source,
    Topic,
    Words,
)
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle


def wants(wanted: Filter, message: Message, vocabulary: Vocabulary) -> bool:
    """Whether a subscriber with this filter is told of `message` of the tagged stream.

    A retraction always: it has nothing that could match, and who has kept the article must let go of it.
    """
    return not isinstance(message, TaggedArticle) or matches(wanted, Subject(message, vocabulary))


def matches(wanted: Filter, subject: Subject) -> bool:
    """Whether `subject` is wanted."""
    match wanted:
        case And(parts):
            return all(matches(part, subject) for part in parts)
        case Or(parts):
            return any(matches(part, subject) for part in parts)
        case Not(part):
            return not matches(part, subject)
        case Topic(id_, at_least):
            return id_ in subject.topics and subject.topics[id_] >= at_least
        case Entity(key, at_least):
            return key in subject.entities and subject.entities[key] >= at_least
        case _:
            return _plain(wanted, subject)


def _plain(wanted: Words | Source | Language | Published, subject: Subject) -> bool:
    match wanted:
        case Words():
            return phrase(wanted) in subject.words
        case Source(name):
            return subject.source == name
        case Language(tag):
            return subject.language == tag or subject.language.startswith(f"{tag}-")
        case Published(since, before):
            return subject.published is not None and _within(subject.published, since, before)


def phrase(wanted: Words) -> str:
    """What stands in `Subject.words` where `wanted` holds."""
    return f" {' '.join(wanted.words)}" + ("" if wanted.prefix else " ")


def _within(moment: datetime, since: datetime | None, before: datetime | None) -> bool:
    return (since is None or moment >= since) and (before is None or moment < before)
