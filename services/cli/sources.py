"""How the sources that are polled are doing."""

from collections.abc import Sequence
from datetime import datetime

import click

from schemas.envelope import payload
from schemas.source import Source
from services.runtime.settings import Settings, load

_UNITS = ((86_400, "d"), (3600, "h"), (60, "min"))
_COLUMNS = ("source", "state", "checked", "newest", "usual", "items", "address", "wrong")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, as on the stream.")
def sources(as_json: bool) -> None:
    """Print every source that is polled: when it last had something new, how often it usually has, what is wrong."""
    from schemas.catalogue import SOURCES
    from services.runtime import reader
    from services.runtime.lineage import now

    newest: dict[str, Source] = {}
    for event in reader.events(load(Settings).bootstrap, SOURCES, follow=False):
        if isinstance(event.data, Source):
            newest[event.data.id] = event.data
    ordered = sorted(newest.values(), key=lambda one: (one.name, one.address))
    if as_json:
        for one in ordered:
            click.echo(payload(one).decode())
        return
    if not ordered:
        click.echo("no source is polled: DATELINE_FEEDS and DATELINE_FEED_LIST name them", err=True)
        return
    for line in table(ordered, now()):
        click.echo(line)


def table(found: Sequence[Source], now: str) -> list[str]:
    """A line for each source under a line of names, in columns; `now` is RFC 3339."""
    rows = [_COLUMNS, *(_row(one, now) for one in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _row(one: Source, now: str) -> tuple[str, ...]:
    return (
        one.name,
        _state(one),
        _ago(one.checked, now),
        _ago(one.found, now),
        _length(one.usual_s) if one.usual_s else "?",
        str(one.items),
        one.address,
        one.fault.detail if one.fault is not None else "",
    )


def _state(one: Source) -> str:
    if one.fault is not None:
        if one.fault.kind == "held":
            return "held"
        return f"{one.fault.kind} ×{one.failures}"
    return "quiet" if one.quiet else "well"


def _ago(stamp: str | None, now: str) -> str:
    if stamp is None:
        return "never"
    seconds = (datetime.fromisoformat(now) - datetime.fromisoformat(stamp)).total_seconds()
    return f"{_length(max(seconds, 0.0))} ago"


def _length(seconds: float) -> str:
    unit, name = next(((unit, name) for unit, name in _UNITS if seconds >= unit), (1, "s"))
    return f"{seconds / unit:.0f} {name}"
