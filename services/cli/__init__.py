"""`dateline`: every command a person types, one file a subject. Each imports what it needs when it is called."""

import sys
from collections.abc import Iterable

import click

from services.cli import (
    contract,
    evaluating,
    ingesting,
    keys,
    knowledge,
    reading,
    running,
    sources,
    tagging,
    vocabulary,
)
from services.runtime.faults import Transient
from services.runtime.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="dateline", message="%(version)s")
def dateline() -> None:
    """Dateline: news articles in, tagged events out, every tag pointing at its words."""


for command in (
    running.run,
    running.up,
    running.demo,
    running.migrate,
    running.health,
    ingesting.ingest,
    contract.streams,
    contract.schemas,
    reading.tail,
    reading.verify,
    reading.dlq,
    sources.sources,
    tagging.retag,
    evaluating.evaluate,
    knowledge.kb,
    vocabulary.topics,
    keys.keys,
):
    dateline.add_command(command)


def main(argv: Iterable[str] | None = None) -> None:
    """The entry point. What the user got wrong is one line and exit code 2."""
    try:
        dateline.main(args=list(argv) if argv is not None else None, standalone_mode=False)
    except click.ClickException as error:
        _fail(error.format_message())
    except (SettingsError, Transient, ValueError, OSError) as error:
        _fail(str(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def _fail(message: str) -> None:
    click.echo(f"dateline: {message.splitlines()[0]}", err=True)
    sys.exit(2)
