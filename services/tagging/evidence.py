"""The words of an article that carried a topic, as selectors."""

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
    """Where persons and places are named: that somebody is named is no evidence for a topic."""
    return [(s.start, s.end) for m in mentions if m.type in {"person", "place"} for s in m.evidence]


def strongest(
    contributions: Mapping[str, float], occurrences: Mapping[str, Sequence[Span]], taken: Sequence[Span] = ()
) -> list[Span]:
    """Where the terms stand that add most to a topic: at most `MOST` spans, in reading order.

    Terms are taken by falling contribution (then by name), of each its first place that overlaps neither `taken` nor
    a place chosen before.
    """
    chosen: list[Span] = []
    for term in _ranked(contributions):
        if len(chosen) == MOST:
            break
        free = (
            span for span in occurrences[term] if not _overlaps(span, taken) and not _overlaps(span, chosen)
        )
        if (span := next(free, None)) is not None:
            chosen.append(span)
    return sorted(chosen)


def selectors(text: str, spans: Sequence[Span]) -> tuple[Selector, ...]:
    """The selectors of `spans` of `text`."""
    return tuple(select(text, start, end) for start, end in spans)


def _ranked(contributions: Mapping[str, float]) -> list[str]:
    floor = LEAST * max(contributions.values(), default=0.0)
    strong = [term for term, added in contributions.items() if added > 0 and added >= floor]
    return sorted(strong, key=lambda term: (-contributions[term], term))


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
