"""Quotes against labelled attributions: who is reported to say what, in quote marks and without.

A gold quote is direct if its content begins with a quote mark; every other content is indirect.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from schemas.entities import Quote
from schemas.selectors import Selector
from services.evaluation.articles import article
from services.evaluation.labelled import Place, QuotedArticle, read
from services.evaluation.report import Mark, Marked, Report, Table
from services.evaluation.scores import Tally, bins, calibration_error, share
from services.extraction.extract import Extractor

MARKS = ('"', "“", "„", "«", "''", "‘")
Stretch = tuple[int, int]


class Gold(NamedTuple):
    """An attribution: the parts of its content, those of its source, and whether it is a direct quote."""

    parts: Sequence[Stretch]
    source: Sequence[Stretch]
    direct: bool


class _Read(NamedTuple):
    text: str
    gold: Sequence[Gold]
    ours: Sequence[Quote]


def evaluate(extractor: Extractor, data: Path) -> Report:
    """The report on every labelled article in `data`; `ValueError` where there is none."""
    files = read(data, QuotedArticle)
    pairs = {name: [(row, _read(extractor, row)) for row in rows] for name, rows in files.items()}
    every = [found for rows in pairs.values() for _, found in rows]
    counts, indirect = _counted(every), _indirect(every)
    reliability = bins((quote.score, _somebodys(quote, one.gold)) for one in every for quote in one.ours)
    return Report(
        task="quotes",
        data=str(data),
        n=len(every),
        metrics={
            "found": share(counts["found"], counts["direct"]),
            "found_in_marks": share(counts["in_marks"], counts["direct"]),
            "speaker": share(counts["speaker"], counts["sourced"]),
            "precision": share(counts["right"], counts["ours"]),
            "indirect_precision": indirect.precision,
            "indirect_recall": indirect.recall,
            "indirect_f1": indirect.f1,
            "indirect_speaker": share(counts["indirect speaker"], counts["indirect sourced"]),
            "calibration_error": calibration_error(reliability),
        },
        tables=[
            Table("file", _HEAD, [_line(name, [one for _, one in rows]) for name, rows in pairs.items()]),
            Table("rule", ["quotes", "score", "right"], list(_rules(every))),
            Table(
                "scores",
                ["quotes", "mean", "right"],
                [[f"bin {i}", *b] for i, b in enumerate(reliability, 1)],
            ),
        ],
        marked=[_marked(row, found) for rows in pairs.values() for row, found in rows],
    )


_HEAD = (
    "direct",
    "found",
    "in marks",
    "speaker",
    "quotes",
    "precision",
    "indirect words",
    "precision",
    "recall",
    "f1",
)


def gold(row: QuotedArticle) -> list[Gold]:
    """The attributions of an article that have content."""
    return [
        Gold(
            sorted(_stretches(said.content)),
            _stretches(said.source),
            row.text.startswith(MARKS, min(place.start for place in said.content)),
        )
        for said in row.attributions
        if said.content
    ]


def _stretches(places: Iterable[Place | Selector]) -> list[Stretch]:
    return [(place.start, place.end) for place in places]


def _read(extractor: Extractor, row: QuotedArticle) -> _Read:
    (found,) = extractor.extract([article(row.text)])
    return _Read(row.text, gold(row), found.quotes)


def _counted(found: Iterable[_Read]) -> Counter[str]:
    """Direct quotes found and their speakers; ours in quote marks and which of them are somebody's words."""
    counts = Counter[str]()
    for one in found:
        marked = [quote for quote in one.ours if quote.kind != "indirect"]
        for said in one.gold:
            hits = [quote for quote in one.ours if _overlaps(_stretches(quote.evidence), said.parts)]
            if said.direct:
                in_marks = any(quote.kind != "indirect" for quote in hits)
                counts.update(direct=1, found=bool(hits), in_marks=in_marks)
            else:
                hits = [quote for quote in one.ours if quote.kind == "indirect" and _same(quote, said)]
            prefix = "" if said.direct else "indirect "
            counts[f"{prefix}sourced"] += bool(hits and said.source)
            counts[f"{prefix}speaker"] += any(_named(quote, said) for quote in hits)
        counts.update(ours=len(marked), right=sum(_somebodys(quote, one.gold) for quote in marked))
    return counts


