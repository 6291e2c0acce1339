"""Names by type, found in one pass over a text (Aho-Corasick): whole words, in the letter case of the list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast, get_args

import ahocorasick

from schemas.entities import EntityType
from services.extraction.spans import Range, inside

TABLE = Path(__file__).with_name("names.tsv")
Found = tuple[int, int, EntityType]


class Gazetteer:
    """Names with their types. Threads may share an instance: nothing in it changes."""

    def __init__(self, names: Mapping[str, EntityType]) -> None:
        self._names = dict(names)
        self._automaton = ahocorasick.Automaton()
        for name in self._names:
            self._automaton.add_word(name, name)
        self._automaton.make_automaton()

    def get(self, name: str) -> EntityType | None:
        """The type of exactly this name."""
        return self._names.get(name)

    def find(self, text: str, stretches: Sequence[Range]) -> list[Found]:
        """The names in the stretches, none overlapping another: the first, and the longest of those that begin there.

        One pass over the text, whatever the number of names.
        """
        return [found for start, end in stretches for found in _apart(self._whole(text, start, end))]

    def _whole(self, text: str, start: int, end: int) -> Iterator[Found]:
        if not self._names:
            return
        for last, name in self._automaton.iter(text, start, end):
            first, after = last + 1 - len(name), last + 1
            if not (first > 0 and inside(text[first - 1])) and not (
                after < len(text) and inside(text[after])
            ):
                yield first, after, self._names[name]


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    free = 0
    for one in sorted(found, key=lambda name: (name[0], -name[1])):
        if one[0] >= free:
            free = one[1]
            yield one


def table(path: Path = TABLE) -> dict[str, EntityType]:
    """The names of the table that are of their type wherever they stand."""
    return {
        name: cast("EntityType", kind)
        for kind, names in _rows(path)
        if not kind.endswith("?")
        for name in names
    }


def doubtful(path: Path = TABLE) -> dict[str, EntityType]:
    """The names of the table that are of their type only where the model sees a name of no other type."""
    return {
        name: cast("EntityType", kind[:-1])
        for kind, names in _rows(path)
        if kind.endswith("?")
        for name in names
    }


def _rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The lines of a table: a type, a tab, and names with `|` between them. `ValueError` where it is no type."""
    for line in path.read_text("utf-8").splitlines():
        if line[:1] not in {"", "#"}:
            kind, _, names = line.partition("\t")
            if kind.rstrip("?") not in get_args(EntityType):
                raise ValueError(f"{path.name}: {kind!r} is no type")
            yield kind, names.split("|")
