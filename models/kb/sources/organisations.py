"""Organisations: international bodies, agencies, parties, clubs, newspapers, companies."""

import re
from collections import defaultdict
from pathlib import Path

from models.kb.collection import Collection
from models.kb.kinds import typed
from models.kb.sources.countries import alpha2
from models.kb.tables import objects, rows
from services.extraction.linking.names import acronym, company, key

_STREETS = re.compile(
    r"amenity/(?:school|atm|charging)|highway/|power/|surveillance|totem|boundary|pole|cabinet"
)


def brands(found: Collection, folder: Path) -> None:
    """name-suggestion-index: brands and operators. Short lower-case aliases are noise and left out."""
    for entry in objects(folder / "companies/nsi-brands-operators-wikidata.jsonl.gz"):
        kinds = entry.get("kinds", [])
        if any("flag" in kind for kind in kinds) or _STREETS.search(" ".join(kinds)):
            continue
        country = entry["cc"][0] if len(entry.get("cc", ())) == 1 and len(entry["cc"][0]) == 2 else ""
        if found.add(
            "brands",
            entry["qid"],
            entry.get("label", ""),
            type_=typed([], entry.get("desc", "")) or "organisation",
            kinds=["company"],
            description=entry.get("desc", ""),
            country=country,
        ):
            for name in entry.get("aliases", ()):
                if len(name) > 3 and not name.islower():
                    found.name(entry["qid"], name)


USUAL = {
    "United Nations": ("U.N.", "UN"),
    "European Union": ("EU", "E.U."),
    "NATO": ("NATO", "North Atlantic Treaty Organization"),
    "World Health Organization": ("WHO", "World Health Organisation"),
    "International Monetary Fund": ("IMF",),
    "World Trade Organization": ("WTO",),
    "Federal Reserve System": ("Fed", "Federal Reserve"),
    "Federal Bureau of Investigation": ("FBI",),
    "Central Intelligence Agency": ("CIA",),
    "U.S. Securities and Exchange Commission": ("SEC", "Securities and Exchange Commission"),
    "United States Securities and Exchange Commission": ("SEC", "Securities and Exchange Commission"),
    "International Atomic Energy Agency": ("IAEA",),
    "European Central Bank": ("ECB",),
    "Associated Press": ("AP",),
    "United States Department of State": ("State Department",),
    "United States Congress": ("Congress",),
    "United States Senate": ("Senate",),
    "United States Department of Defense": ("Defense Department", "Pentagon"),
    "United States Department of the Treasury": ("Treasury",),
    "United States Food and Drug Administration": ("FDA", "Food and Drug Administration"),
    "Federal Communications Commission": ("FCC",),
    "Supreme Court of the United States": ("U.S. Supreme Court",),
    "American Broadcasting Company": ("ABC",),
    "British Airways": ("BA",),
    "Volkswagen Group": ("VW",),
    "S&P 500": ("Standard & Poor's 500", "S&P"),
    "FTSE 100 Index": ("FTSE 100", "FTSE"),
    "Nikkei 225": ("Nikkei",),
    "OPEC": ("OPEC",),
    "Islamic State": ("ISIS", "ISIL"),
    "Volodymyr Zelenskyy": ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "Zelensky"),
    "Vladimir Putin": ("Putin",),
    "Donald Trump": ("Trump",),
}
"""Names that everybody uses, by the label of what they name: of two things of a label the one with the lower id."""


