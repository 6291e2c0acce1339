"""What an evaluation says: figures, tables, and the articles that came out worst."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Row = Sequence[str | int | float]


class Mark(NamedTuple):
    """A stretch of a text (code points) that gold or we label, and as what."""

    start: int
    end: int
    label: str


class Marked(NamedTuple):
    """An article with what gold and what we mark in it. `faults`: how much of that disagrees."""

    title: str
    text: str
    gold: Sequence[Mark]
    ours: Sequence[Mark]
    faults: int


class Table(NamedTuple):
    """Figures under a heading; a float is a share in 0..1."""

    title: str
    head: Sequence[str]
    rows: Sequence[Row]


class Report(NamedTuple):
    """The outcome of one task on one set of data: `n` articles, `metrics` in 0..1."""

    task: str
    data: str
    n: int
    metrics: Mapping[str, float]
    tables: Sequence[Table]
    marked: Sequence[Marked]

    def as_json(self) -> str:
        """One JSON object on one line: task, data, n, metrics."""
        metrics = {name: round(value, 4) for name, value in self.metrics.items()}
        return json.dumps({"task": self.task, "data": self.data, "n": self.n, "metrics": metrics})

    def as_text(self) -> str:
        """The metrics and every table, for a terminal."""
        metrics = "  ".join(f"{name} {value:.3f}" for name, value in self.metrics.items())
        head = f"{self.task}: {self.data}, {self.n} articles\n  {metrics}"
        return "\n\n".join([head, *map(_table, self.tables)])


def cell(value: str | int | float) -> str:
    """A figure as it is shown: shares with three places."""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _table(table: Table) -> str:
    rows = [[table.title, *table.head], *([cell(value) for value in row] for row in table.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  " + _line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        f"{text:{'<' if i == 0 else '>'}{width}}"
        for i, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *rest])
