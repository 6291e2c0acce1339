"""What nobody labelled by hand is checked: well-known names have one type, and the knowledge base has a say."""

import csv
from collections.abc import Mapping
from pathlib import Path

from models.ner_training.slots import FILES
from models.ner_training.texts import Text
from services.extraction.linking.layer import TYPES, Layer

HERE = Path(__file__).parent
_LABELS = {"person": "PER", "organisation": "ORG", "place": "LOC"}


def surfaces(folder: Path) -> Mapping[str, str]:
    """Name -> its type: where the knowledge base in `folder` knows it of one type alone, or `surfaces.tsv` says so."""
    found: dict[str, set[str]] = {}
    for file in FILES:
        layer = Layer.read(folder / file)
        for i in range(len(layer.labels)):
            if int(layer.arrays["types"][i]) < len(TYPES):
                kind = TYPES[int(layer.arrays["types"][i])]
                found.setdefault(layer.labels[i].decode(), set()).add(kind)
    sure = {name: _LABELS[kind] for name, (kind, *more) in found.items() if not more and kind in _LABELS}
    with (HERE / "surfaces.tsv").open(encoding="utf-8", newline="") as file:
        return sure | dict(csv.reader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE))


def checked(text: Text, surfaces: Mapping[str, str]) -> Text:
    """The text, where a place that is labelled as an organisation (or the reverse) gets the type that is known.

    Full names that are known as another type than their label says are of unknown type; a surname may be anything.
    """
    names, unknown = [], list(text.unknown)
    for start, end, kind in text.names:
        name = text.text[start:end]
        known = kind if kind == "MISC" or (kind == "PER" and " " not in name) else surfaces.get(name, kind)
        if known == kind or {known, kind} == {"ORG", "LOC"} or known == "MISC":
            names.append((start, end, known))
        else:
            unknown.append((start, end))
    return text._replace(names=names, unknown=sorted(unknown))
