"""The words of an article that carried a topic, as selectors."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence

from schemas.article import PROSE, Article
from schemas.entities import Mention
from schemas.selectors import Selector, select
from services.tagging.features import Span

MOST = 5
"""Selectors a topic, at most."""

LEAST = 0.2
"""What a word must add to a topic to be shown, as a share of what the strongest word adds."""


def prose(article: Article) -> list[tuple[str, int]]:
    """The article's own words: each block of prose with the position at which it starts."""
    return [(article.text[b.start : b.end], b.start) for b in article.blocks if b.kind in PROSE]


def names(mentions: Iterable[Mention]) -> list[Span]:
    """Where persons and places are named, in reading order, touching names as one span.

    That somebody is named is no evidence for a topic.
    """
    spans = sorted((s.start, s.end) for m in mentions if m.type in {"person", "place"} for s in m.evidence)
    apart: list[Span] = []
    for start, end in spans:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def strongest(
    contributions: Mapping[str, float], occurrences: Mapping[str, Sequence[Span]], taken: Sequence[Span] = ()
) -> list[Span]:
    """Where the terms stand that add most to a topic: at most `MOST` spans, in reading order.

    Terms are taken by falling contribution (then by name), of each its first place that overlaps neither `taken` nor
    a place chosen before. `taken` is sorted and its spans do not overlap.
    """
    chosen: list[Span] = []
    for term in _ranked(contributions):
        if len(chosen) == MOST:
            break
        free = (
            span for span in occurrences[term] if not _overlaps(span, taken) and not _overlaps(span, chosen)
        )
        if (span := next(free, None)) is not None:
            insort(chosen, span)
    return chosen


def selectors(text: str, spans: Sequence[Span]) -> tuple[Selector, ...]:
    """The selectors of `spans` of `text`."""
    return tuple(select(text, start, end) for start, end in spans)


def _ranked(contributions: Mapping[str, float]) -> list[str]:
    floor = LEAST * max(contributions.values(), default=0.0)
    strong = [term for term, added in contributions.items() if added > 0 and added >= floor]
    return sorted(strong, key=lambda term: (-contributions[term], term))


def _overlaps(span: Span, apart: Sequence[Span]) -> bool:
    """Whether `span` overlaps one of `apart`, which are sorted and do not overlap each other."""
    before = bisect_left(apart, span[1], key=lambda other: other[0])
    return before > 0 and apart[before - 1][1] > span[0]
