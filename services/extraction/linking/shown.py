"""A knowledge base for a reader: what a name can mean, and how much there is."""

from collections.abc import Iterator
from contextlib import suppress

from services.extraction.linking.base import KnowledgeBase, Known
from services.extraction.linking.names import variants


def meanings(base: KnowledgeBase, name: str) -> Iterator[str]:
    """A line for each thing that the name, or the id, can mean, the best known first."""
    with suppress(KeyError):
        yield _line(base.known(name), "id")
        return
    for form in variants(name):
        if found := base.candidates(form):
            for candidate in sorted(found, key=lambda one: (-one.known.prior, one.known.id)):
                yield _line(candidate.known, ",".join(sorted(candidate.hows)))
            return


def stats(base: KnowledgeBase) -> Iterator[str]:
    """A line for each layer: its things and its names."""
    for layer in base.layers:
        name = "yours" if layer is base.own else layer.name
        yield f"{name:12} {len(layer.ids):8} things {len(layer.keys):8} names"


def _line(known: Known, how: str) -> str:
    extra = known.extra
    facts = {
        "country": known.country,
        "iso": extra.iso,
        "geonames": extra.geonames,
        "ticker": extra.ticker,
        "lei": extra.lei,
    }
    more = "".join(f" {name}={value}" for name, value in facts.items() if value)
    return f"{known.id:12} {known.label} ({known.type}, {known.kind}) prior={known.prior:.1f} by={how}{more}"
