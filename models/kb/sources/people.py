"""People: heads of state and government, ministers, legislators."""

import re
from collections import defaultdict
from pathlib import Path

from models.kb.collection import Collection
from models.kb.sources.countries import ids
from models.kb.tables import objects, rows
from services.extraction.linking.fields import mask
from services.extraction.linking.names import key, surname
from services.extraction.linking.record import Office

POLITICS = mask(["politician"])

_OTHERS = {"Q57641": "Q60772", "Q2347236": "Q610788", "Q3327822": "Q58256", "Q57557": "Q27329764"}
"""Ids of the table of current leaders that are somebody else's: those of whom it names (von der Leyen, Costa, Mahamoud
Ali Youssouf, Ndayishimiye)."""

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def day(date: str) -> int:
    """A date ("2021-09-07", "2021", "12 December 2019") as YYYYMMDD with zeros for what is not told; 0 for none."""
    if match := re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date or ""):
        return int(match[1]) * 10000 + int(match[2] or 0) * 100 + int(match[3] or 0)
    if (match := re.match(r"(?:(\d+) )?(\w+) (\d{4})", date or "")) and match[2].lower() in _MONTHS:
        return int(match[3]) * 10000 + (_MONTHS.index(match[2].lower()) + 1) * 100 + int(match[1] or 0)
    return 0


def holders(found: Collection, folder: Path) -> None:
    """every-politician-scrapers (Wikidata query output): office holders from about 2000 on, and legislators."""
    for file in ("office-holders-wikidata-2022", "legislators-wikidata-2022"):
        for entry in objects(folder / f"people/{file}.jsonl.gz"):
            country = ""
            offices = []
            for place, title, start, end in entry["positions"]:
                country = found.countries.get(place.replace("-", " "), "") or (
                    "US" if place == "us" else country
                )
                offices.append(Office(country, title, day(start), day(end)))
            record = found.add(
                file,
                entry["qid"],
                entry["names"][0],
                type_="person",
                description="politician",
                country=country,
            )
            if record is None:
                continue
            record.born = record.born or day(entry.get("dob", ""))
            record.died = record.died or day(entry.get("dod", ""))
            for name in (*entry["names"][1:], re.sub(r" \(.*", "", entry.get("enwiki", ""))):
                found.name(record.id, name)
            for office in offices[:6]:
                found.office(record.id, office)


def leaders(found: Collection, folder: Path) -> None:
    """Wikidata query output: heads of state and government 2017 to 2022, foreign ministers 2022."""
    iso = {qid: code for code, qid in ids(folder).items()}
    for row in rows(folder / "people/heads-of-state-government-2017-2022-wikidata.csv"):
        country = iso.get(row["countryid"], "")
        found.add(
            "leaders",
            row["officeholder"],
            row["officeholderLabel"],
            type_="person",
            description="politician",
            country=country,
        )
        found.office(
            row["officeholder"],
            Office(country, row["positionLabel"], day(row["start_year"]), day(row["end_year"])),
        )
    for row in rows(folder / "people/foreign-ministers-2022.csv"):
        country = iso.get(row["country"], "")
        found.add(
            "leaders", row["person"], row["name"], type_="person", description="politician", country=country
        )
        found.office(row["person"], Office(country, row["positionLabel"], day(row["start"]), 0))


def factbook(found: Collection, folder: Path) -> None:
    """Heads of state and government of the last World Factbook, where an id could be told."""
    more = {
        (row["country"], row["role"], row["name"]): row["qid"]
        for row in rows(folder / "people/heads-factbook-2026-more-qids.tsv", "excel-tab")
    }
    for entry in objects(folder / "people/heads-factbook-2026.jsonl"):
        id_ = entry.get("qid") or more.get((entry["country"], entry["role"], entry["name"]), "")
        label = entry["name"].title() if entry["name"].isupper() else entry["name"]
        if found.add(
            "factbook", id_, label, type_="person", description="politician", country=entry.get("iso2", "")
        ):
            found.office(
                id_,
                Office(
                    entry.get("iso2", ""),
                    entry.get("title", entry["role"].replace("_", " ")),
                    day(entry.get("since", "")),
                    0,
                ),
            )


def congress(found: Collection, folder: Path) -> None:
    """unitedstates/congress-legislators: sitting members, presidents and vice presidents."""
    titles = {"sen": "Senator", "rep": "Representative", "prez": "President", "viceprez": "Vice President"}
    there = _by_surname_and_birth(found)
    for entry in objects(folder / "people/us-legislators-executive.jsonl.gz"):
        name, term = entry["name"], entry["last_term"]
        label = entry.get("wikipedia", "").split(" (")[0] or f"{name['first']} {name['last']}"
        id_ = entry.get("qid") or there.get((key(name["last"]), day(entry.get("birthday", "")) // 10000), "")
        record = found.add("congress", id_, label, type_="person", description="politician", country="US")
        if record is None:
            continue
        record.born = record.born or day(entry.get("birthday", ""))
        found.name(record.id, f"{name['first']} {name['last']}")
        found.name(record.id, f"{name.get('nickname', name['first'])} {name['last']}")
        found.name(record.id, name.get("official_full", ""))
        found.office(
            record.id,
            Office("US", titles.get(term["type"], term["type"]), day(term["start"]), day(term["end"])),
        )


def _by_surname_and_birth(found: Collection) -> dict[tuple[str, int], str]:
    """The politicians of the collection that are the only ones of their surname and year of birth."""
    ids: dict[tuple[str, int], list[str]] = defaultdict(list)
    for id_, record in found.records.items():
        if record.type == "person" and record.born and record.fields & POLITICS:
            ids[surname(record.label), record.born // 10000].append(id_)
    return {who: places[0] for who, places in ids.items() if len(places) == 1}


def current(found: Collection, folder: Path) -> None:
    """open-data-archive/world-leaders-current (CC BY-SA): posts of 30 countries and unions in August 2026."""
    for entry in objects(folder / "people/world-leaders-current-2026-08.jsonl"):
        id_ = _OTHERS.get(entry["qid"], entry["qid"])
        found.add(
            "current",
            id_,
            entry["name"],
            type_="person",
            description="politician",
            country=entry["iso2"],
        )
        found.name(id_, entry.get("name_local") or "")
        found.office(id_, Office(entry["iso2"], entry["title"], day(entry.get("since") or ""), 0))


def german(found: Collection, folder: Path) -> None:
    """OpenParliamentTV (Wikidata text): German politicians."""
    for entry in objects(folder / "wikidata/german-politicians-2022.jsonl.gz"):
        record = found.add(
            "german",
            entry["qid"],
            entry.get("label", ""),
            type_="person",
            description="politician",
            country="DE",
        )
        if record is not None:
            record.born = record.born or day(entry.get("dob", ""))
            for name in entry.get("aliases", ()):
                found.name(record.id, name)