def _named(quote: Quote, said: Gold) -> bool:
    return quote.speaker is not None and _overlaps(_stretches([quote.speaker]), said.source)


def _same(quote: Quote, said: Gold) -> bool:
    """True where most of the words of ours and of gold are the same."""
    ours, theirs = _covered(_stretches(quote.evidence)), _covered(said.parts)
    return 2 * len(ours & theirs) >= max(len(ours), len(theirs))


def _somebodys(quote: Quote, said: Iterable[Gold]) -> bool:
    """True where at least half of a part lies in words that gold gives to somebody."""
    return any(
        2 * _common(part, other) >= part[1] - part[0]
        for part in _stretches(quote.evidence)
        for one in said
        for other in one.parts
    )


def _indirect(found: Iterable[_Read]) -> Tally:
    """Words of indirect content, ours against gold's; what is direct quote in gold is right for neither."""
    right = wrong = missing = 0
    for one in found:
        words = _words(one.text)
        theirs = _within(words, [part for said in one.gold if not said.direct for part in said.parts])
        ours = _within(words, [p for q in one.ours if q.kind == "indirect" for p in _stretches(q.evidence)])
        right += len(ours & theirs)
        wrong += len(ours - theirs)
        missing += len(theirs - ours)
    return Tally(right, wrong, right, missing)


def _words(text: str) -> list[Stretch]:
    words, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        words.append((at, at + len(word)))
        at += len(word)
    return words


def _within(words: Sequence[Stretch], parts: Sequence[Stretch]) -> set[Stretch]:
    covered = _covered(parts)
    return {word for word in words if word[0] in covered}


def _covered(parts: Iterable[Stretch]) -> set[int]:
    return {at for part in parts for at in range(*part)}


def _overlaps(some: Iterable[Stretch], others: Sequence[Stretch]) -> bool:
    return any(_common(one, other) for one in some for other in others)


def _common(one: Stretch, other: Stretch) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _line(title: str, found: Sequence[_Read]) -> list[str | int | float]:
    counts, indirect = _counted(found), _indirect(found)
    return [
        title,
        counts["direct"],
        share(counts["found"], counts["direct"]),
        share(counts["in_marks"], counts["direct"]),
        share(counts["speaker"], counts["sourced"]),
        counts["ours"],
        share(counts["right"], counts["ours"]),
        indirect.had + indirect.missing,
        indirect.precision,
        indirect.recall,
        indirect.f1,
    ]


def _rules(found: Sequence[_Read]) -> Iterator[list[str | int | float]]:
    """For each rule: how many quotes, the score it gives them, the share that is somebody's words."""
    counts, right, scores = Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        for quote in one.ours:
            name = f"{quote.kind} {quote.extractor.method}"
            counts[name] += 1
            right[name] += _somebodys(quote, one.gold)
            scores[name] += round(1000 * quote.score)
    for name in sorted(counts):
        yield [name, counts[name], scores[name] / counts[name] / 1000, right[name] / counts[name]]


def _marked(row: QuotedArticle, found: _Read) -> Marked:
    theirs = [Mark(*part, "said") for said in found.gold for part in said.parts]
    ours = [Mark(*part, "said") for quote in found.ours for part in _stretches(quote.evidence)]
    wrong = sum(not _somebodys(quote, found.gold) for quote in found.ours)
    parts = [part for quote in found.ours for part in _stretches(quote.evidence)]
    missing = sum(not _overlaps(parts, said.parts) for said in found.gold)
    return Marked(str(row.id), row.text, theirs, ours, wrong + missing)
