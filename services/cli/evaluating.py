"""Measuring against labelled articles."""

from pathlib import Path

import click

from services.runtime.settings import Settings, load


@click.command("eval")
@click.argument("task", type=click.Choice(["ner", "linking", "quotes", "stories", "duplicates", "topics"]))
@click.option(
    "--data",
    type=click.Path(exists=True, path_type=Path),
    required=True,
    help="Folder or file of labelled articles, gzipped JSON Lines.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: task, data, n, metrics.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page of the worst articles."
)
def evaluate(task: str, data: Path, as_json: bool, html: Path | None) -> None:
    """Measure names (ner), their ids, given the names (linking), who said what (quotes), stories, copies, or topics."""
    from services.evaluation import command

    command.show(command.evaluate(task, data, load(Settings).models), html, as_json=as_json)
