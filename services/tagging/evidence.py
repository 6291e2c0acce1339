"""The words of an article that carried a topic, as selectors."""

from collections.abc import Mapping, Sequence

from schemas.article import PROSE, Article
from schemas.selectors import Selector, select
from services.tagging.features import Span

MOST = 5
"""Selectors a topic, at most."""


def prose(article: Article) -> list[tuple[str, int]]:
    """The article's own words: each block of prose with the position at which it starts."""
    return [(article.text[b.start : b.end], b.start) for b in article.blocks if b.kind in PROSE]


def strongest(contributions: Mapping[str, float], occurrences: Mapping[str, Sequence[Span]]) -> list[Span]:
    """Where the terms stand that add most to a topic: at most `MOST` spans that do not overlap, in reading order.

    Terms are taken by falling contribution (then by name); of each its first place that is still free.
    """
    chosen: list[Span] = []
    for term in sorted(
        (t for t in contributions if contributions[t] > 0), key=lambda t: (-contributions[t], t)
    ):
        if len(chosen) == MOST:
            break
        free = (span for span in occurrences[term] if not any(_overlap(span, other) for other in chosen))
        if (span := next(free, None)) is not None:
            chosen.append(span)
    return sorted(chosen)


def selectors(text: str, spans: Sequence[Span]) -> tuple[Selector, ...]:
    """The selectors of `spans` of `text`."""
    return tuple(select(text, start, end) for start, end in spans)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
