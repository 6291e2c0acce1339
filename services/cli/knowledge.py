"""The knowledge base that names are linked to."""

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from schemas.entities import EntityType
from services.runtime.settings import load

if TYPE_CHECKING:
    from services.extraction.linking.base import KnowledgeBase


@click.group()
def kb() -> None:
    """The knowledge base that names are linked to, and your own things in it."""


@kb.command("show")
@click.argument("name")
def kb_show(name: str) -> None:
    """Print everything that NAME, a name or an id, can mean, the best known first."""
    from services.extraction.linking import shown

    lines = list(shown.meanings(_knowledge_base(), name))
    for line in lines:
        click.echo(line)
    if not lines:
        raise click.UsageError(f"{name!r} is neither a name nor an id in the knowledge base")


@kb.command("stats")
def kb_stats() -> None:
    """Print how many things and names each part of the knowledge base holds."""
    from services.extraction.linking import shown

    for line in shown.stats(_knowledge_base()):
        click.echo(line)


@kb.command("add")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--id", "id_", required=True, help="Wikidata id, or any id of your own.")
@click.option("--name", required=True, help="The name to show.")
@click.option("--type", "type_", required=True, type=click.Choice(get_args(EntityType)))
@click.option("--alias", multiple=True, help="Another name; may be given more than once.")
@click.option("--country", default="", help="ISO 3166-1 alpha-2.")
@click.option("--ticker", default="", help="Ticker of a company.")
def kb_add(
    file: Path, id_: str, name: str, type_: str, alias: tuple[str, ...], country: str, ticker: str
) -> None:
    """Write a thing of your own to the gazetteer FILE, in place of the one with its id."""
    from services.extraction.linking import gazetteer

    given = {
        "id": id_,
        "name": name,
        "type": type_,
        "aliases": list(alias),
        "country": country,
        "ticker": ticker,
    }
    try:
        gazetteer.add(file, gazetteer.entry(given))
    except ValueError as error:
        raise click.UsageError(str(error)) from error


@kb.command("build")
@click.argument("tables", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write (.npz).")
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the project's own source tables: builds the shipped files; OUT is then their folder.",
)
def kb_build(tables: tuple[Path, ...], out: Path, sources: Path | None) -> None:
    """Build a file of the knowledge base from TABLES of your own (CSV or JSON Lines)."""
    if bool(tables) == bool(sources):
        raise click.UsageError("give TABLES or --sources")
    if sources:
        from models.kb.build import write

        for line in write(sources, out):
            click.echo(line)
        return
    from services.extraction.linking import tables as own
    from services.extraction.linking.layer import Layer

    if out.suffix != ".npz":
        raise click.UsageError("--out: the name of a file of the knowledge base ends in .npz")
    try:
        found = own.records(tables)
        Layer.of(found).write(out)
    except (ValueError, OSError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{out.name}: {own.described(found)}")


def _knowledge_base() -> "KnowledgeBase":
    from services.extraction.linking import gazetteer
    from services.extraction.linking.base import KnowledgeBase
    from services.extraction.settings import ExtractionSettings

    settings = load(ExtractionSettings)
    own = gazetteer.layer(settings.gazetteer) if settings.gazetteer else None
    return KnowledgeBase.load(settings.models / "kb", own)
