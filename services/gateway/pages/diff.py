"""Two versions of a text, compared: paragraph by paragraph, and word by word where a paragraph changed. Pure."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec

Kind = Literal["same", "gone", "new"]
MOST_PARAGRAPHS = 2_000
MOST_WORDS = 1_500
"""Words of a paragraph that are compared: comparing costs the square of them. A longer one is shown as replaced."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(msgspec.Struct, frozen=True):
    """Words that stand in both versions, only in the old one, or only in the new one."""

    kind: Kind
    text: str


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of the new version, of the old one, or of both with what changed in it."""

    kind: Literal["same", "gone", "new", "changed"]
    pieces: tuple[Piece, ...]


def compare(old: Sequence[str], new: Sequence[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of both, in order: without what is "new" they are `old`, without what is "gone" `new`."""
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        return tuple(_replaced(old, new))
    return tuple(_compared(old, new))


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of one paragraph in both versions."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return _pieces([("gone", old), ("new", new)])
    found: list[tuple[Kind, str]] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(before[i:j])))
        else:
            found += [("gone", "".join(before[i:j])), ("new", "".join(after[k:m]))]
    return _pieces(found)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (_whole("same", text) for text in old[i:j])
        else:
            yield from _replaced(old[i:j], new[k:m])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Those that face each other are compared if they have anything in common; the rest came or went."""
    common = min(len(old), len(new))
    for before, after in zip(old[:common], new[:common], strict=True):
        pieces = words(before, after)
        if sum(len(one.text) for one in pieces if one.kind == "same") * 3 > min(len(before), len(after)):
            yield Paragraph("changed", pieces)
        else:
            yield _whole("gone", before)
            yield _whole("new", after)
    yield from (_whole("gone", text) for text in old[common:])
    yield from (_whole("new", text) for text in new[common:])


def _whole(kind: Kind, text: str) -> Paragraph:
    return Paragraph(kind, (Piece(kind, text),))


def _pieces(found: Sequence[tuple[Kind, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(kind, text) for kind, text in found if text)
