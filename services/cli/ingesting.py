"""Loading documents by hand."""

import sys
from pathlib import Path
from typing import get_args

import click

from services.ingest.formats.contract import Format

AUTO = "auto"


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice([AUTO, *get_args(Format)]))
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--source", default="loaded", show_default=True, help="Source of documents that name none.")
@click.option("--dry-run", is_flag=True, help="Print the submissions as JSON lines and publish nothing.")
def ingest(form: str, paths: tuple[str, ...], source: str, dry_run: bool) -> None:
    """Publish what is in files, folders, addresses or standard input (-): one document or millions.

    FORMAT is `auto`, which looks at the content, or the name of one. What can't be used is told with its place and its
    reason, and set aside as a dead letter. Exit code 1 if there was any.
    """
    from services.cli.loaded import Shown
    from services.ingest import command
    from services.ingest.names import check_source
    from services.ingest.settings import IngestSettings
    from services.runtime.settings import load

    for path in paths:
        if path != "-" and not path.startswith(("http://", "https://")) and not Path(path).exists():
            raise click.UsageError(f"{path}: no such file")
    report = Shown(quiet=dry_run)
    chosen = next((one for one in get_args(Format) if one == form), None)
    counts = command.run(
        load(IngestSettings), paths, check_source(source), chosen, report, click.echo if dry_run else None
    )
    report.total(counts)
    sys.exit(1 if counts["rejected"] or counts["held"] else 0)
