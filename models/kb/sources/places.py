"""Places: cities with coordinates, seas and regions, provinces."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from models.kb.collection import Collection
from models.kb.tables import objects, rows
from services.extraction.linking.names import key

Thing = TypeVar("Thing")

_CITIES = (
    "city",
    "town",
    "capital",
    "municipality",
    "settlement",
    "place",
    "comune",
    "commune",
    "seat",
    "metropolis",
)


def populated(found: Collection, folder: Path) -> None:
    """Natural Earth: cities with GeoNames id and coordinates."""
    for entry in objects(folder / "places/naturalearth-populated-places.jsonl.gz"):
        names = entry.get("names", {})
        record = found.add(
            "populated",
            entry.get("qid") or "",
            names.get("en") or entry["name"],
            type_="place",
            kinds=["city"],
            country=entry.get("iso2", ""),
        )
        if record is None:
            continue
        record.geonames, record.latitude, record.longitude = entry.get("gn") or 0, entry["lat"], entry["lon"]
        for name in (entry["name"], *entry.get("alt", ()), *(names.get(x, "") for x in ("de", "fr", "es"))):
            found.name(record.id, name)


def usual(found: Collection, _: Path) -> None:
    """Our own short list: cities that news calls by the name of a state, or of a part of them."""
    for id_, name in (("Q60", "New York"), ("Q61", "Washington"), ("Q240", "Brussels")):
        found.name(id_, name, "label")


def regions(found: Collection, folder: Path) -> None:
    """Natural Earth: seas, islands, ranges and disputed areas whose id could be told."""
    for row in rows(folder / "places/naturalearth-region-qids.tsv", "excel-tab"):
        label = row["name"].title() if row["name"].isupper() else row["name"]
        found.add("regions", row["qid"], label, type_="place", kinds=[row["class"]])


def geonames(found: Collection, folder: Path) -> None:
    """GeoNames: id and coordinates of a city that is the only one of its name in its country, or by far the largest.

    Ours is then the one that more tables list than the others.
    """
    ours: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id_ in sorted(found.records):
        record = found.records[id_]
        if record.type == "place" and record.country and any(word in record.kind for word in _CITIES):
            ours[key(record.label.split(",")[0]), record.country].append(id_)
    theirs: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows(folder / "places/geonames-cities15000.tsv.gz", "excel-tab"):
        theirs[key(row["name"]), row["iso2"]].append(row)
    for place, cities in sorted(theirs.items()):
        city = _foremost(cities, lambda row: int(row["population"] or 0))
        meant = _foremost(ours.get(place, ()), found.listed)
        if city and meant and not (record := found.records[meant]).geonames:
            record.geonames = int(city["geonameid"])
            record.latitude, record.longitude = float(city["lat"]), float(city["lon"])


def _foremost(things: Sequence[Thing], rank: Callable[[Thing], int]) -> Thing | None:
    """The only one, or the one that ranks twice as high as the next at least."""
    ranked = sorted(things, key=rank, reverse=True)
    if len(ranked) > 1 and rank(ranked[0]) < 2 * rank(ranked[1]):
        return None
    return ranked[0] if ranked else None


def towns(found: Collection, folder: Path) -> None:
    """EdwardTheLegend/wikitrivia-data (Wikidata text): towns, districts and counties."""
    for entry in objects(folder / "wikidata/wikitrivia-places-2022.jsonl.gz"):
        if found.add(
            "towns",
            entry["qid"],
            entry.get("label", ""),
            type_="",
            kinds=entry.get("kinds", [])[:3],
            description=entry.get("desc", ""),
        ):
            found.name(entry["qid"], entry.get("enwiki", ""))


def provinces(found: Collection, folder: Path) -> None:
    """dr5hn (ODbL): provinces and states with ISO 3166-2 codes, and cities."""
    for entry in objects(folder / "wikidata-odbl/dr5hn-admin1.jsonl.gz"):
        record = found.add(
            "provinces",
            entry["qid"],
            entry.get("label", ""),
            type_="place",
            kinds=[entry.get("kind") or "province"],
            country=entry["cc"],
        )
        if record is not None:
            record.iso = entry.get("iso", "")
            for name in entry.get("aliases", ()):
                found.name(record.id, name)
    for entry in objects(folder / "wikidata-odbl/dr5hn-cities.jsonl.gz"):
        if entry.get("pop", 0) >= 20000 and found.add(
            "cities", entry["qid"], entry.get("label", ""), type_="place", kinds=["city"], country=entry["cc"]
        ):
            for name in entry.get("aliases", ()):
                found.name(entry["qid"], name)
