"""Names against gold: persons, organisations and places, by exact span and type, and by any overlap.

A leading article and a trailing possessive are dropped on both sides, because the guidelines of the sets differ.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from services.evaluation import coreference
from services.evaluation.articles import article
from services.evaluation.labelled import Label, NamedArticle, read
from services.evaluation.report import Mark, Marked, Report, Row, Table
from services.evaluation.scores import Tally, bins, calibration_error, tally
from services.extraction.extract import Extractor

TYPES = ("person", "organisation", "place")
LABELS = {
    "per": "person",
    "person": "person",
    "org": "organisation",
    "organisation": "organisation",
    "organization": "organisation",
    "corporation": "organisation",
    "loc": "place",
    "location": "place",
    "facility": "place",
    "place": "place",
}
"""What the sets call the three types, in lower case; every other label is none of the three."""

FINER = {
    "norp": "group",
    "group": "group",
    "event": "event",
    "product": "product",
    "law": "law",
    "date": "date",
    "money": "money",
}
"""What the sets call the finer types: those have a table of their own, of the sets that label them."""

Name = tuple[int, int, str]

_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s?['’‘]s?$", re.IGNORECASE)


class _Read(NamedTuple):
    """One article: what gold and we name, and our scores; the same of the finer types."""

    gold: frozenset[Name]
    ours: Mapping[Name, float]
    finer_gold: frozenset[Name] = frozenset()
    finer: Mapping[Name, float] = {}


def evaluate(extractor: Extractor, data: Path) -> Report:
    """The report on every labelled article in `data`; `ValueError` where there is none."""
    files = read(data, NamedArticle, names_only)
    pairs = {name: [(row, _read(extractor, row)) for row in rows] for name, rows in files.items()}
    every = [found for rows in pairs.values() for _, found in rows]
    exact = _total(map(_exact, every))
    reliability = bins((score, name in one.gold) for one in every for name, score in one.ours.items())
    return Report(
        task="ner",
        data=str(data),
        n=len(every),
        metrics={
            "precision": exact.precision,
            "recall": exact.recall,
            "f1": exact.f1,
            "relaxed_f1": _total(map(_relaxed, every)).f1,
            "calibration_error": calibration_error(reliability),
        },
        tables=[
            Table("type", _HEAD, [_line(kind, [_only(one, kind) for one in every]) for kind in TYPES]),
            Table("finer type", _HEAD, list(_finer(every))),
            Table("file", _HEAD, [_line(name, [one for _, one in rows]) for name, rows in pairs.items()]),
            _confusion(every),
            Table(
                "scores", ["names", "mean", "right"], [[f"bin {i}", *b] for i, b in enumerate(reliability, 1)]
            ),
        ],
        marked=[_marked(row, found) for rows in pairs.values() for row, found in rows],
    )


_HEAD = ("gold", "precision", "recall", "f1", "relaxed precision", "relaxed recall", "relaxed f1")


def gold(row: NamedArticle) -> frozenset[Name]:
    """The names of the three types that the article's labels give, normalised."""
    return _labelled(row, LABELS)


def _labelled(row: NamedArticle, labels: Mapping[str, str]) -> frozenset[Name]:
    return frozenset(
        (*trimmed(row.text, span.start, span.end), labels[span.kind.lower()])
        for span in _proper(row)
        if span.kind.lower() in labels
    )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without a leading article and a trailing possessive."""
    if leading := _ARTICLE.match(text, start, end):
        start = leading.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    return start, end


def _proper(row: NamedArticle) -> Sequence[Label]:
    """The spans that are names."""
    return coreference.names(row) if coreference.partial(row) else row.spans


def judged(row: NamedArticle, ours: Mapping[Name, float]) -> Mapping[Name, float]:
    """Those of the names that were found that the set says something of: all, unless it marks some phrases only."""
    if not coreference.partial(row):
        return ours
    marked = [(name.start, name.end) for name in _proper(row)]
    return {
        name: score
        for name, score in ours.items()
        if any(start < name[1] and name[0] < end for start, end in marked)
    }


def names_only(row: NamedArticle) -> bool:
    """Whether it is an article of a set of names. False for sets that label links, not names."""
    return all(span.label is not None or span.wiki is not None for span in row.spans)


def _read(extractor: Extractor, row: NamedArticle) -> _Read:
    (found,) = extractor.extract([article(row.text)])
    ours: dict[Name, float] = {
        (*trimmed(row.text, mention.evidence[0].start, mention.evidence[0].end), mention.type): mention.score
        for mention in found.mentions
    }
    three = {name: score for name, score in ours.items() if name[2] in TYPES}
    finer = {name: score for name, score in ours.items() if name[2] not in TYPES}
    return _Read(gold(row), judged(row, three), _labelled(row, FINER), finer)


def _finer(found: Sequence[_Read]) -> Iterator[Row]:
    """A line for each finer type that the set labels."""
    for kind in sorted({name[2] for one in found for name in one.finer_gold}):
        only = [_only(_Read(one.finer_gold, one.finer), kind) for one in found]
        yield _line(kind, only)


def _exact(one: _Read) -> Tally:
    return tally(one.gold, frozenset(one.ours))


def _relaxed(one: _Read) -> Tally:
    right = sum(_meets(name, one.gold) for name in one.ours)
    had = sum(_meets(name, one.ours) for name in one.gold)
    return Tally(right, len(one.ours) - right, had, len(one.gold) - had)


def _meets(name: Name, others: frozenset[Name] | Mapping[Name, float]) -> bool:
    return any(name[2] == kind and start < name[1] and name[0] < end for start, end, kind in others)


def _only(one: _Read, kind: str) -> _Read:
    return _Read(
        frozenset(name for name in one.gold if name[2] == kind),
        {name: score for name, score in one.ours.items() if name[2] == kind},
    )


def _total(tallies: Iterator[Tally]) -> Tally:
    total = Tally()
    for one in tallies:
        total = total.plus(one)
    return total


def _line(title: str, found: Sequence[_Read]) -> list[str | int | float]:
    exact, relaxed = _total(map(_exact, found)), _total(map(_relaxed, found))
    count = sum(len(one.gold) for one in found)
    return [
        title,
        count,
        exact.precision,
        exact.recall,
        exact.f1,
        relaxed.precision,
        relaxed.recall,
        relaxed.f1,
    ]


def _confusion(found: Sequence[_Read]) -> Table:
    """Gold type -> what we call the same words: a type, other words that overlap them, or nothing."""
    counts = Counter((name[2], _called(name, one.ours)) for one in found for name in one.gold)
    counts.update(("nothing", name[2]) for one in found for name in one.ours if not _touches(name, one.gold))
    columns = [*TYPES, "other words", "nothing"]
    rows: list[Row] = [[kind, *(counts[kind, column] for column in columns)] for kind in [*TYPES, "nothing"]]
    return Table("gold, called", columns, rows)


def _called(name: Name, ours: Mapping[Name, float]) -> str:
    same = [kind for start, end, kind in ours if (start, end) == name[:2]]
    return same[0] if same else "other words" if _touches(name, ours) else "nothing"


def _touches(name: Name, others: frozenset[Name] | Mapping[Name, float]) -> bool:
    return any(start < name[1] and name[0] < end for start, end, _ in others)


def _marked(row: NamedArticle, found: _Read) -> Marked:
    exact = _exact(found)
    return Marked(
        title=str(row.id),
        text=row.text,
        gold=[Mark(*name) for name in sorted(found.gold)],
        ours=[Mark(*name) for name in sorted(found.ours)],
        faults=exact.wrong + exact.missing,
    )
