"""Measuring against labelled articles."""

from pathlib import Path

import click

from services.runtime.settings import Settings, load


@click.command("eval")
@click.argument(
    "task", type=click.Choice(["ner", "linking", "quotes", "stories", "duplicates", "topics", "diff"])
)
@click.argument("samples", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--data",
    type=click.Path(exists=True, path_type=Path),
    help="Folder or file of labelled articles, gzipped JSON Lines; for diff, of tagged events.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: task, data, n, metrics.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page of the worst articles."
)
def evaluate(
    task: str, samples: tuple[Path, ...], data: Path | None, as_json: bool, html: Path | None
) -> None:
    """Measure names (ner), their ids, given the names (linking), who said what (quotes), stories, copies, or topics.

    Or compare what two taggers say of one sample: diff OLD NEW, two files or folders of tagged events; or, with --data,
    two folders of models that are tried on the tagged events of the sample.
    """
    from services.evaluation import command

    if task == "diff":
        if len(samples) != 2:
            raise click.UsageError(
                "diff: OLD and NEW are needed, two files or folders of tagged events, or folders of models with --data"
            )
        report = command.compare(*samples, data) if data else command.difference(*samples)
    elif data is None or samples:
        raise click.UsageError(f"{task}: --data is needed, and no other file")
    else:
        report = command.evaluate(task, data, load(Settings).models)
    command.show(report, html, as_json=as_json)
