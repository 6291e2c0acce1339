"""What extraction reads and says of one article at most: an article over a limit is read as far as that goes."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from schemas.article import Article, BlockKind
from services.extraction.quotes import Found
from services.extraction.reading import Reading
from services.extraction.spans import Range, Span
from services.extraction.values.value import Value

MOST = 200_000
"""Code points of the text that are read."""

MENTIONS = 5_000
"""Names, dates and amounts of an article: with as many entities of their own they still fit into a record of 8 MiB."""

QUOTES = 1_000
"""Quotes and statements of an article."""


def blocks(article: Article, kinds: Collection[BlockKind]) -> list[Range]:
    """The stretches of the article's text in blocks of the given kinds, in reading order, up to `MOST`."""
    return [
        (block.start, min(block.end, MOST))
        for block in article.blocks
        if block.kind in kinds and block.start < min(block.end, MOST)
    ]


def check(article: Article) -> None:
    """`ValueError` names a block that is out of place."""
    size, free = len(article.text), 0
    for i, block in enumerate(article.blocks):
        if not free <= block.start <= block.end <= size:
            raise ValueError(f"blocks[{i}]: {block.start}:{block.end} is out of place in {free}:{size}")
        free = block.end


class Cut(NamedTuple):
    """What is left of a reading within the limits, and whether anything was left out."""

    truncated: bool
    spans: Sequence[Span]
    values: Sequence[Value]
    quotes: Sequence[Found]


def cut(article: Article, reading: Reading) -> Cut:
    """The first mentions and quotes, up to the limits; truncated too where the text is longer than what is read."""
    spans, values = reading.spans, reading.values
    starts = sorted([*(span.start for span in spans), *(value.start for value in values)])
    if over := len(starts) > MENTIONS:
        after = starts[MENTIONS]
        spans = [span for span in spans if span.start < after]
        values = [value for value in values if value.start < after]
    truncated = over or len(reading.quotes) > QUOTES or len(article.text) > MOST
    return Cut(truncated, spans, values, reading.quotes[:QUOTES])
