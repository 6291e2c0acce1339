"""What the tables of one licence tell, gathered by thing, and told apart by how a name names it."""

import re
from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import astuple

from models.kb.derived import Derivation
from models.kb.kinds import described, typed
from models.kb.labels import THINGS
from services.extraction.linking.fields import SPORT, TEAM, mask
from services.extraction.linking.names import key
from services.extraction.linking.record import How, Name, Office, Record

_SIDE = re.compile(
    r"\b(?:nfl|nba|nhl|mlb)-(?:teams|franchises)|\b(?:rugby|football)-clubs|"
    r"\b(?:baseball|basketball|hockey|football|soccer|cricket|rugby|sports?|national)\b.* (?:team|club|franchise)\b"
)
_CODE = re.compile(r"[A-Z]{2,3}")
_SPOKEN = frozenset(["US", "USA", "UK", "UAE", "DRC", "PRC", "NYC", "LA", "DC"])
_NOT_CALLED = frozenset(
    [
        ("Q1384", "new york"),
        ("Q1223", "washington"),
        ("Q239", "brussels"),
        ("Q48525", "washington"),
        ("Q777403", "washington"),
        ("Q156287", "washington"),
        ("Q794", "islamic"),
        ("Q7730", "jewish"),
        ("Q948", "tunis"),
        ("Q971", "brazzaville"),
        ("Q45", "portuguesa"),
        ("Q334", "garden city"),
        ("Q35086", "south georgia"),
    ]
)
"""What news doesn't mean by a name that tables have: states called by their full form, for the bare name is the
city's; the old town of Brussels; a government, a university and a county that nobody calls Washington alone; a part
of a name; towns and parts that tables take for their country."""

_EDITIONS = frozenset(["world cup", "the world cup", "european championship", "olympics", "olympic games"])
"""Names of what comes again and again, in many sports: an edition is meant, and the name doesn't tell which."""

MOST_NAMES = 40
_RANK: dict[How, int] = {"label": 0, "link": 1, "demonym": 2, "alias": 3, "derived": 4, "surname": 5}


class Collection(Derivation):
    """Records under way, by id. `countries` is ISO alpha-2 by country name (see `sources.countries`)."""

    def __init__(self, countries: dict[str, str]) -> None:
        super().__init__(countries)
        self.records: dict[str, Record] = {}
        self._tables: dict[str, set[str]] = defaultdict(set)

    def add(
        self,
        table: str,
        id_: str,
        label: str,
        *,
        type_: str = "",
        kinds: Iterable[str] = (),
        description: str = "",
        country: str = "",
    ) -> Record | None:
        """The thing's record, made or completed; None for what is no name ("human", a bare id, an empty label)."""
        label = label.strip()
        if not id_.startswith("Q") or not named(label):
            return None
        kinds = [kind for kind in kinds if kind]
        type_ = type_ or typed(kinds, description)
        record = self.records.get(id_)
        if record is None:
            record = self.records[id_] = Record(id=id_, label=label, type="other")
        if record.type == "other" and type_:
            record.type = type_  # type: ignore[assignment]  # `typed` gives the contract's four words
        record.kind = record.kind or _kind(record, kinds, description)
        record.fields |= mask([*kinds, description])
        if record.type == "organisation" and _SIDE.search(f"{' '.join(kinds)} {description}"):
            record.fields |= TEAM | SPORT | mask([label])
        record.country = record.country or country or described(description, self.countries)
        self._tables[id_].add(table)
        if (usual := THINGS.get(id_, label)) != label:
            record.label = usual
            self.name(id_, usual, "label")
        self.name(id_, label, "label" if usual == label else "alias")
        return record

    def name(self, id_: str, name: str, how: How = "alias", weight: int = 1) -> None:
        """One more name of a thing that is there."""
        name = name.strip()
        if id_ in self.records and worth(name) and (how == "demonym" or self._own(self.records[id_], name)):
            names = self._names[id_]
            names[name, how] = names.get((name, how), 0) + weight

    def _own(self, record: Record, name: str) -> bool:
        """False for a country's name or people that would name something else: what is left of a list cut at commas."""
        if (record.id, key(name)) in _NOT_CALLED or (
            record.type == "place" and _CODE.fullmatch(name) and name not in _SPOKEN
        ):
            return False
        if name.casefold() in _EDITIONS:
            return False
        country = self.countries.get(name.casefold())
        return (
            country is None
            or record.kind == "country"
            or key(name) == key(record.label)
            or bool(record.fields & TEAM)
        )

    def aliases(self) -> list[tuple[str, str]]:
        """Each thing with each of its names, sorted."""
        return sorted((id_, name) for id_, names in self._names.items() for name, _ in names)

    def listed(self, id_: str) -> int:
        """How many tables list a thing."""
        return len(self._tables[id_])

    def office(self, id_: str, office: Office) -> None:
        """An office that a person of the collection held."""
        if (record := self.records.get(id_)) and office not in record.offices:
            record.offices.append(office)

    def done(self, fame: dict[str, float]) -> list[Record]:
        """The records with their names and priors, sorted by id. `fame` is added to the count of tables."""
        return [self._done(self.records[id_], fame) for id_ in sorted(self.records)]

    def _done(self, record: Record, fame: dict[str, float]) -> Record:
        record.prior = round(len(self._tables[record.id]) + fame.get(record.id, 0.0), 2)
        self.derive(record)
        names = sorted(self._names[record.id].items(), key=lambda item: (_RANK[item[0][1]], item[0]))
        record.names = [Name(text, how, min(weight, 255)) for (text, how), weight in names[:MOST_NAMES]]
        record.offices.sort(key=astuple)
        return record


def named(label: str) -> bool:
    """True for a label that is a name: a capital or a digit in its first word ("eBay" too), and no bare id."""
    first = label.split(" ", maxsplit=1)[0]
    return any(c.isupper() or c.isdigit() for c in first) and not (first[0] == "Q" and first[1:].isdigit())


def worth(name: str) -> bool:
    """True for a name worth a look-up: Latin, Greek or Cyrillic letters, two at least, not overlong."""
    found = key(name)
    return 2 <= len(found) <= 60 and all(ord(c) < 0x530 for c in found) and not found.isdigit()


def _kind(record: Record, kinds: list[str], description: str) -> str:
    if record.type == "person":
        return "human"
    return (kinds[0] if kinds else description.split(" in ", maxsplit=1)[0].split(" of ", maxsplit=1)[0])[
        :40
    ].strip()
