"""Make `topics.tsv` from IPTC's own JSON release of the Media Topics.

    python models/iptc-mediatopics/make.py RELEASE.json[.gz]

Source: https://cv.iptc.org/newscodes/mediatopic/ (CC BY 4.0, see NOTICE.md).
"""

import csv
import gzip
import json
import re
import sys
from pathlib import Path
from typing import TypedDict

COLUMNS = ("id", "parent", "retired", "replaced_by", "wikidata", "label", "definition")
WIKIDATA = "http://www.wikidata.org/entity/"


class Concept(TypedDict, total=False):
    """A concept of the release, as far as it is used here."""

    qcode: str
    prefLabel: dict[str, str]
    definition: dict[str, str]
    broader: list[str]
    retired: str
    changeNote: dict[str, str]
    exactMatch: list[str]
    closeMatch: list[str]


def row(concept: Concept) -> dict[str, str]:
    """The concept's line of the table."""
    return {
        "id": concept["qcode"],
        "parent": "medtop:" + concept["broader"][0].rsplit("/", 1)[-1] if "broader" in concept else "",
        "retired": concept.get("retired", "")[:10],
        "replaced_by": _replacement(concept),
        "wikidata": _wikidata(concept),
        "label": _line(concept["prefLabel"]["en-GB"]),
        "definition": _line(concept["definition"]["en-GB"]),
    }


def _replacement(concept: Concept) -> str:
    """The first other concept that a retired concept's change note points to."""
    if "retired" not in concept:
        return ""
    note = concept.get("changeNote", {}).get("en-GB", "")
    named = [f"medtop:{digits}" for digits in re.findall(r"\b\d{8}\b", note)]
    return next((name for name in named if name != concept["qcode"]), "")


def _wikidata(concept: Concept) -> str:
    matches = [*concept.get("exactMatch", []), *concept.get("closeMatch", [])]
    return next((match.removeprefix(WIKIDATA) for match in matches if match.startswith(WIKIDATA)), "")


def _line(text: str) -> str:
    return " ".join(text.split())


def main(release: Path) -> None:
    """Write `topics.tsv` beside this script."""
    content = gzip.decompress(release.read_bytes()) if release.suffix == ".gz" else release.read_bytes()
    concepts: list[Concept] = json.loads(content)["conceptSet"]
    with (Path(__file__).parent / "topics.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(
            file, COLUMNS, dialect="excel-tab", lineterminator="\n", quoting=csv.QUOTE_NONE
        )
        table.writeheader()
        table.writerows(row(concept) for concept in sorted(concepts, key=lambda concept: concept["qcode"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
