"""Names that German, French, Spanish and Ukrainian news has words of its own for, with what English calls them."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from schemas.entities import EntityType
from services.extraction.entities import Form

LANGUAGES = ("de", "fr", "es", "uk")
_FOLDER = Path(__file__).parent
_OTHER_WORDS = frozenset(
    {
        ("fr", "Dominique"),
        ("fr", "Maurice"),
        ("es", "Granada"),
        ("es", "Dominica"),
        ("de", "Jersey"),
        ("es", "Malta"),
    }
)
"""Names of countries that are names of persons, towns or things as well."""


class Listed(NamedTuple):
    """A name's type, and its English name."""

    type: EntityType
    english: str


@cache
def lexicon(language: str) -> Mapping[str, Listed]:
    """The names of a language, in their written form; empty where the language has no list."""
    if language not in LANGUAGES:
        return {}
    return dict(_countries(language)) | dict(_named(language))


def same(listed: Mapping[str, Listed]) -> dict[Form, Form]:
    """The forms of a name, each with the first of them: "Зеленського" is who "Володимир Зеленський" is."""
    first: dict[tuple[EntityType, str], str] = {}
    pairs = ((name, first.setdefault(one, name), one.type) for name, one in listed.items())
    return {
        (kind, name.casefold()): (kind, base.casefold())
        for name, base, kind in pairs
        if name.casefold() != base.casefold()
    }


def _countries(language: str) -> Iterator[tuple[str, Listed]]:
    for _, english, *names in _rows("countries.tsv"):
        name = names[LANGUAGES.index(language)]
        if name and (language, name) not in _OTHER_WORDS:
            yield from ((form, Listed("place", english)) for form in _apostrophes(name))


def _named(language: str) -> Iterator[tuple[str, Listed]]:
    for kind, english, *names in _rows("names.tsv"):
        for form in filter(None, names[LANGUAGES.index(language)].split("/")):
            yield form, Listed(cast("EntityType", kind), english)


def _apostrophes(name: str) -> set[str]:
    """The name with each of the signs that are written for an apostrophe."""
    return {name, *(name.replace(sign, other) for sign in "’ʼ'" for other in "’ʼ'")}


def _rows(file: str) -> Iterator[list[str]]:
    """The rows of a table, filled up to all languages."""
    for line in (_FOLDER / file).read_text("utf-8").splitlines():
        if line and line[0] != "#":
            cells = line.split("\t")
            yield cells + [""] * (2 + len(LANGUAGES) - len(cells))
