"""Labelled documents as they come (samples/blocks): bytes of every kind, beside what a person reads in them."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

_DOCUMENT = re.compile(
    r"^=== (?P<name>[^\n]+)\n(?P<head>(?:\w+: [^\n]*\n)*)--- raw\n(?P<raw>.*?)\n--- blocks\n(?P<blocks>.*?)\Z",
    re.DOTALL,
)
_BLOCK = re.compile(r"(?P<kind>\w+)(?:@(?P<at>\S+))? \| (?P<text>.+)")
_BYTE = re.compile(rb"\|([0-9a-f]{2})\|")


class Label(msgspec.Struct, frozen=True, order=True):
    """A block as a person marks it: its kind, its words, and the moment of an entry ("" if none)."""

    kind: str
    text: str
    at: str = ""


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its labels, in reading order. `published` is RFC 3339 in UTC, `published_from` who says it."""

    name: str
    raw: bytes
    blocks: tuple[Label, ...]
    url: str | None = None
    language: str | None = None
    published: str | None = None
    published_from: str | None = None


def documents(folder: Path) -> Iterator[Labelled]:
    """The documents of every `*.sample` in `folder`. `ValueError` names one that can't be read."""
    for path in sorted(folder.glob("*.sample")):
        for part in re.split(r"(?m)^(?==== )", path.read_text(encoding="utf-8")):
            if part.strip():
                yield _document(part.rstrip("\n"), path)


def _document(text: str, path: Path) -> Labelled:
    match = _DOCUMENT.match(text)
    if match is None:
        raise ValueError(f"{path}: {text.splitlines()[0]}: not of the form head, raw, blocks")
    head = dict(line.split(": ", 1) for line in match["head"].splitlines())
    published, _, said_by = head.get("published", "").partition(" ")
    return Labelled(
        name=match["name"],
        raw=_encoded(match["raw"], head.get("encoding", "utf-8")),
        blocks=tuple(_label(line, path) for line in match["blocks"].splitlines() if line),
        url=head.get("url"),
        language=head.get("language"),
        published=published or None,
        published_from=said_by or None,
    )


def _label(line: str, path: Path) -> Label:
    match = _BLOCK.fullmatch(line)
    if match is None:
        raise ValueError(f"{path}: {line[:60]!r} is no block")
    return Label(match["kind"], match["text"], match["at"] or "")


def _encoded(raw: str, encoding: str) -> bytes:
    """`mixed` is UTF-8 in which |93| stands for a byte of its own."""
    if encoding != "mixed":
        return raw.encode(encoding)
    return _BYTE.sub(lambda match: bytes([int(match[1], 16)]), raw.encode())