def usual(found: Collection, _: Path) -> None:
    """Our own short list of everyday names."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for id_, record in found.records.items():
        if record.label in USUAL:
            by_label[record.label].append(id_)
    for label, ids in sorted(by_label.items()):
        for name in USUAL[label]:
            found.name(min(ids, key=lambda id_: int(id_[1:])), name, "label")


def agencies(found: Collection, folder: Path) -> None:
    """integrateddatasvc/agency-registry (Wikidata and ROR records): US agencies, statistical offices."""
    for entry in objects(folder / "orgs/gov-agencies-wikidata-2022.jsonl.gz"):
        found.add(
            "agencies",
            entry["qid"],
            entry.get("label", ""),
            type_="organisation",
            kinds=["government agency"],
            description=entry.get("desc", ""),
            country=entry.get("cc", ""),
        )
        for name in entry.get("aliases", ()):
            found.name(entry["qid"], name)


def parties(found: Collection, folder: Path) -> None:
    """hdigital/partyfactsdata: political parties."""
    short = alpha2(folder)
    for entry in objects(folder / "wikidata/partyfacts-parties.jsonl.gz"):
        if found.add(
            "parties",
            entry.get("qid") or "",
            entry.get("label", ""),
            type_="organisation",
            kinds=["political party"],
            country=short.get(entry.get("country", ""), ""),
        ):
            for name in (*entry.get("aliases", ()), entry.get("enwiki", "")):
                found.name(entry["qid"], name)


def clubs(found: Collection, folder: Path) -> None:
    """withqwerty/reep: football clubs and competitions."""
    for entry in objects(folder / "wikidata/reep-football-clubs.jsonl.gz"):
        if found.add(
            "clubs",
            entry["qid"],
            entry.get("label", ""),
            type_="organisation",
            kinds=["football club"],
            country=found.countries.get(entry.get("country", "").casefold(), ""),
        ):
            for name in entry.get("aliases", ()):
                found.name(entry["qid"], name, "derived")
    for entry in objects(folder / "wikidata/reep-football-competitions.jsonl.gz"):
        found.add(
            "clubs", entry["qid"], entry.get("label", ""), type_="other", kinds=["football competition"]
        )


def newspapers(found: Collection, folder: Path) -> None:
    """hearvox/wiki-media-cred: US newspapers."""
    for entry in objects(folder / "wikidata/us-newspapers.jsonl.gz"):
        found.add(
            "newspapers",
            entry.get("qid") or "",
            entry.get("label", ""),
            type_="organisation",
            kinds=["newspaper"],
            country="US",
        )


def international(found: Collection, folder: Path) -> None:
    """confirmordeny/supraverden (CC BY-SA): international bodies with their short forms and LEI."""
    for entry in objects(folder / "orgs/supraverden-intl-orgs.jsonl.gz"):
        record = found.add(
            "international",
            entry.get("Wikidata_code") or "",
            entry["key"],
            type_="organisation",
            kinds=["international organization"],
        )
        if record is None:
            continue
        record.lei = entry.get("LEI") or ""
        for name in (*entry["abbr"].values(), *(entry["names"].get(x, "") for x in ("en", "fr", "de", "es"))):
            found.name(record.id, name)


def short_forms(found: Collection, folder: Path) -> None:
    """World Factbook, appendix B: the acronym of an international body whose full name is in the collection."""
    by_name = _by_name(found)
    for entry in objects(folder / "orgs/factbook-appendix-b-intl-orgs.jsonl.gz"):
        for id_ in by_name.get(key(entry["name"]), ())[:1]:
            for name in entry.get("acronyms", ()):
                found.name(id_, name)
                found.name(id_, name.replace("-", ""))


def tickers(found: Collection, folder: Path) -> None:
    """pytickersymbols and datasets/s-and-p-500-companies: the ticker of a company that is in the collection."""
    by_name = _by_name(found)
    listed = [
        (entry["symbol"], entry["name"], entry.get("wikipedia", "").replace("_", " "))
        for entry in objects(folder / "companies/index-members.jsonl.gz")
        if entry.get("symbol")
    ]
    listed += [
        (row["Symbol"], row["Security"], "") for row in rows(folder / "companies/sp500-constituents.csv")
    ]
    for symbol, name, title in listed:
        places = (
            by_name.get(key(title)) or by_name.get(company(title or name)) or by_name.get(company(name)) or []
        )
        if len(set(places)) == 1 and not (record := found.records[places[0]]).ticker:
            record.ticker = symbol
            found.name(record.id, name)


def _by_name(found: Collection) -> dict[str, list[str]]:
    by_name: dict[str, list[str]] = defaultdict(list)
    others: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(found.records):
        record = found.records[id_]
        if record.type == "organisation" and not acronym(record.label):
            for name in {key(record.label), company(record.label)}:
                by_name[name].append(id_)
    for id_, name in found.aliases():
        if found.records[id_].type == "organisation" and not acronym(name) and company(name) not in by_name:
            others[company(name)].append(id_)
    return by_name | {name: ids for name, ids in others.items() if len(set(ids)) == 1}
