"""Words and linked entities that speak for a topic: where they stand in an article.

The second level has terms chosen by hand, and the entities that stand for a topic; a topic below it has its own
label, all of its words: a part of it may be the label of the topic above. Labels that mostly mean something else
(`common.txt`) are not looked for. A quiet term ("strike", "party") is one that tells the topics under one top-level
topic apart, but not that one from others.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from schemas.entities import ExtractedArticle
from schemas.mediatopics import Vocabulary
from services.tagging.evidence import prose
from services.tagging.features import Span
from services.tagging.phrases import Phrase, as_written, phrase_of, qualified, term_of

LONGEST_LABEL = 2
"""Words of a label that is looked for: a longer one hardly ever stands in a text as it is."""

OPENING = 1000

FILES = ("terms.tsv", "entities.tsv", "common.txt")

Occurrences = Mapping[str, Sequence[Span]]


class Written(NamedTuple):
    """A term or label that speaks for `topic` where `needs`, if any, stands in the article too."""

    topic: str
    text: str
    needs: str | None = None
    quiet: bool = False


class Spoken(NamedTuple):
    """Topic -> where words or entities stand that speak for it, in reading order; `loud`: all but the quiet ones."""

    hits: dict[str, list[Span]]
    loud: dict[str, set[Span]]


class Lexicon:
    """`written`: what speaks for which topic; `entities`: an entity's id -> the topics it speaks for."""

    def __init__(
        self, written: Iterable[Written], entities: Mapping[str, Sequence[str]], vocabulary: Vocabulary
    ) -> None:
        self._terms: dict[str, list[Written]] = defaultdict(list)
        self._phrases: dict[str, list[tuple[Phrase, Written]]] = defaultdict(list)
        self._entities = entities
        topics = {topic for several in entities.values() for topic in several}
        for one in written:
            self._learn(one)
            topics.add(one.topic)
        self._tops = {topic: vocabulary.top(topic) for topic in topics}

    def _learn(self, one: Written) -> None:
        if not as_written(one.text) and (term := normal(one.text)) is not None:
            self._terms[term].append(one)
        elif len(one.text.split()) <= LONGEST_LABEL and (phrase := phrase_of(one.text)) is not None:
            for cue in phrase.cues:
                self._phrases[cue].append((phrase, one))

    @classmethod
    def load(cls, folder: Path, vocabulary: Vocabulary) -> "Lexicon":
        """Read the tables of `folder` (`FILES`), and take the labels from the third level of `vocabulary` down."""
        entities: dict[str, list[str]] = defaultdict(list)
        for row in _rows(folder / "entities.tsv"):
            entities[row["entity"]].append(row["topic"])
        chosen = list(_chosen(folder / "terms.tsv"))
        common = frozenset((folder / "common.txt").read_text(encoding="utf-8").splitlines())
        return cls([*chosen, *_labels(vocabulary, common, chosen)], dict(entities), vocabulary)

    def spoken(self, found: Occurrences, extracted: ExtractedArticle, taken: Sequence[Span]) -> Spoken:
        """What speaks for which topic.

        `found` is where the article's terms stand; a term inside `taken` (names) is passed over.
        """
        spans: dict[str, set[Span]] = defaultdict(set)
        loud: dict[str, set[Span]] = defaultdict(set)
        for one, places in [*self._found(found), *self._whole(found, extracted)]:
            if one.needs is None or one.needs in found:
                free = [span for span in places if not any(_inside(span, name) for name in taken)]
                spans[one.topic].update(free)
                if not one.quiet:
                    loud[one.topic].update(free)
        for topic, span in self._linked(extracted):
            spans[topic].add(span)
            loud[topic].add(span)
        return Spoken({topic: sorted(places) for topic, places in spans.items() if places}, dict(loud))

    def _found(self, found: Occurrences) -> Iterator[tuple[Written, Sequence[Span]]]:
        for term in found.keys() & self._terms.keys():
            for one in self._terms[term]:
                yield one, found[term]

    def _whole(
        self, found: Occurrences, extracted: ExtractedArticle
    ) -> Iterator[tuple[Written, Sequence[Span]]]:
        texts = prose(extracted.article)
        for cue in found.keys() & self._phrases.keys():
            for phrase, one in self._phrases[cue]:
                yield one, list(phrase.places(texts))

    def loudness(self, loud: Mapping[str, Iterable[Span]], title: int) -> dict[str, float]:
        """Top-level topic -> how much speaks for what is under it: ln(1 + places), one in the title counting thrice.

        Only the first `OPENING` code points count, so that a long article is not louder than a short one.
        """
        places: dict[str, set[Span]] = defaultdict(set)
        for topic, spans in loud.items():
            places[self._tops[topic]].update(span for span in spans if span[0] < OPENING)
        return {
            top: math.log1p(sum(3 if start < title else 1 for start, _ in spans))
            for top, spans in places.items()
            if spans
        }

    def _linked(self, extracted: ExtractedArticle) -> Iterator[tuple[str, Span]]:
        topics = {entity.key: self._entities.get(entity.id or "", ()) for entity in extracted.entities}
        for mention in extracted.mentions:
            for topic in topics.get(mention.entity or "", ()):
                yield topic, (mention.evidence[0].start, mention.evidence[0].end)


def normal(phrase: str) -> str | None:
    """A phrase in the form in which an article's terms are found; None where that form would leave a part of it out."""
    return term_of(phrase) if len(phrase.split()) <= LONGEST_LABEL else None


def _chosen(table: Path) -> Iterator[Written]:
    for row in _rows(table):
        for column, quiet in (("terms", False), ("quiet", True)):
            for phrase in filter(None, row[column].split(", ")):
                yield Written(row["topic"], phrase, quiet=quiet)


def _labels(vocabulary: Vocabulary, common: Container[str], chosen: Iterable[Written]) -> Iterator[Written]:
    """The labels to look for; what is quiet as a term under a top-level topic is so as a label."""
    quiet = {(vocabulary.top(one.topic), normal(one.text)) for one in chosen if one.quiet}
    for topic in vocabulary:
        if topic.retired is None and vocabulary.level(topic.id) > 2:
            label, qualifier = qualified(topic.label)
            if label.lower() not in common:
                needs = normal(qualifier) if qualifier else None
                yield Written(topic.id, label, needs, (vocabulary.top(topic.id), normal(label)) in quiet)


def _rows(table: Path) -> Iterable[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE))


def _inside(span: Span, name: Span) -> bool:
    return name[0] <= span[0] and span[1] <= name[1]
