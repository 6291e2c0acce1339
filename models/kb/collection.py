"""What the tables of one licence tell, gathered by thing, and told apart by how a name names it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import astuple

from models.kb.called import called
from models.kb.kinds import described, typed
from services.extraction.linking.fields import SPORT, TEAM, mask
from services.extraction.linking.names import company, key, short, surname
from services.extraction.linking.record import How, Name, Office, Record

_SIDE = re.compile(
    r"nfl-teams|nba-teams|nhl-teams|mlb-teams|"
    r"\b(?:baseball|basketball|hockey|football|soccer|cricket|rugby|sports?|national)\b.* (?:team|club|franchise)\b"
)
_LESSER = re.compile(r"\b(?:women|women's|youth|under-\d+|U-?\d\d|B)\b", re.IGNORECASE)
_NATIONAL = re.compile(
    r"(.+?) (?:men's )?(?:national .+ team|(?:cricket|rugby union|rugby league|football|soccer) team)$"
)
_TOWNS = re.compile(
    r"baseball|basketball|hockey|American football|Major League|NFL|NBA|NHL|MLB", re.IGNORECASE
)
_CLUB_WORDS = (
    "FC F.C. AFC A.F.C. CF C.F. SC S.C. FK F.K. NK N.K. SK BK IF AC A.C. AS A.S. SV SpVgg TSV VfB VfL CD "
    "C.D. UD SD RC R.C. RFC R.F.C. RUFC RLFC KK BC B.C. HC CSKA club Club team Football Rugby de"
)
_CLUB = frozenset(_CLUB_WORDS.split())
_PLAIN_WORDS = (
    "City United Town Rovers Athletic Wanderers County Albion Rangers Club Sport Sports Sporting Real "
    "Olympic Union National Racing Deportivo Atlético International Inter Central South North East West"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
"""Words of a club's name that alone are no name for it."""

KNOWN = 1.5
"""The least prior of a person who goes by shorter and other forms of the name than the surname."""

_DEPARTMENT = re.compile(r"United States Department of (?:the )?(.+)")
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe"}
)
_CODE = re.compile(r"[A-Z]{2,3}")
_SPOKEN = frozenset(["US", "USA", "UK", "UAE", "DRC", "PRC", "NYC", "LA", "DC"])
_NOT_CALLED = {"Q1384": "new york", "Q1223": "washington", "Q794": "islamic", "Q7730": "jewish"}
"""What news doesn't mean by a name that tables have: states called by their full form, for the bare name is the
city's; a part of a name."""

_EDITIONS = frozenset(["world cup", "the world cup", "european championship", "olympics", "olympic games"])
"""Names of what comes again and again, in many sports: an edition is meant, and the name doesn't tell which."""

MOST_NAMES = 40
_RANK: dict[How, int] = {"label": 0, "link": 1, "demonym": 2, "alias": 3, "derived": 4, "surname": 5}


class Collection:
    """Records under way, by id. `countries` is ISO alpha-2 by country name (see `sources.countries`)."""

    def __init__(self, countries: dict[str, str]) -> None:
        self.countries = countries
        self.records: dict[str, Record] = {}
        self._tables: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, dict[tuple[str, How], int]] = defaultdict(dict)

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
        self.name(id_, label, "label")
        return record

    def name(self, id_: str, name: str, how: How = "alias", weight: int = 1) -> None:
        """One more name of a thing that is there."""
        name = name.strip()
        if id_ in self.records and worth(name) and (how == "demonym" or self._own(self.records[id_], name)):
            names = self._names[id_]
            names[name, how] = names.get((name, how), 0) + weight

    def _own(self, record: Record, name: str) -> bool:
        """False for a country's name or people that would name something else: what is left of a list cut at commas."""
        if _NOT_CALLED.get(record.id) == key(name) or (
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
        self._derive(record)
        names = sorted(self._names[record.id].items(), key=lambda item: (_RANK[item[0][1]], item[0]))
        record.names = [Name(text, how, min(weight, 255)) for (text, how), weight in names[:MOST_NAMES]]
        record.offices.sort(key=astuple)
        return record

    def _derive(self, record: Record) -> None:
        """Shorter forms of the label: without what tells it from others, its surname, without a legal form."""
        label = record.label
        if (bare := short(label)) != label:
            self.name(record.id, bare, "derived")
        if record.fields & TEAM:
            self._team(record)
        if label.startswith("United Nations "):
            self.name(record.id, label.removeprefix("United Nations "), "derived")
        if label.startswith("United States "):
            self.name(record.id, label.replace("United States ", "U.S. ", 1))
            self.name(record.id, label.removeprefix("United States "), "derived")
        if record.type == "person":
            self._person(record, bare)
        elif record.type == "organisation":
            self._organisation(record)

    def _team(self, record: Record) -> None:
        """What a team is called in the results: its town or its country. Not of women's and youth teams."""
        if _LESSER.search(record.label):
            return
        if match := _NATIONAL.match(record.label):
            self.name(record.id, match[1])
            return
        if not _TOWNS.search(record.kind):
            self._club(record)
            return
        words = record.label.split()
        for most in (1, 2):
            if len(words) > most and words[-1] not in _CLUB:
                self.name(record.id, " ".join(words[:-most]), "derived")
                self.name(record.id, " ".join(words[-most:]), "derived")

    def _club(self, record: Record) -> None:
        """A club by its own word or its town alone: "Norwich" for Norwich City F.C., "Rotor" for FC Rotor Volgograd."""
        words = [word for word in short(record.label).split() if word not in _CLUB and not word.isdigit()]
        bare = " ".join(words)
        if bare != record.label and bare not in _PLAIN:
            self.name(record.id, bare, "derived")
        for part in (words[:-1], words[-1:], words[:1]) if 2 <= len(words) <= 3 else ():
            name = " ".join(part)
            if name not in _PLAIN and name.casefold() not in self.countries:
                self.name(record.id, name, "derived")

    def _organisation(self, record: Record) -> None:
        """Without a legal form; a department by its subject: "Treasury Department", "Department of the Treasury"."""
        if (bare := company(record.label)) != key(record.label):
            self.name(record.id, bare)
        if match := _DEPARTMENT.fullmatch(record.label):
            self.name(record.id, f"{match[1]} Department", "label")
            self.name(record.id, f"U.S. {match[1]} Department", "label")

    def _person(self, record: Record, label: str) -> None:
        if last := surname(label):
            self.name(record.id, last, "surname")
        for spelt in _respelt(label):
            self.name(record.id, spelt)
        words = label.split()
        if len(words) > 2 and any(len(word.rstrip(".")) == 1 for word in words[1:-1]):
            self.name(record.id, f"{words[0]} {words[-1]}", "derived")
        if record.prior >= KNOWN and len(words) > 1:
            for first in called(words[0]):
                self.name(record.id, f"{first} {words[-1]}", "derived")
            if len(words) > 2:
                self.name(record.id, " ".join(words[-2:]), "derived")


def _respelt(label: str) -> Iterator[str]:
    """German and Nordic letters as two: "Müller", "Mueller"."""
    if (spelt := label.translate(_LETTERS)) != label:
        yield spelt


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
