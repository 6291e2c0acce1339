"""The HTML page of an evaluation: its figures, and the worst articles with gold and ours marked in the text."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from services.evaluation.report import Mark, Marked, Report, Table, cell

WORST = 20
"""Articles on a page."""

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
body { color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .15rem .75rem; text-align: right; }
th:first-child, td:first-child { text-align: left; }
thead { border-bottom: 1px solid #888; }
article { border-top: 1px solid #ccc; white-space: pre-wrap; overflow-wrap: anywhere; }
.both { background: #d6f0d6; }
.gold { background: #ffe2b3; text-decoration: underline dotted; }
.ours { background: #f8c9d4; text-decoration: underline wavy; }
small { color: #444; }
"""
_LEGEND = (
    '<p><span class="both">both</span> <span class="gold">gold only: missing</span>'
    ' <span class="ours">ours only: wrong</span>. Point at a stretch to read its labels.</p>'
)


def page(report: Report) -> str:
    """A whole HTML document that needs nothing else."""
    worst = sorted(report.marked, key=lambda one: one.faults, reverse=True)[:WORST]
    title = escape(f"{report.task}: {report.data}")
    figures = Table("metric", ["value"], [[name, value] for name, value in report.metrics.items()])
    body = [_table(figures), *map(_table, report.tables), _LEGEND, *map(_article, worst)]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{title}</h1><p>{report.n} articles</p>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in [table.title, *table.head])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in row) + "</tr>" for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _article(one: Marked) -> str:
    text = "".join(_pieces(one))
    return (
        f"<h2>{escape(one.title)} <small>{one.faults} disagreements</small></h2>\n<article>{text}</article>"
    )


def _pieces(one: Marked) -> Iterator[str]:
    """The text cut wherever a mark starts or ends."""
    cuts = {0, len(one.text)}
    for mark in [*one.gold, *one.ours]:
        cuts |= {mark.start, mark.end}
    bounds = sorted(cuts)
    gold, ours = _covered(one.gold, bounds), _covered(one.ours, bounds)
    for i, (start, end) in enumerate(pairwise(bounds)):
        yield _piece(escape(one.text[start:end]), gold[i], ours[i])


def _covered(marks: Sequence[Mark], bounds: Sequence[int]) -> list[list[str]]:
    """The labels over each stretch between two bounds."""
    place = {bound: i for i, bound in enumerate(bounds)}
    labels: list[list[str]] = [[] for _ in bounds]
    for mark in marks:
        for i in range(place[mark.start], place[mark.end]):
            labels[i].append(mark.label)
    return labels


def _piece(words: str, gold: Sequence[str], ours: Sequence[str]) -> str:
    if not gold and not ours:
        return words
    kind = "both" if set(gold) & set(ours) else "gold" if gold else "ours"
    title = escape(f"gold: {', '.join(gold) or 'nothing'}; ours: {', '.join(ours) or 'nothing'}")
    return f'<span class="{kind}" title="{title}">{words}</span>'
