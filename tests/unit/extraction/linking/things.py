"""A small knowledge base of made-up things, and entities to link to it."""

from collections.abc import Sequence

import numpy as np

from schemas.entities import Entity, EntityType, Processor
from services.extraction.linking.base import KnowledgeBase
from services.extraction.linking.features import FEATURES
from services.extraction.linking.layer import Layer
from services.extraction.linking.linker import Linker, Weights
from services.extraction.linking.record import Name, Office, Record

WEIGHTS = {
    "any": -3.0,
    "prior": 1.0,
    "prior share": 3.0,
    "label": 1.0,
    "same type": 1.0,
    "other type": -4.0,
    "country": 2.0,
    "here": 3.0,
    "elsewhere": -1.0,
    "team": 8.0,
    "surname": -3.0,
}

RECORDS = [
    Record(
        id="Q1",
        label="Norland",
        type="place",
        kind="country",
        country="NL",
        iso="NL",
        geonames=11,
        latitude=60.5,
        longitude=10.25,
        prior=20,
        names=[Name("Norland", "label"), Name("Norlandic", "demonym"), Name("U.N.L.")],
    ),
    Record(
        id="Q2",
        label="Sudland",
        type="place",
        kind="country",
        country="SU",
        iso="SU",
        prior=20,
        names=[Name("Sudland", "label")],
    ),
    Record(
        id="Q10",
        label="Springfield",
        type="place",
        kind="city",
        country="NL",
        prior=5,
        names=[Name("Springfield", "label")],
    ),
    Record(
        id="Q11",
        label="Springfield, Sudland",
        type="place",
        kind="city",
        country="SU",
        prior=5,
        names=[Name("Springfield", "derived")],
    ),
    Record(
        id="Q20",
        label="Maria Beispiel",
        type="person",
        kind="human",
        country="NL",
        prior=12,
        offices=[Office("NL", "Prime Minister", 20200101, 0)],
        names=[Name("Maria Beispiel", "label"), Name("Beispiel", "surname")],
    ),
    Record(
        id="Q30",
        label="Exacorp Inc.",
        type="organisation",
        kind="company",
        ticker="EXA",
        prior=9,
        names=[Name("Exacorp Inc.", "label"), Name("Exacorp", "derived"), Name("EXA")],
    ),
]


MADE_BY = Processor(name="test", version="0", method="test")


def linker(records: Sequence[Record] = RECORDS, own: Layer | None = None, demonyms: bool = True) -> Linker:
    """A linker over the records, with weights that are easy to reckon with."""
    weights = np.array([WEIGHTS.get(name, 0.0) for name in FEATURES], np.float32)
    return Linker(
        KnowledgeBase([Layer.of(records)], "f" * 64, own), Weights(weights, 0.75), demonyms=demonyms
    )


def entity(name: str, type_: EntityType = "other", mentions: int = 1) -> Entity:
    """An entity without evidence, not linked."""
    return Entity(
        key=name, name=name, type=type_, mentions=mentions, evidence=(), score=1.0, extractor=MADE_BY
    )
