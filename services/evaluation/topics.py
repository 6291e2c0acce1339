"""Topics against labelled articles: docs/quality.md says how each kind of set is scored."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from schemas.entities import ExtractedArticle
from schemas.identity import text_digest
from schemas.mediatopics import Vocabulary
from schemas.selectors import Selector
from schemas.tagged import Topic
from services.evaluation.labelled import read
from services.evaluation.report import Mark, Marked, Report, Row, Table
from services.evaluation.scores import Tally, bins, calibration_error, share
from services.evaluation.topicsets import TopicArticle, tops_of, unnamed
from services.tagging.own import GIVEN, OwnTaxonomy, OwnTopic, Taxonomy


class Tagging(Protocol):
    """What is measured."""

    def topics(self, extracted: ExtractedArticle) -> Sequence[Topic]: ...

    def scores(self, extracted: ExtractedArticle) -> Mapping[str, float]: ...


class Judged(NamedTuple):
    """An article with the score of every topic, what is given of them, and the evidence of what is given."""

    row: TopicArticle
    text: str
    scores: Mapping[str, float]
    given: Mapping[str, Sequence[Selector]]


def evaluate(tagger: Tagging, vocabulary: Vocabulary, data: Path) -> Report:
    """The report on every labelled article in `data`; `ValueError` where there is none."""
    rows = [row for found in read(data, TopicArticle).values() for row in found]
    kinds = Counter(row.kind for row in rows if row.kind)
    if not kinds:
        raise ValueError(f"{data}: no article has medtop, level1, level2 or topics")
    kind = kinds.most_common(1)[0][0]
    judged = [_judge(tagger, row) for row in rows if row.kind == kind]
    if kind == "own":
        return own_topics([row for row in rows if row.topics], str(data))
    score = {"one": one_topic, "many": every_topic}[kind]
    return score(judged, vocabulary, str(data))


def _judge(tagger: Tagging, row: TopicArticle) -> Judged:
    extracted = unnamed(row)
    given = {topic.id: topic.evidence for topic in tagger.topics(extracted)}
    return Judged(row, extracted.article.text, tagger.scores(extracted), given)


def one_topic(judged: Sequence[Judged], vocabulary: Vocabulary, data: str) -> Report:
    """A set that knows one topic an article: which of the set's topics has the best score?"""
    names = sorted({one.row.one for one in judged})
    best = [max(names, key=lambda name: _score(one, name)) for one in judged]
    gold = [one.row.one for one in judged]
    sure = [
        (share(_score(one, name), sum(_score(one, other) for other in names)), name == one.row.one)
        for one, name in zip(judged, best, strict=True)
    ]
    reliability = bins(sure)
    given = [(_best_given(one, names, vocabulary), one.row.one) for one in judged]
    right = sum(ours == theirs for ours, theirs in given if ours)
    emitted = sum(ours is not None for ours, _ in given)
    tallies = _tallies(names, [{name} for name in best], [{name} for name in gold])
    metrics = {
        "micro_f1": share(sum(map(str.__eq__, best, gold)), len(gold)),
        "macro_f1": _macro(tallies),
        "precision": share(right, emitted),
        "ece": calibration_error(reliability),
        "given": share(emitted, len(judged)),
    }
    tables = [
        _by_topic(tallies, vocabulary),
        _confusion(names, best, gold, vocabulary),
        Table("confidence", ["articles", "mean", "right"], [["", *one] for one in reliability]),
    ]
    marked = [_marked(one, {one.row.one}, {name}) for one, name in zip(judged, best, strict=True)]
    return Report("topics", data, len(judged), metrics, tables, marked)


def every_topic(judged: Sequence[Judged], vocabulary: Vocabulary, data: str) -> Report:
    """A set that knows all topics of an article: which of them are given, and what is given beside them?"""
    gold1 = [_tops(one.row, vocabulary) for one in judged]
    ours1 = [{topic for topic in one.given if vocabulary.level(topic) == 1} for one in judged]
    gold2 = [set(one.row.level2 or ()) for one in judged]
    ours2 = [_second(one.given, vocabulary) for one in judged]
    names = sorted(set().union(*gold1))
    first = _tallies(sorted(set().union(*gold1, *ours1)), ours1, gold1)
    second = _tallies(sorted(set().union(*gold2, *ours2)), ours2, gold2)
    both = _sum({**first, **second})
    pairs = [
        (one.scores.get(name, 0.0), name in gold)
        for one, gold in zip(judged, gold1, strict=True)
        for name in names
    ]
    sure = [
        (one.scores[name], name in gold)
        for one, gold in zip(judged, map(set.union, gold1, gold2), strict=True)
        for name in one.given
        if vocabulary.level(name) <= 2
    ]
    metrics = {
        "micro_f1": _sum(first).f1,
        "macro_f1": _macro({name: first[name] for name in names}),
        "precision": both.precision if any(gold2) else _sum(first).precision,
        "ece": calibration_error(bins(pairs)),
        "recall": _sum(first).recall,
        "level2_micro_f1": _sum(second).f1,
        "level2_precision": _sum(second).precision,
        "ece_given": calibration_error(bins(sure)),
    }
    tables = [_by_topic(first, vocabulary), _by_topic(second, vocabulary)]
    tables.append(Table("score", ["topics", "mean", "right"], [["given", *one] for one in bins(sure)]))
    marked = [
        _marked(one, gold, ours)
        for one, gold, ours in zip(
            judged, map(set.union, gold1, gold2), map(set.union, ours1, ours2), strict=True
        )
    ]
    return Report("topics", data, len(judged), metrics, tables, marked)


