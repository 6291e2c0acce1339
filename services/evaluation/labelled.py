"""Labelled articles on disk: gzipped JSON Lines, an object a line, told apart by their fields.

Names: `text`, `spans` of `start`, `end` and `label` (or `type`). Attributions: `text`, `attributions` of lists
`source`, `cue` and `content` of `start` and `end`. Positions are code points into `text`, end-exclusive.
"""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

SUFFIX = ".jsonl.gz"

R = TypeVar("R", bound="Labelled")


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """What every labelled article has."""

    text: str
    id: str | int = ""


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled stretch of a text. `grp` numbers what it speaks of, where the set says so."""

    start: int
    end: int
    label: str | None = None
    type: str | None = None
    grp: str | int | None = None
    wiki: str | None = None

    @property
    def kind(self) -> str:
        """The label, whichever field holds it."""
        return self.label or self.type or ""


class NamedArticle(Labelled, frozen=True, kw_only=True):
    """An article whose names are labelled."""

    spans: tuple[Label, ...]


class Place(msgspec.Struct, frozen=True):
    """A stretch of a text."""

    start: int
    end: int


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution: who (`source`) says (`cue`) what (`content`), each in one or more parts."""

    source: tuple[Place, ...] = ()
    cue: tuple[Place, ...] = ()
    content: tuple[Place, ...] = ()


class QuotedArticle(Labelled, frozen=True, kw_only=True):
    """An article whose attributions are labelled."""

    attributions: tuple[Said, ...]


def read(data: Path, kind: type[R], fits: Callable[[R], bool] | None = None) -> dict[str, list[R]]:
    """File name (from `data` on) -> its articles; `data` is a file or a folder with files at any depth.

    In a folder, files of another shape are passed over. An article that stands twice (two annotators) is taken as
    it first stands. `ValueError` names the file and the line that can't be read, or says that there is nothing.
    """
    paths = sorted(data.rglob(f"*{SUFFIX}")) if data.is_dir() else [data]
    found: dict[str, list[R]] = {}
    for path in paths:
        rows = list(_rows(path, kind, strict=not data.is_dir()))
        if rows and (fits is None or all(map(fits, rows))):
            found[str(path.relative_to(data)) if data.is_dir() else path.name] = rows
    if not found:
        raise ValueError(f"{data}: no {SUFFIX} file here holds articles with {_fields(kind)}")
    return found


def _rows(path: Path, kind: type[R], *, strict: bool) -> Iterator[R]:
    decoder = msgspec.json.Decoder(kind)
    seen: set[str] = set()
    with gzip.open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = decoder.decode(line)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                if strict or number > 1:
                    raise ValueError(f"{path}, line {number}: {error}") from error
                return
            identity = str(row.id or number)
            if identity not in seen:
                seen.add(identity)
                yield row


def _fields(kind: type[Labelled]) -> str:
    return " and ".join(name for name in kind.__struct_fields__ if name != "id")
