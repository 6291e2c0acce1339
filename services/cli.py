"""`dateline`: every command a person types. Each imports what it needs when it is called."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from schemas.envelope import Message
from services.runtime.faults import Transient
from services.runtime.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from services.extraction.linking.base import KnowledgeBase

C = TypeVar("C", bound=Callable[..., object])
SERVICES = ("ingest", "extraction", "tagging", "grouping", "gateway")
PORT = click.IntRange(1, 65535)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="dateline", message="%(version)s")
def dateline() -> None:
    """Dateline: news articles in, tagged events out, every tag pointing at its words."""


@dateline.command()
@click.argument("service", type=click.Choice(SERVICES))
def run(service: str) -> None:
    """Run one service in the foreground, until SIGTERM."""
    from services import programs

    sys.exit(programs.run(service))


@dateline.command()
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("data"), help="Folder that everything is kept in."
)
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port of the gateway.")
@click.option("--broker-port", type=PORT, default=9092, show_default=True, help="Port of the broker.")
def up(data: Path, port: int, broker_port: int) -> None:
    """Run the whole pipeline on this machine until Ctrl-C: broker, PostgreSQL and every service."""
    from services.local import up as local

    sys.exit(local.up(data, port, broker_port))


@dateline.command()
@click.option(
    "--samples", type=click.Path(exists=True, path_type=Path), default=None, help="Folder of sample articles."
)
@click.option(
    "--keep", type=click.Path(path_type=Path), default=None, help="Keep what it stores in this folder."
)
def demo(samples: Path | None, keep: Path | None) -> None:
    """Run the whole pipeline on sample articles, show what comes out, and stop."""
    from services.local import demo as local

    sys.exit(local.demo(samples, keep))


@dateline.group()
def streams() -> None:
    """The Kafka streams."""


@streams.command("apply")
@click.option(
    "--partitions",
    type=click.IntRange(1),
    help="Partitions of the article streams, in place of the catalogue's.",
)
@click.option(
    "--replication",
    type=click.IntRange(1),
    help="Replicas of each stream; the cluster's default if not given.",
)
@click.option("--wait-s", default=60.0, show_default=True, help="Seconds to wait for the broker.")
def streams_apply(partitions: int | None, replication: int | None, wait_s: float) -> None:
    """Create the streams that the cluster lacks; what is there stays as it is."""
    from services.runtime import streams as kafka

    bootstrap = load(Settings).bootstrap
    kafka.wait_for_broker(bootstrap, wait_s)
    created = kafka.apply(bootstrap, partitions, replication or -1)
    click.echo("\n".join(f"created {name}" for name in created) or "every stream is there")


@streams.command("list")
def streams_list() -> None:
    """Print the catalogue: each stream, its messages, who writes and reads it."""
    from schemas.catalogue import streams as catalogue

    for name, stream in catalogue().items():
        click.echo(f"{name}  {', '.join(stream.producers)} -> {', '.join(stream.consumers) or 'operators'}")
        click.echo(f"    {stream.summary} ({', '.join(stream.messages)})")


@dateline.group()
def schemas() -> None:
    """The published contract."""


@schemas.command("publish")
def schemas_publish() -> None:
    """Write the JSON Schemas and the AsyncAPI document where the structs have changed; refuse a break."""
    from schemas import publish

    for path in publish.publish():
        click.echo(f"wrote {path}")


@schemas.command("check")
def schemas_check() -> None:
    """Fail where the structs break a published revision, or are not published."""
    from schemas import publish

    faults = [*publish.incompatibilities(), *(f"{path}: not published" for path in publish.pending())]
    click.echo("\n".join(faults) or "what is published is what the structs say, and no revision is broken")
    sys.exit(1 if faults else 0)


@dateline.command()
def migrate() -> None:
    """Bring the database of DATELINE_DATABASE_URL to this version's tables."""
    from services import programs

    programs.migrate()


@dateline.command()
@click.option("--port", type=PORT, help="Port of the service; DATELINE_HTTP_PORT if not given.")
def health(port: int | None) -> None:
    """Exit with 0 if the service on this machine is alive."""
    import httpx

    url = f"http://127.0.0.1:{port or load(Settings).http_port}/healthz"
    try:
        httpx.get(url, timeout=3, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        click.echo(f"{url}: {error}", err=True)
        sys.exit(1)


@dateline.command()
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


@dateline.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--stream", help="Check every event that a stream holds, in place of files.")
def verify(files: tuple[Path, ...], stream: str | None) -> None:
    """Check every tag of tagged or extracted articles against their text.

    FILES hold one article each, or one a line, as the gateway and `dateline tail` give them. Exit code 1 for a fault.
    """
    from services.local import verify as local

    sys.exit(local.verify(files, stream, load(Settings).bootstrap))


@dateline.command("eval")
@click.argument("task", type=click.Choice(["ner", "linking", "quotes", "stories", "duplicates"]))
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
    """Measure names (ner), their ids, given the names (linking), who said what (quotes), stories, or copies."""
    from services.evaluation import command

    command.show(command.evaluate(task, data, load(Settings).models), html, as_json=as_json)


@dateline.group()
def kb() -> None:
    """The knowledge base that names are linked to, and your own things in it."""


@kb.command("show")
@click.argument("name")
def kb_show(name: str) -> None:
    """Print everything that NAME can mean, the best known first."""
    from services.extraction.linking import shown

    lines = list(shown.meanings(_knowledge_base(), name))
    for line in lines:
        click.echo(line)
    sys.exit(0 if lines else 1)


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
@click.option(
    "--type", "type_", required=True, type=click.Choice(["person", "organisation", "place", "other"])
)
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


def _knowledge_base() -> "KnowledgeBase":
    from services.extraction.linking import gazetteer
    from services.extraction.linking.base import KnowledgeBase
    from services.extraction.settings import ExtractionSettings

    settings = load(ExtractionSettings)
    own = gazetteer.layer(settings.gazetteer) if settings.gazetteer else None
    return KnowledgeBase.load(settings.models / "kb", own)


@dateline.command()
@click.argument("service", type=click.Choice(SERVICES))
def dlq(service: str) -> None:
    """Print the dead letters of a service, one JSON object a line, with the original record."""
    from schemas.catalogue import dead_letters
    from schemas.envelope import payload
    from services.runtime import reader

    for event in reader.events(load(Settings).bootstrap, dead_letters(service), follow=False):
        click.echo(payload(event.data).decode())


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


if __name__ == "__main__":
    main()
