"""Tagging again what was tagged before."""

import asyncio

import click

from services.runtime.settings import load


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would change and publish nothing.")
def retag(dry_run: bool) -> None:
    """Tag everything that the tagged stream holds again, with the models and the taxonomy of today.

    Each article version that an older tagger has tagged gets a newer event on the tagged stream, and a message on
    dateline.superseded.v1 that says which topics came, which went, and why. Those are printed, one JSON object a line.
    """
    from schemas.envelope import payload
    from services.tagging import retag as again
    from services.tagging.settings import TaggingSettings
    from services.tagging.tagger import Tagger

    settings = load(TaggingSettings)
    tagger = Tagger.load(settings.models, settings.taxonomy)
    changes, articles = asyncio.run(again.run(settings.bootstrap, tagger, dry=dry_run))
    for change in changes:
        click.echo(payload(change).decode())
    if not articles:
        click.echo("nothing to tag: the tagged stream holds no article", err=True)
    elif not changes:
        click.echo(f"nothing to tag: today's tagger has tagged all {articles} articles already", err=True)
    else:
        done = "would be tagged" if dry_run else "were tagged"
        click.echo(f"{len(changes)} of {articles} articles {done} again", err=True)
