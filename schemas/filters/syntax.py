"""What a filter says, once read. Equal filters are equal values, and each is small, frozen and hashable."""

from datetime import datetime
from typing import TypeAlias

import msgspec


class Words(msgspec.Struct, frozen=True, tag=True):
    """These words stand in a row in the title or in a block of the article's own text.

    With `prefix` the last one may go on: "elect" finds "elections".
    """

    words: tuple[str, ...]
    prefix: bool = False


class Topic(msgspec.Struct, frozen=True, tag=True):
    """The article has this Media Topic or one below it, with a score of `at_least` or more."""

    id: str
    at_least: float = 0.0


class Entity(msgspec.Struct, frozen=True, tag=True):
    """The article names this entity, with a score of `at_least` or more.

    `key` is an id ("Q159"), "name:" and a folded name, or "type:" and a type of entity.
    """

    key: str
    at_least: float = 0.0


class Source(msgspec.Struct, frozen=True, tag=True):
    """The article is of this source."""

    name: str


class Language(msgspec.Struct, frozen=True, tag=True):
    """The article is in this language: a BCP 47 tag in lower case, which its subtags match too."""

    tag: str


class Published(msgspec.Struct, frozen=True, tag=True):
    """The publication is known, and lies at or after `since` and before `before`, each where it is given."""

    since: datetime | None = None
    before: datetime | None = None


class Not(msgspec.Struct, frozen=True, tag=True):
    """`part` does not hold."""

    part: "Filter"


class And(msgspec.Struct, frozen=True, tag=True):
    """Every part holds."""

    parts: tuple["Filter", ...]


class Or(msgspec.Struct, frozen=True, tag=True):
    """At least one part holds."""

    parts: tuple["Filter", ...]


Filter: TypeAlias = Words | Topic | Entity | Source | Language | Published | Not | And | Or
