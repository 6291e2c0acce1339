"""A knowledge base for a reader: what a name can mean, and how much there is."""

from collections.abc import Iterator

from services.extraction.linking.base import Candidate, KnowledgeBase
from services.extraction.linking.names import variants


def meanings(base: KnowledgeBase, name: str) -> Iterator[str]:
    """A line for each thing that the name can mean, the best known first."""
    for form in variants(name):
        if found := base.candidates(form):
            for candidate in sorted(found, key=lambda one: (-one.known.prior, one.known.id)):
                yield _line(candidate)
            return


def stats(base: KnowledgeBase) -> Iterator[str]:
    """A line for each layer: its things and its names."""
    for layer in base.layers:
        name = "yours" if layer is base.own else layer.name
        yield f"{name:12} {len(layer.ids):8} things {len(layer.keys):8} names"


def _line(candidate: Candidate) -> str:
    known, extra = candidate.known, candidate.known.extra
    facts = {
        "country": known.country,
        "iso": extra.iso,
        "geonames": extra.geonames,
        "ticker": extra.ticker,
        "lei": extra.lei,
    }
    more = "".join(f" {name}={value}" for name, value in facts.items() if value)
    how = ",".join(sorted(candidate.hows))
    return f"{known.id:12} {known.label} ({known.type}, {known.kind}) prior={known.prior:.1f} by={how}{more}"
