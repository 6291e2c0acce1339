"""What `dateline ingest` shows: a bar and words to a person, JSON lines to a program."""

import json
import sys
from collections import Counter
from typing import Any, get_args

import click

from schemas.deadletter import Reason
from services.ingest.collectors.contract import Outcome


class Shown:
    """A `services.ingest.loading.Report`. `quiet`: standard output belongs to something else, so only refusals show."""

    def __init__(self, quiet: bool = False) -> None:
        self._person = sys.stdout.isatty() and not quiet
        self._quiet = quiet
        self._bar: Any = None  # click's own type is not public
        self._at = 0

    def opened(self, name: str, size: int) -> None:
        if self._person and size > 0:
            self._bar = click.progressbar(length=size, label=name[-40:], show_pos=False, file=sys.stdout)
            self._bar.__enter__()
            self._at = 0

    def read(self, at: int) -> None:
        if self._bar is not None:
            self._bar.update(at - self._at)
            self._at = at

    def refused(self, document: str, reason: Reason, detail: str) -> None:
        told = {"document": document, "reason": reason, "detail": detail}
        if self._person or self._quiet:
            click.echo(f"{document}: {reason}: {detail}", err=True)
        else:
            click.echo(json.dumps(told, ensure_ascii=False))

    def closed(self, name: str, counts: Counter[Outcome]) -> None:
        if self._bar is not None:
            self._bar.finish()
            self._bar.__exit__(None, None, None)
            self._bar = None
        if not self._quiet and not self._person:
            click.echo(json.dumps({"file": name, **_whole(counts)}, ensure_ascii=False))

    def total(self, counts: Counter[Outcome]) -> None:
        """The last word."""
        if self._person or self._quiet:
            told = ", ".join(f"{count} {outcome}" for outcome, count in _whole(counts).items())
            click.echo(told, err=self._quiet)
        else:
            click.echo(json.dumps({"total": _whole(counts)}))


def _whole(counts: Counter[Outcome]) -> dict[str, int]:
    return {outcome: counts[outcome] for outcome in get_args(Outcome)}
