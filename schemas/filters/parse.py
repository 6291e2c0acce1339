"""Text -> `Filter`. The grammar is in `grammar.lark`, what its conditions mean in `conditions.py`."""

import functools
from collections.abc import Sequence
from importlib import resources
from typing import NamedTuple

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args

from schemas.filters import conditions
from schemas.filters.conditions import FilterError, Score
from schemas.filters.syntax import And, Entity, Filter, Not, Or, Topic
from schemas.mediatopics import Vocabulary

LONGEST = 4000
"""Code points of a filter."""
TERMS = 100
"""Conditions in a filter."""
DEPTH = 20
"""Levels of AND, OR and NOT in one another."""


class Part(NamedTuple):
    """A piece of a filter, and how much there is of it. `position` counts code points from 1."""

    meaning: Filter | Score
    position: int
    terms: int = 1
    depth: int = 1


def parse(text: str, vocabulary: Vocabulary) -> Filter:
    """The filter that `text` says; `FilterError` says what is wrong, and where."""
    if len(text) > LONGEST:
        raise FilterError(LONGEST + 1, f"a filter is at most {LONGEST} code points long")
    if not text.strip():
        raise FilterError(1, "the filter is empty")
    try:
        whole: Part = _parser(vocabulary).parse(text)  # type: ignore[assignment]  # a tree, by its types
    except UnexpectedInput as error:
        raise _fault(error, text) from None
    return _filter(whole)


@functools.lru_cache(4)
def _parser(vocabulary: Vocabulary) -> Lark:
    grammar = resources.files("schemas.filters").joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", transformer=_Meaning(vocabulary), maybe_placeholders=False)


@v_args(inline=True)
class _Meaning(Transformer[Token, Part]):
    """Called from the leaves up while the text is read, so that nothing here depends on a deep tree."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def field(self, field: Token, value: Token) -> Part:
        return Part(conditions.field(field, value, self._vocabulary), _place(field))

    def comparison(self, comparison: Token, value: Token) -> Part:
        return Part(conditions.comparison(comparison, value), _place(comparison))

    def word(self, word: Token) -> Part:
        return Part(conditions.word(word), _place(word))

    def phrase(self, phrase: Token) -> Part:
        return Part(conditions.phrase(phrase), _place(phrase))

    def unknown(self, start: Token) -> Part:
        raise conditions.unknown(start)

    def negation(self, part: Part) -> Part:
        return _joined(Not(_filter(part)), [part])

    def both(self, *parts: Part) -> Part:
        bounds = [part.meaning.at_least for part in parts if isinstance(part.meaning, Score)]
        others = [part for part in parts if not isinstance(part.meaning, Score)]
        meanings = tuple(_filter(part) for part in others)
        if bounds:
            meanings = tuple(_bounded(meaning, max(bounds)) for meaning in meanings)
            if not any(map(_scored, meanings)):
                raise _homeless(next(part for part in parts if isinstance(part.meaning, Score)))
        return _joined(And(meanings) if len(meanings) > 1 else meanings[0], parts)

    def either(self, *parts: Part) -> Part:
        return _joined(Or(tuple(_filter(part) for part in parts)), parts)


def _joined(meaning: Filter, parts: Sequence[Part]) -> Part:
    terms = 0
    for part in parts:
        terms += part.terms
        if terms > TERMS:
            raise FilterError(part.position, f"more than {TERMS} conditions")
    depth = 1 + max(part.depth for part in parts)
    if depth > DEPTH:
        raise FilterError(parts[0].position, f"nested more than {DEPTH} deep")
    return Part(meaning, parts[0].position, terms, depth)


def _filter(part: Part) -> Filter:
    if isinstance(part.meaning, Score):
        raise _homeless(part)
    return part.meaning


def _homeless(part: Part) -> FilterError:
    return FilterError(
        part.position, "score: it says how sure a topic or an entity has to be; join it to one with AND"
    )


def _bounded(meaning: Filter, at_least: float) -> Filter:
    """`meaning` with every topic and entity in it held to `at_least`."""
    match meaning:
        case Topic(id_, held):
            return Topic(id_, max(held, at_least))
        case Entity(key, held):
            return Entity(key, max(held, at_least))
        case And(parts):
            return And(tuple(_bounded(part, at_least) for part in parts))
        case Or(parts):
            return Or(tuple(_bounded(part, at_least) for part in parts))
        case Not(part):
            return Not(_bounded(part, at_least))
        case plain:
            return plain


def _scored(meaning: Filter) -> bool:
    match meaning:
        case And(parts) | Or(parts):
            return any(map(_scored, parts))
        case Not(part):
            return _scored(part)
        case _:
            return isinstance(meaning, Topic | Entity)


def _fault(error: UnexpectedInput, text: str) -> FilterError:
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        return FilterError(_place(error.token), f"{str(error.token)[:40]!r} does not belong here")
    if isinstance(error, UnexpectedCharacters):
        what = "a quotation mark that is not closed" if error.char == '"' else repr(error.char)
        return FilterError((error.pos_in_stream or 0) + 1, f"{what} does not belong here")
    return FilterError(len(text) + 1, "it ends too early")


def _place(token: Token) -> int:
    return (token.start_pos or 0) + 1
