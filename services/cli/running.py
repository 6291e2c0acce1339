"""Commands that start things on this machine, and ask whether they live."""

import os
import sys
from pathlib import Path

import click

from services.runtime.settings import Settings, load

SERVICES = ("ingest", "extraction", "tagging", "grouping", "gateway")
PORT = click.IntRange(1, 65535)


@click.command()
@click.argument("service", type=click.Choice(SERVICES))
def run(service: str) -> None:
    """Run one service in the foreground, until SIGTERM."""
    from services import programs

    _warn_of_unknown_settings()
    sys.exit(programs.run(service))


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("data"), help="Folder that everything is kept in."
)
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port of the gateway.")
@click.option("--broker-port", type=PORT, default=9092, show_default=True, help="Port of the broker.")
@click.option(
    "--probe-port",
    type=click.IntRange(1, 65532),
    default=8001,
    show_default=True,
    help="Port of ingest's probes and metrics; extraction's, tagging's and grouping's are the three after it.",
)
def up(data: Path, port: int, broker_port: int, probe_port: int) -> None:
    """Run the whole pipeline on this machine until Ctrl-C: broker, PostgreSQL and every service."""
    from services.local import up as local

    _warn_of_unknown_settings()
    sys.exit(local.up(data, port, broker_port, probe_port))


@click.command()
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


@click.command()
def migrate() -> None:
    """Bring the database of DATELINE_DATABASE_URL to this version's tables."""
    from services import programs

    programs.migrate()


@click.command()
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


def _warn_of_unknown_settings() -> None:
    """A setting that is misspelt does nothing, which only shows much later."""
    from services import programs

    for name, like in programs.unknown_settings(os.environ):
        click.echo(f"dateline: {name} is no setting{f'; {like} is' if like else ''}", err=True)
