"""Links against labelled ids, given the names: which of the links are right, and which ids are found.

A name without an id in the set ("Unknown…", "<NIL>") counts only where we link it: that is wrong. Pronouns and the like
(`coref`), optional names, numbers and dates are left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from schemas.entities import Entity, Processor
from services.evaluation.articles import article
from services.evaluation.labelled import Labelled, read
from services.evaluation.report import Mark, Marked, Report, Table
from services.evaluation.scores import share
from services.extraction.extract import Extractor
from services.extraction.linking.linker import Linker
from services.extraction.linking.together import Choice

_ID = re.compile(r"Q\d+")
_LEFT_OUT = frozenset({"QUANTITY", "DATETIME", "<NO_MAPPING>"})
_GIVEN = Processor(name="evaluation", version="0", method="given")


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled name: where it stands, and the Wikidata id of what it means."""

    start: int
    end: int
    qid: str
    coref: bool = False
    optional: bool = False


class LinkedArticle(Labelled, frozen=True, kw_only=True):
    """An article whose names are labelled with ids."""

    spans: tuple[Linked, ...]


class Tally(NamedTuple):
    """Links that are right and wrong, and names that have an id."""

    right: int
    wrong: int
    known: int

    @property
    def precision(self) -> float:
        """Right links of all links."""
        return share(self.right, self.right + self.wrong)

    @property
    def coverage(self) -> float:
        """Right links of the names that have an id."""
        return share(self.right, self.known)


def evaluate(extractor: Extractor, data: Path) -> Report:
    """The report on every labelled article in `data`; `ValueError` where there is none."""
    files = read(data, LinkedArticle)
    pairs = {name: [(row, _read(extractor.linker, row)) for row in rows] for name, rows in files.items()}
    every = [pair for found in pairs.values() for _, pairs_ in found for pair in pairs_]
    total = _tally(every)
    reasons = Counter(choice.reason or "linked" for _, choice in every)
    return Report(
        task="linking",
        data=str(data),
        n=sum(map(len, files.values())),
        metrics={"precision": total.precision, "coverage": total.coverage},
        tables=[
            Table(
                "file",
                ["names with id", "right", "wrong", "precision", "coverage"],
                [
                    [name, *_row([pair for _, found in rows for pair in found])]
                    for name, rows in pairs.items()
                ],
            ),
            Table("outcome", ["names"], [[reason, count] for reason, count in sorted(reasons.items())]),
        ],
        marked=[_marked(row, found) for rows in pairs.values() for row, found in rows],
    )


def _read(linker: Linker, row: LinkedArticle) -> list[tuple[Linked, Choice]]:
    """Each name that counts with what we link it to; names of one form are one entity, of no type."""
    names = [span for span in row.spans if not (span.coref or span.optional or span.qid in _LEFT_OUT)]
    forms = Counter(row.text[span.start : span.end] for span in names)
    entities = [_entity(form, count) for form, count in forms.items()]
    chosen = dict(zip(forms, linker.choices(article(row.text), entities), strict=True))
    return [(span, chosen[row.text[span.start : span.end]]) for span in names]


def _entity(name: str, mentions: int) -> Entity:
    return Entity(
        key=name, name=name, type="other", mentions=mentions, evidence=(), score=1.0, extractor=_GIVEN
    )


def _tally(pairs: Sequence[tuple[Linked, Choice]]) -> Tally:
    right = sum(choice.id == span.qid for span, choice in pairs)
    given = sum(choice.id is not None for _, choice in pairs)
    return Tally(right, given - right, sum(_ID.fullmatch(span.qid) is not None for span, _ in pairs))


def _row(pairs: Sequence[tuple[Linked, Choice]]) -> list[str | int | float]:
    tally = _tally(pairs)
    return [tally.known, tally.right, tally.wrong, tally.precision, tally.coverage]


def _marked(row: LinkedArticle, pairs: Sequence[tuple[Linked, Choice]]) -> Marked:
    return Marked(
        title=str(row.id) or row.text[:60],
        text=row.text,
        gold=[Mark(span.start, span.end, span.qid) for span, _ in pairs],
        ours=[Mark(span.start, span.end, choice.id) for span, choice in pairs if choice.id],
        faults=sum(
            (choice.id or "") != (span.qid if _ID.fullmatch(span.qid) else "") for span, choice in pairs
        ),
    )
