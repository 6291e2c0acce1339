"""Open Event Data Alliance's dictionaries of actors (MIT): who held an office until 2014, and how names are spelt.

They hold no ids: an entry goes to the only thing of the collection that has one of its names.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.kb.collection import Collection
from models.kb.sources.countries import alpha2
from models.kb.sources.people import POLITICS
from models.kb.tables import text
from services.extraction.linking.names import key
from services.extraction.linking.record import Office

_CODE = re.compile(r"\[([A-Z]{3,})(?: ([<>]?)(\d{6})(?:-(\d{6}))?)?")
_OFFICE = re.compile(r"[A-Z]{3}GOV")
_ROLE = re.compile(
    r"\b(?:PRESIDENT|PREMIER|MINISTER|MINISTERS|KING|QUEEN|PRINCE|CHIEF|LEADER|SECRETARY|GENERAL|CHANCELLOR|OF|THE"
    r"|AND|MR|GOVERNMENT|REGIME|SPOKESMAN|SPOKESWOMAN|AMBASSADOR|SENATOR|GOVERNOR|COLONEL|CAPTAIN|ADMIRAL|EMIR"
    r"|ADMINISTRATION|GOV|GOVENOR|SULTAN|DR|SHEIKH|AYATOLLAH|POPE|COMMANDER|DICTATOR|STRONGMAN)\b"
)
MADE = 20140130
"""The dictionaries' own day, up to which an office that was held then is known."""

_MOST = 12
"""Names of an entry that are taken: more are lists of spellings by machine."""


class Entry(NamedTuple):
    """Names in capitals, the actor codes, and the offices as country (alpha-3), start and end (YYYYMMDD)."""

    names: list[str]
    codes: list[str]
    terms: list[tuple[str, int, int]]


def entries(lines: str) -> Iterator[Entry]:
    """The entries of a dictionary: a name, other names after it, codes at the end or behind the first name."""
    entry = Entry([], [], [])
    for line in lines.splitlines():
        plain = line.partition("#")[0]
        if not plain.strip():
            continue
        name = plain.partition("[")[0].strip()
        if name and not name.startswith("+") and (entry.codes or "#" in line):
            yield entry
            entry = Entry([], [], [])
        if name:
            entry.names.append(name.lstrip("+").strip("_ ").replace("_", " "))
        for code, open_, first, last in _CODE.findall(plain):
            entry.codes.append(code)
            if first and open_ != "<" and _OFFICE.match(code):
                entry.terms.append((code[:3], _day(first), _day(last) if last else MADE))
    yield entry


def leaders(found: Collection, folder: Path) -> None:
    """Offices and spellings of politicians."""
    short = alpha2(folder)
    people = _by_name(found, "person")
    for entry in entries(text(folder / "phoenix-dictionaries/Phoenix.Countries.actors.txt.gz")):
        names = [name for name in entry.names if " " in name and not _ROLE.search(name)][:_MOST]
        countries = {short.get(country, "") for country, _, _ in entry.terms}
        meant = {id_ for name in names for id_ in people.get(key(name), ())}
        meant = {id_ for id_ in meant if _fits(found, id_, countries)}
        if len(meant) != 1 or not entry.terms:
            continue
        (id_,) = meant
        for name in names:
            found.name(id_, name.title())
        for country, start, end in _runs(entry.terms):
            found.office(id_, Office(short.get(country, ""), "government", start, end))


def groups(found: Collection, folder: Path) -> None:
    """Spellings of armed groups and of international bodies."""
    bodies = _by_name(found, "organisation")
    for file in ("MilNonState", "International"):
        for entry in entries(text(folder / f"phoenix-dictionaries/Phoenix.{file}.actors.txt.gz")):
            names = [name for name in entry.names if len(name) > 4 and name.isascii()][:_MOST]
            meant = {id_ for name in names for id_ in bodies.get(key(name), ())}
            if len(meant) == 1:
                (id_,) = meant
                for name in names:
                    found.name(id_, name.title())


def _runs(terms: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Terms of one country that touch as one."""
    run: tuple[str, int, int] | None = None
    for country, start, end in sorted(terms):
        if run and run[0] == country and _days(start) <= _days(run[2]) + 31:
            run = (country, run[1], max(run[2], end))
        else:
            if run:
                yield run
            run = (country, start, end)
    if run:
        yield run


def _days(day: int) -> int:
    """A day's number in a calendar of months of 31 days."""
    return day // 10000 * 372 + day // 100 % 100 * 31 + day % 100


def _by_name(found: Collection, type_: str) -> dict[str, set[str]]:
    people: dict[str, set[str]] = defaultdict(set)
    for id_, name in found.aliases():
        record = found.records[id_]
        if record.type == type_ and (type_ != "person" or record.fields & POLITICS or record.offices):
            people[key(name)].add(id_)
    return people


def _fits(found: Collection, id_: str, countries: set[str]) -> bool:
    """Of one of the countries, where it is known, and not a child in office or one of an age long past."""
    record = found.records[id_]
    return (not record.country or record.country in countries) and not (
        record.died and record.died < 19300000
    )


def _day(written: str) -> int:
    """ "910710" as 19910710; two figures up to 29 are years of this century."""
    year = int(written[:2])
    return (year + (2000 if year < 30 else 1900)) * 10000 + int(written[2:])
