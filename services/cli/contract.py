"""The streams and the published schemas."""

import sys

import click

from services.runtime.settings import Settings, load


@click.group()
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


@click.group()
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
