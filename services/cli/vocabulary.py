"""The topics that articles are given."""

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from services.runtime.settings import Settings, load

if TYPE_CHECKING:
    from schemas.mediatopics import Vocabulary


@click.group()
def topics() -> None:
    """The IPTC Media Topics that articles are given (release of 2025-10-09, IPTC, CC BY 4.0)."""


@topics.command("tree")
@click.argument("topic", required=False)
@click.option("--depth", type=click.IntRange(1), default=2, show_default=True, help="Levels to print.")
def topics_tree(topic: str | None, depth: int) -> None:
    """Print the topics under TOPIC, or from the top, as a tree; retired ones are left out."""
    vocabulary = _vocabulary()
    roots = (_known(vocabulary, topic),) if topic else vocabulary.tops()
    for root in roots:
        _print(vocabulary, root, 0, depth)


@topics.command("show")
@click.argument("topic")
def topics_show(topic: str) -> None:
    """Print what TOPIC, an id or a label, means, where it stands, and what stands for it if it is retired."""
    vocabulary = _vocabulary()
    id_ = _known(vocabulary, topic)
    concept = vocabulary[id_]
    line = " > ".join(vocabulary.label(one) for one in reversed((id_, *vocabulary.ancestors(id_))))
    click.echo(f"{id_}  {line}\n{concept.definition}")
    if concept.wikidata:
        click.echo(f"Wikidata: {concept.wikidata}")
    if concept.retired:
        current = vocabulary.current(id_)
        click.echo(f"retired on {concept.retired}; today: {current} {vocabulary.label(current)}")
    click.echo("IPTC Media Topics, release of 2025-10-09, IPTC (https://iptc.org), CC BY 4.0")


def _vocabulary() -> "Vocabulary":
    from schemas.mediatopics import TABLE, Vocabulary

    return Vocabulary.load(load(Settings).models / TABLE)


def _known(vocabulary: "Vocabulary", topic: str) -> str:
    """The id of an id, with or without "medtop:", or of a label; `click.UsageError` where it is neither."""
    for name in (topic, f"medtop:{topic}"):
        if name in vocabulary:
            return name
    found = [one.id for one in vocabulary if one.label.casefold() == topic.casefold()]
    if not found:
        labels = {one.label.casefold(): one.label for one in vocabulary if one.retired is None}
        like = get_close_matches(topic.casefold(), labels, 1, 0.7)
        hint = f"; {labels[like[0]]!r} is" if like else "; `dateline topics tree` prints those that there are"
        raise click.UsageError(f"{topic!r} is neither the id nor the label of a topic{hint}")
    return min(found, key=lambda id_: (vocabulary[id_].retired is not None, id_))


def _print(vocabulary: "Vocabulary", topic: str, level: int, depth: int) -> None:
    click.echo(f"{'  ' * level}{topic}  {vocabulary.label(topic)}")
    if level + 1 < depth:
        for child in vocabulary.children(topic):
            _print(vocabulary, child, level + 1, depth)
