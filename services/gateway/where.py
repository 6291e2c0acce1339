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
from services.gateway import pairs


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


def phrases(wanted: Filter) -> bool:
    """Whether `wanted` has words in a row."""
    match wanted:
        case And(parts) | Or(parts):
            return any(map(phrases, parts))
        case Not(part):
            return phrases(part)
        case _:
            return isinstance(wanted, Words) and len(wanted.words) > 1


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
    """Conditions under construction: `values` are the parameters that they name.

    `paired`: every row has its pairs of neighbouring words, so that phrases may be found by them.
    """

    def __init__(self, paired: bool = True) -> None:
        self.values: dict[str, object] = {}
        self._paired = paired

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

    def may_be(self, wanted: Filter) -> Composable:
        """What holds wherever `wanted` does, and needs no look at a text: the index has it."""
        match wanted:
            case And(parts):
                return SQL("({})").format(SQL(" AND ").join(map(self.may_be, parts)))
            case Or(parts):
                return SQL("({})").format(SQL(" OR ").join(map(self.may_be, parts)))
            case Not(part) if phrases(part):
                return SQL("true")
            case Words():
                return self._held(wanted)
            case _:
                return self.of(wanted)

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
        """By the index where one word says it all; else the index finds what may be it, and the text decides."""
        held = self._held(wanted)
        if len(wanted.words) == 1:
            return held
        return SQL("({} AND strpos(words, {}) > 0)").format(held, self.value(phrase(wanted)))

    def _held(self, wanted: Words) -> Composable:
        """All pairs of neighbours, or all words in any order."""
        last = len(wanted.words) - 1
        if last > 0 and self._paired and not wanted.prefix:
            return SQL("pairs @> {}::int[]").format(self.value(pairs.asked(wanted.words)))
        lexemes = [
            f"'{word}'" + ":*" * (wanted.prefix and at == last) for at, word in enumerate(wanted.words)
        ]
        return SQL("lexemes @@ {}::tsquery").format(self.value(" & ".join(lexemes)))

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