def own_topics(rows: Sequence[TopicArticle], data: str) -> Report:
    """A set with a taxonomy of its own: learnt from its training part as an operator's would be, held to the rest.

    Where the set has one part alone, a fifth of it by the hash of the id is the rest. A topic without an example in the
    training part can't be given and counts as missing.
    """
    learnt, held = split(rows)
    known = {topic for row in learnt for topic in row.topics or ()}
    taxonomy = Taxonomy(taxonomy="set", topics=tuple(_own(topic, learnt) for topic in sorted(known)))
    own = OwnTaxonomy.learn(taxonomy)
    scores = [own.of_text(row.title, row.text) for row in held]
    gold = [set(row.topics or ()) for row in held]
    ours = [{topic for topic, score in one.items() if score >= GIVEN} for one in scores]
    tallies = _tallies(sorted(set().union(*gold, *ours)), ours, gold)
    pairs = [(one.get(t, 0.0), t in real) for one, real in zip(scores, gold, strict=True) for t in known]
    metrics = {
        "micro_f1": _sum(tallies).f1,
        "macro_f1": _macro({name: tallies[name] for name in sorted(set().union(*gold))}),
        "precision": _sum(tallies).precision,
        "ece": calibration_error(bins(pairs)),
        "recall": _sum(tallies).recall,
    }
    head = ["gold", "right", "wrong", "missing", "precision", "recall", "f1"]
    return Report("topics", data, len(held), metrics, [Table("topic", head, _rows(tallies, str))], [])


def split(rows: Sequence[TopicArticle]) -> tuple[list[TopicArticle], list[TopicArticle]]:
    """What is learnt from and what is held out: by `split`, or else by the hash of the id."""
    if len({row.split for row in rows}) > 1:
        return [r for r in rows if r.split == "TRAIN"], [r for r in rows if r.split != "TRAIN"]
    held = [int(text_digest(str(row.id) or row.text), 16) % 5 == 0 for row in rows]
    return [r for r, h in zip(rows, held, strict=True) if not h], [
        r for r, h in zip(rows, held, strict=True) if h
    ]


def _own(topic: str, rows: Sequence[TopicArticle]) -> OwnTopic:
    examples = tuple(f"{row.title}\n\n{row.text}" for row in rows if topic in (row.topics or ()))
    return OwnTopic(id=topic, label=topic.replace("-", " "), examples=examples)


def _score(one: Judged, name: str) -> float:
    return max(one.scores.get(topic, 0.0) for topic in tops_of(name))


def _best_given(one: Judged, names: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The set's topic that is given with the best score; None where none of them is."""
    tops = {vocabulary.top(topic) if topic in vocabulary else topic for topic in one.given}
    given = [name for name in names if not tops.isdisjoint(tops_of(name))]
    return max(given, key=lambda name: _score(one, name), default=None)


def _tops(row: TopicArticle, vocabulary: Vocabulary) -> set[str]:
    return {*(row.level1 or ()), *(vocabulary.top(topic) for topic in row.level2 or ())}


def _second(given: Mapping[str, object], vocabulary: Vocabulary) -> set[str]:
    """What is given at the second level or below, as topics of the second level."""
    lines = ((topic, *vocabulary.ancestors(topic)) for topic in given if topic in vocabulary)
    return {line[-2] for line in lines if len(line) > 1}


def _tallies(names: Sequence[str], ours: Sequence[set[str]], gold: Sequence[set[str]]) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for name in names:
        both = sum(name in mine and name in theirs for mine, theirs in zip(ours, gold, strict=True))
        mine, theirs = (sum(name in one for one in side) for side in (ours, gold))
        found[name] = Tally(both, mine - both, both, theirs - both)
    return found


def _sum(tallies: Mapping[str, Tally]) -> Tally:
    total = Tally()
    for tally in tallies.values():
        total = total.plus(tally)
    return total


def _macro(tallies: Mapping[str, Tally]) -> float:
    return share(sum(tally.f1 for tally in tallies.values()), len(tallies))


def _label(name: str, vocabulary: Vocabulary) -> str:
    return vocabulary.label(name) if name in vocabulary else name


def _by_topic(tallies: Mapping[str, Tally], vocabulary: Vocabulary) -> Table:
    head = ["gold", "right", "wrong", "missing", "precision", "recall", "f1"]
    return Table("topic", head, _rows(tallies, lambda name: _label(name, vocabulary)))


def _rows(tallies: Mapping[str, Tally], label: Callable[[str], str]) -> list[Row]:
    return [
        _row(label(name), [t.had + t.missing, t.right, t.wrong, t.missing, t.precision, t.recall, t.f1])
        for name, t in tallies.items()
    ]


def _confusion(
    names: Sequence[str], best: Sequence[str], gold: Sequence[str], vocabulary: Vocabulary
) -> Table:
    """Rows are gold, columns what has the best score."""
    pairs = Counter(zip(gold, best, strict=True))
    head = [_label(name, vocabulary).split(",")[0][:12] for name in names]
    rows = [_row(_label(name, vocabulary), [pairs[name, other] for other in names]) for name in names]
    return Table("gold \\ ours", head, rows)


def _row(name: str, figures: Sequence[int | float]) -> Row:
    return [name, *figures]


def _marked(one: Judged, gold: set[str], ours: set[str]) -> Marked:
    """The article with the evidence of what is given; its title says what is missing and what is too much."""
    title = f"{one.row.title or one.text[:60]} [missing: {_names(gold - ours)}; wrong: {_names(ours - gold)}]"
    marks = [
        Mark(selector.start, selector.end, topic) for topic, found in one.given.items() for selector in found
    ]
    right = [mark for mark in marks if mark.label in gold]
    return Marked(title, one.text, right, marks, len(gold ^ ours))


def _names(topics: set[str]) -> str:
    return ", ".join(sorted(topics)) or "none"
