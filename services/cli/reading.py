"""Commands that read streams."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import click

from schemas.deadletter import Reason
from schemas.envelope import Message
from services.cli.running import SERVICES
from services.runtime.settings import Settings, load


@click.command()
@click.option("--stream", default="dateline.tagged.v1", show_default=True, help="Stream to read.")
@click.option("--from-start", is_flag=True, help="Begin with the oldest event, not with the next.")
@click.option("--follow/--no-follow", default=True, show_default=True, help="Go on with what comes.")
@click.option(
    "--filter",
    "text",
    help="Only the tagged events that this filter wants (docs/filters.md), and retractions.",
)
def tail(stream: str, from_start: bool, follow: bool, text: str | None) -> None:
    """Print the events of a stream, one JSON object a line: attributes and data."""
    from schemas.envelope import payload
    from services.runtime import reader

    configured = load(Settings)
    wanted = _wanted(text, stream, configured)
    for event in reader.events(configured.bootstrap, stream, follow=follow, from_start=from_start):
        if not wanted(event.data):
            continue
        attributes = {"id": event.id, "source": event.source, "time": event.time}
        click.echo(json.dumps({**attributes, "data": json.loads(payload(event.data))}, ensure_ascii=False))


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--stream", help="Check every event that a stream holds, in place of files.")
def verify(files: tuple[Path, ...], stream: str | None) -> None:
    """Check every tag of tagged or extracted articles against their text.

    FILES hold one article each, or one a line, as the gateway and `dateline tail` give them. Exit code 1 for a fault.
    """
    from services.local import verify as local

    sys.exit(local.verify(files, stream, load(Settings).bootstrap))


@click.command()
@click.argument("service", type=click.Choice(SERVICES))
@click.option("--reason", type=click.Choice(get_args(Reason)), help="Only those with this reason.")
@click.option("--redrive", is_flag=True, help="Send the original records again to the stream they came from.")
def dlq(service: str, reason: str | None, redrive: bool) -> None:
    """Print the dead letters of a service, one JSON object a line, with the original record.

    With --redrive they are sent again and counted. Do it once what they failed on is mended: what was done already has
    the same ids, and is done once. What came from no stream can't be sent: load it anew.
    """
    from schemas.catalogue import dead_letters
    from schemas.deadletter import DeadLetter
    from schemas.envelope import payload
    from services.runtime import reader
    from services.runtime.redrive import redrive as send_again

    bootstrap = load(Settings).bootstrap
    events = reader.events(bootstrap, dead_letters(service), follow=False)
    letters = (one.data for one in events if isinstance(one.data, DeadLetter))
    wanted = (one for one in letters if reason in (None, one.reason))
    if redrive:
        found = list(wanted)
        loose = sum(not letter.origin.stream for letter in found)
        click.echo(f"{send_again(bootstrap, found)} sent again; {loose} came from no stream: load those anew")
        return
    nothing = True
    for letter in wanted:
        nothing = False
        click.echo(payload(letter).decode())
    if nothing:
        click.echo(f"no dead letter of {service}{f' with the reason {reason}' if reason else ''}", err=True)


def _wanted(text: str | None, stream: str, configured: Settings) -> Callable[[Message], bool]:
    from schemas.catalogue import TAGGED
    from schemas.filters.match import wants
    from schemas.filters.parse import parse
    from schemas.mediatopics import TABLE, Vocabulary

    if text is None:
        return lambda _: True
    if stream != TAGGED:
        raise click.UsageError(
            f"--filter: only {TAGGED} can be filtered, because only there is everything known"
        )
    vocabulary = Vocabulary.load(configured.models / TABLE)
    wanted = parse(text, vocabulary)
    return lambda message: wants(wanted, message, vocabulary)
