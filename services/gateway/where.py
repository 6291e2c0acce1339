"""A filter -> a condition in SQL over `articles`, which holds exactly where `schemas.filters.match` says so."""

from collections.abc import Sequence
from typing import LiteralString

from psycopg.sql import SQL, Composable, Composed, Placeholder

from schemas.filters.match import phrase
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


def narrow(wanted: Filter) -> bool:
    """Whether an index can find what `wanted` wants, or what may be it: the texts of those are then looked at.

    Not of a source: its own index is in the order that is asked for.
    """
    match wanted:
        case And(parts):
            return any(map(narrow, parts))
        case Or(parts):
            return all(map(narrow, parts))
        case _:
            return isinstance(wanted, Topic | Entity | Words | Published)


def texts(wanted: Filter) -> bool:
    """Whether `wanted` looks at texts, which lie apart from the rows and cost more than they do."""
    match wanted:
        case And(parts) | Or(parts):
            return any(map(texts, parts))
        case Not(part):
            return texts(part)
        case _:
            return isinstance(wanted, Words)


class Where:
    """Conditions under construction: `values` are the parameters that they name."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def of(self, wanted: Filter) -> Composable:
        """The condition of `wanted`: true or false for every row that is not retracted, never NULL."""
        match wanted:
            case And(parts):
                return self._joined(" AND ", parts)
            case Or(parts):
                return self._joined(" OR ", parts)
            case Not(part):
                return SQL("(NOT {})").format(self.of(part))
            case _:
                return self._plain(wanted)

    def _plain(self, wanted: Topic | Entity | Words | Source | Language | Published) -> Composable:
        match wanted:
            case Topic(id_, at_least):
                return self._tagged(id_, at_least, "topics", "topic_scores")
            case Entity(key, at_least):
                return self._tagged(key, at_least, "entities", "entity_scores")
            case Words():
                return self._words(wanted)
            case Source(name):
                return SQL("source = {}").format(self.value(name))
            case Language(tag):
                same, below = self.value(tag), self.value(f"{tag}-")
                return SQL("(language = {} OR starts_with(language, {}))").format(same, below)
            case Published():
                return self._published(wanted)

    def _joined(self, sign: LiteralString, parts: Sequence[Filter]) -> Composed:
        """The database looks at what stands first first: at texts last."""
        return SQL("({})").format(SQL(sign).join([self.of(part) for part in sorted(parts, key=texts)]))

    def _tagged(self, key: str, at_least: float, keys: LiteralString, scores: LiteralString) -> Composable:
        given = self.value(key)
        held = SQL("{} @> ARRAY[{}]").format(SQL(keys), given)
        if not at_least:
            return held
        # The first part is for the index, the second is the truth.
        scored = SQL("{}[array_position({}, {})] >= {}").format(
            SQL(scores), SQL(keys), given, self.value(at_least)
        )
        return SQL("({} AND {})").format(held, scored)

    def _words(self, wanted: Words) -> Composable:
        """By the index where one word says it all; else the index finds where all the words are, in any order."""
        last = len(wanted.words) - 1
        lexemes = [
            f"'{word}'" + ":*" * (wanted.prefix and at == last) for at, word in enumerate(wanted.words)
        ]
        held = SQL("lexemes @@ {}::tsquery").format(self.value(" & ".join(lexemes)))
        if last == 0:
            return held
        return SQL("({} AND strpos(words, {}) > 0)").format(held, self.value(phrase(wanted)))

    def _published(self, wanted: Published) -> Composable:
        parts: list[Composable] = [SQL("published IS NOT NULL")]
        if wanted.since is not None:
            parts.append(SQL("published >= {}").format(self.value(wanted.since)))
        if wanted.before is not None:
            # An article's place is never later than its publication: going down the order begins there.
            before = self.value(wanted.before)
            parts.append(SQL("published < {} AND sort_at < {}").format(before, before))
        return SQL("({})").format(SQL(" AND ").join(parts))

    def value(self, value: object) -> Placeholder:
        """The place of `value` among the parameters."""
        name = f"w{len(self.values)}"
        self.values[name] = value
        return Placeholder(name)
