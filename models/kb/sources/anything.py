"""Tables cut from Wikidata that hold things of every sort."""

import re
from pathlib import Path

from models.kb.collection import Collection
from models.kb.tables import objects

_NOISE = frozenset(
    [
        "city",
        "town",
        "country",
        "state",
        "river",
        "person",
        "human",
        "film",
        "album",
        "president",
        "king",
        "queen",
        "war",
        "school",
        "university",
        "company",
        "newspaper",
        "party",
        "bank",
        "church",
        "army",
        "police",
        "court",
        "government",
    ]
)
_SPARE = re.compile(
    r"\b(?:episode|railway station|bilateral relation|border|sports season|position|academic"
    r"|film character|silent short)\b"
)
_LIFE = re.compile(r"\((\d{4})–(\d{4})\)")


def labels(folder: Path) -> dict[str, str]:
    """Label by id, of classes among others."""
    return {
        entry["qid"]: entry.get("label", "")
        for file in ("literally-wikidata-2021", "kgtk-arnold-2021")
        for entry in objects(folder / f"wikidata/{file}.jsonl.gz")
    }


def widest(found: Collection, folder: Path) -> None:
    """usc-isi-i2/kgtk-tutorial-files."""
    _classed(found, folder, "kgtk-arnold-2021")


def literally(found: Collection, folder: Path) -> None:
    """GenetAsefa/LiterallyWikidata (Wikidata text)."""
    _classed(found, folder, "literally-wikidata-2021")


def known(found: Collection, folder: Path) -> None:
    """wikitrivia: people and dated things of 30 sitelinks or more, brands, media, clubs, wars; Freebase's choice."""
    for file in ("wikitrivia-classic-2026", "wikitrivia-sitelinks-2026", "fb15k-wikidata-2019"):
        for entry in objects(folder / f"wikidata/{file}.jsonl.gz"):
            kinds = [*entry.get("kinds", [])[:3], *entry.get("occ", [])[:3]]
            record = found.add(
                file, entry["qid"], entry.get("label", ""), kinds=kinds, description=entry.get("desc", "")
            )
            if record is None:
                continue
            if record.type == "person" and entry.get("yearprop") == "P569":
                record.born = record.born or int(entry["year"]) * 10000
            if record.type == "person" and (life := _LIFE.search(entry.get("desc") or "")):
                record.born = record.born or int(life[1]) * 10000
                record.died = record.died or int(life[2]) * 10000
            for name in (*entry.get("aliases", ()), re.sub(r" \(.*", "", entry.get("enwiki") or "")):
                usual(found, record.id, name)


def players(found: Collection, folder: Path) -> None:
    """Chadwick Baseball Bureau: major-league players and managers."""
    for entry in objects(folder / "wikidata/chadwick-baseball.jsonl.gz"):
        found.add(
            "chadwick",
            entry.get("qid") or "",
            entry.get("label", ""),
            type_="person",
            description="baseball player",
            country="",
        )


def usual(found: Collection, id_: str, name: str) -> None:
    """Adds an alias that can be a name in a text: no flag, no two-letter code, no common word."""
    bare = name.strip()
    if bare.casefold() in _NOISE or not any(c.isupper() or c.isdigit() for c in bare):
        return
    if len(bare) > 2 or bare.isupper():
        found.name(id_, bare)


def _classed(found: Collection, folder: Path, file: str) -> None:
    classes = labels(folder)
    for entry in objects(folder / f"wikidata/{file}.jsonl.gz"):
        kinds = [classes.get(id_, "") for id_ in entry.get("p31", [])]
        if _SPARE.search(" ".join(kinds)):
            continue
        if record := found.add(
            file, entry["qid"], entry.get("label", ""), kinds=kinds, description=entry.get("desc", "")
        ):
            around = f"{record.label}, {entry.get('desc', '')}, "
            for name in entry.get("aliases", ()):
                if (
                    not re.search(rf"(?:, | in | of |^){re.escape(name)}(?:, |$)", around)
                    or name == record.label
                ):
                    usual(found, record.id, name)
