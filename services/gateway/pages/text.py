"""An article's text as HTML: block by block, each with the marks that lie in it. Pure."""

from collections.abc import Iterator, Sequence

import msgspec
from markupsafe import Markup

from schemas.article import Block
from services.gateway.pages.marks import Mark, marked, plain


class Stretch(msgspec.Struct, frozen=True):
    """A part of the text: a block, or what lies between two (`kind` is None)."""

    start: int
    end: int
    kind: str | None


class Shown(msgspec.Struct, frozen=True):
    """A stretch as HTML."""

    kind: str | None
    html: Markup


def shown(text: str, blocks: Sequence[Block], marks: Sequence[Mark]) -> tuple[Shown, ...]:
    """Every code point of `text`, in order: the blocks with their marks, and what lies between them."""
    found = []
    waiting = sorted(marks, key=lambda mark: mark.start, reverse=True)
    reaching: list[Mark] = []
    for part in stretches(blocks, len(text)):
        while waiting and waiting[-1].start < part.end:
            reaching.append(waiting.pop())
        between = part.kind is None and not text[part.start : part.end].strip()
        html = plain(text[part.start : part.end]) if between else marked(text, reaching, part.start, part.end)
        found.append(Shown(None if between else part.kind or "body", html))
        reaching = [mark for mark in reaching if mark.end > part.end]
    return tuple(found)


def stretches(blocks: Sequence[Block], length: int) -> Iterator[Stretch]:
    """The whole text in parts. A block that lies out of the text, or over another one, is left out."""
    at = 0
    for block in sorted(blocks, key=lambda block: (block.start, block.end)):
        if not at <= block.start < block.end <= length:
            continue
        if block.start > at:
            yield Stretch(at, block.start, None)
        yield Stretch(block.start, block.end, block.kind)
        at = block.end
    if at < length:
        yield Stretch(at, length, None)
