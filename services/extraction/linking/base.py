"""The knowledge base as the linker sees it: several layers as one, a thing being the same where its id is the same."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from schemas.entities import EntityType
from services.extraction.linking.layer import CAPITALS, TYPES, Extra, Layer
from services.extraction.linking.record import HOWS, How


class Known(NamedTuple):
    """A thing of the knowledge base; fields as in `record.Record`. `own` is true for one of the user's own."""

    id: str
    label: str
    type: EntityType
    kind: str
    country: str
    fields: int
    prior: float
    extra: Extra
    own: bool


class Candidate(NamedTuple):
    """A thing that a name can mean: how the name names it, how often links say so, if it does so in capitals only."""

    known: Known
    hows: frozenset[How]
    links: int
    capitals: bool


class KnowledgeBase:
    """Layers, the first of which says what a thing is. Threads may share an instance."""

    def __init__(self, layers: Sequence[Layer], digest: str, own: Layer | None = None) -> None:
        """`own` is the user's layer: its things go before all others."""
        self.layers = [*([own] if own else []), *layers]
        self.digest = digest
        self.own = own
        self._known: dict[str, Known] = {}

    @classmethod
    def load(cls, folder: Path, own: Layer | None = None) -> "KnowledgeBase":
        """The base of the layer files in a folder: those of `ORDER` that are there, then all others by name."""
        shipped = [folder / f"{name}.npz" for name in ORDER]
        others = sorted(path for path in folder.glob("*.npz") if path not in shipped)
        paths = [*(path for path in shipped if path.exists()), *others]
        if not paths:
            raise ValueError(f"{folder.name}: no layer of a knowledge base in this folder")
        digest = sha256(b"".join(sha256(path.read_bytes()).digest() for path in paths)).hexdigest()
        return cls([Layer.read(path) for path in paths], digest, own)

    def candidates(self, name: str) -> list[Candidate]:
        """What a key (`names.key`) can mean, by id."""
        found: dict[str, tuple[int, int]] = {}
        for layer in self.layers:
            for posting in layer.posted(name):
                id_ = layer.id(posting)
                hows, links = found.get(id_, (CAPITALS, 0))
                bits = int(layer.arrays["hows"][posting])
                linked = int(layer.arrays["weights"][posting]) if bits & _LINK else 0
                found[id_] = ((hows | bits) & ~CAPITALS | hows & bits & CAPITALS, links + linked)
        return [
            Candidate(self.known(id_), _HOWS[bits & ~CAPITALS], links, bool(bits & CAPITALS))
            for id_, (bits, links) in sorted(found.items())
        ]

    def known(self, id_: str) -> Known:
        """The thing of an id; `KeyError` where there is none."""
        known = self._known.get(id_)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[id_] = self._merged(id_)
        return known

    def _merged(self, id_: str) -> Known:
        places = [(layer, place) for layer in self.layers if (place := layer.find(id_)) is not None]
        if not places:
            raise KeyError(id_)
        first, at = places[0]
        extras = [layer.more(place) for layer, place in places]
        return Known(
            id=id_,
            label=first.labels[at].decode(),
            type=TYPES[int(first.arrays["types"][at])],
            kind=first.kinds[int(first.arrays["kinds"][at])],
            country=next((code for layer, place in places if (code := layer.country(place))), ""),
            fields=_union([int(layer.arrays["fields"][place]) for layer, place in places]),
            prior=sum(float(layer.arrays["prior"][place]) for layer, place in places),
            extra=_first(extras),
            own=first is self.own,
        )


REMEMBERED = 20_000
"""Things kept at hand once looked up; over it all are let go, so that memory stays flat."""

ORDER = ("open", "wikidata", "odbl", "cc-by-sa")
"""The shipped layer files: the first of them that holds a thing says its label and type."""

_LINK = 1 << HOWS.index("link")
_HOWS = [frozenset(how for i, how in enumerate(HOWS) if bits & 1 << i) for bits in range(1 << len(HOWS))]


def _union(masks: list[int]) -> int:
    bits = 0
    for mask in masks:
        bits |= mask
    return bits


def _first(extras: list[Extra]) -> Extra:
    """Each field from the first layer that has it; all offices."""
    values = {
        name: next((value for extra in extras if (value := getattr(extra, name)) != nothing), nothing)
        for name in Extra.__struct_fields__
        for nothing in [getattr(Extra(), name)]
    }
    return Extra(**values | {"offices": tuple(office for extra in extras for office in extra.offices)})
