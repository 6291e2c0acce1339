"""Words and linked entities that speak for a topic: where they stand in an article.

The second level has terms chosen by hand, and the entities that stand for a topic; a topic below it has its own label.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from schemas.entities import ExtractedArticle
from schemas.mediatopics import Vocabulary
from services.tagging.features import Span, terms

LONGEST_LABEL = 2
"""Words of a label that is looked for: a longer one hardly ever stands in a text as it is."""

OPENING = 1000

Occurrences = Mapping[str, Sequence[Span]]


class Lexicon:
    """`terms`: term -> the topics it speaks for, in the form of `features.terms`; `entities`: id -> the same."""

    def __init__(
        self,
        terms_: Mapping[str, Sequence[str]],
        entities: Mapping[str, Sequence[str]],
        vocabulary: Vocabulary,
    ) -> None:
        self._terms = terms_
        self._entities = entities
        topics = [topic for several in (*terms_.values(), *entities.values()) for topic in several]
        self._tops = {topic: vocabulary.top(topic) for topic in topics}

    @classmethod
    def load(cls, folder: Path, vocabulary: Vocabulary) -> "Lexicon":
        """Read `terms.tsv` and `entities.tsv`, and take the labels from the third level of `vocabulary` down."""
        found: dict[str, list[str]] = defaultdict(list)
        for topic, term in [*_chosen(folder / "terms.tsv"), *_labels(vocabulary)]:
            if topic not in found[term]:
                found[term].append(topic)
        entities: dict[str, list[str]] = defaultdict(list)
        for row in _rows(folder / "entities.tsv"):
            entities[row["entity"]].append(row["topic"])
        return cls(dict(found), dict(entities), vocabulary)

    def hits(
        self, found: Occurrences, extracted: ExtractedArticle, taken: Sequence[Span]
    ) -> dict[str, list[Span]]:
        """Topic -> where words or entities stand that speak for it, in reading order.

        `found` is where the article's terms stand; a term inside `taken` (names) is passed over.
        """
        spans: dict[str, set[Span]] = defaultdict(set)
        for term in found.keys() & self._terms.keys():
            free = [span for span in found[term] if not any(_inside(span, name) for name in taken)]
            for topic in self._terms[term]:
                spans[topic].update(free)
        for topic, span in self._linked(extracted):
            spans[topic].add(span)
        return {topic: sorted(places) for topic, places in spans.items() if places}

    def loudness(self, hits: Mapping[str, Sequence[Span]], title: int) -> dict[str, float]:
        """Top-level topic -> how much speaks for what is under it: ln(1 + places), one in the title counting thrice.

        Only the first `OPENING` code points count, so that a long article is not louder than a short one.
        """
        places: dict[str, set[Span]] = defaultdict(set)
        for topic, spans in hits.items():
            places[self._tops[topic]].update(span for span in spans if span[0] < OPENING)
        return {
            top: math.log1p(sum(3 if start < title else 1 for start, _ in spans))
            for top, spans in places.items()
        }

    def _linked(self, extracted: ExtractedArticle) -> Iterator[tuple[str, Span]]:
        topics = {entity.key: self._entities.get(entity.id or "", ()) for entity in extracted.entities}
        for mention in extracted.mentions:
            for topic in topics.get(mention.entity or "", ()):
                yield topic, (mention.evidence[0].start, mention.evidence[0].end)


def normal(phrase: str) -> str | None:
    """A phrase in the form in which an article's terms are found; None for what can't be found."""
    words = [term for term, _ in terms(phrase)]
    return max(words, key=len) if words and len(phrase.split()) <= LONGEST_LABEL else None


def _chosen(table: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(table):
        for phrase in row["terms"].split(","):
            if (term := normal(phrase.strip())) is not None:
                yield row["topic"], term


def _labels(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for topic in vocabulary:
        below = topic.retired is None and vocabulary.level(topic.id) > 2
        if below and (term := normal(topic.label)) is not None:
            yield topic.id, term


def _rows(table: Path) -> Iterable[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE))


def _inside(span: Span, name: Span) -> bool:
    return name[0] <= span[0] and span[1] <= name[1]
