"""Which topics of the tree an article is given: from scores and supporting words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.mediatopics import Vocabulary
from services.tagging.evidence import MOST, strongest
from services.tagging.features import Span
from services.tagging.reading import Reading

TITLED, REPEATED = 0.9, 0.75
"""What a topic below the second level keeps of its ancestor's score: named in the title, or `TIMES` times elsewhere."""

TIMES = 2


class Given(NamedTuple):
    """A topic with its score and the words that support it."""

    topic: str
    score: float
    spans: Sequence[Span]


def given(reading: Reading, thresholds: Mapping[str, float], vocabulary: Vocabulary) -> list[Given]:
    """The topics of all levels, each with every topic above it. What no word supports is left out."""
    found = {one.topic: one for one in _second(reading, thresholds, vocabulary)}
    for one in list(found.values()):
        found |= {below.topic: below for below in _below(one, reading, vocabulary)}
    for one in list(found.values()):
        for ancestor in vocabulary.ancestors(one.topic):
            found[ancestor] = _above(one, ancestor, found, reading)
    for topic, score in reading.scores.items():
        if topic not in found and vocabulary.level(topic) == 1 and score >= thresholds[topic]:
            found[topic] = Given(topic, score, _words(topic, reading))
    return [one for one in found.values() if one.spans]


def _above(below: Given, topic: str, found: Mapping[str, Given], reading: Reading) -> Given:
    """A topic above one that is given: no less likely, and supported by its own words or by those below."""
    known = found.get(topic)
    score = max(below.score, reading.scores.get(topic, 0.0), known.score if known else 0.0)
    return Given(topic, score, known.spans if known else _words(topic, reading) or below.spans)


def _words(topic: str, reading: Reading) -> Sequence[Span]:
    """The words that added most to a topic of the top level; none for another."""
    if topic not in reading.words:
        return ()
    return strongest(reading.words[topic].contributions(), reading.found, reading.taken)


def _second(reading: Reading, thresholds: Mapping[str, float], vocabulary: Vocabulary) -> Iterator[Given]:
    for topic, score in reading.scores.items():
        if vocabulary.level(topic) == 2 and score >= thresholds[topic] and topic in reading.hits:
            yield Given(topic, score, _first(reading.hits[topic]))


def _below(above: Given, reading: Reading, vocabulary: Vocabulary) -> Iterator[Given]:
    """The topics under one of the second level whose label stands in the title, or again and again."""
    for topic, spans in reading.hits.items():
        if above.topic in vocabulary.ancestors(topic):
            titled = spans[0][0] < reading.title
            if titled or len(spans) >= TIMES:
                yield Given(topic, round(above.score * (TITLED if titled else REPEATED), 4), _first(spans))


def _first(spans: Sequence[Span]) -> list[Span]:
    """At most `MOST` of the spans, none overlapping another."""
    apart: list[Span] = []
    for span in spans:
        if len(apart) < MOST and (not apart or apart[-1][1] <= span[0]):
            apart.append(span)
    return apart
