"""Names that a thing's label brings: shorter forms, a surname, initials, a team's town."""

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator

from models.kb.called import called
from services.extraction.linking.fields import TEAM
from services.extraction.linking.institutions import generic
from services.extraction.linking.names import acronym, company, key, short, surname
from services.extraction.linking.record import How, Record

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

_HALVES = frozenset(["Los", "Las", "New", "San", "St", "St.", "Fort", "El", "Salt", "Tampa", "Green"])
"""First halves of towns' names of two words, which alone are no name of their teams."""

HEADED = 3.0
"""The least prior of what goes by the first words of its label as well as by the whole."""

_NOUNS = frozenset(
    ["sea", "ocean", "airport", "desert", "index", "average", "mountains", "river", "peninsula"]
)
"""What a label can end with and the name that is used leaves out."""

SHORTENED = 2.0
"""The least prior of an organisation that goes by its initials."""

_FAMILY_FIRST = frozenset(["CN", "TW", "KR", "KP"])
"""Countries whose people are called by the first word of their name: "Xi" for Xi Jinping."""

_MINISTRY = re.compile(r"Ministry of (?:the )?([A-Z]\w+)(?: Affairs)?")
_DEPARTMENT = re.compile(r"United States Department of (?:the )?(.+)")
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe"}
)


class Derivation(ABC):
    """What names are made from: those that tables give, with how often, by id; ISO alpha-2 by name of a country."""

    def __init__(self, countries: dict[str, str]) -> None:
        self.countries = countries
        self._names: dict[str, dict[tuple[str, How], int]] = defaultdict(dict)

    @abstractmethod
    def name(self, id_: str, name: str, how: How = "alias", weight: int = 1) -> None:
        """One more name of a thing that is there."""

    def derive(self, record: Record) -> None:
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
        for name in self._heads(record):
            self.name(record.id, name, "label")
        if record.type == "person":
            self._person(record, bare)
        elif record.type == "organisation":
            self._organisation(record)

    def _heads(self, record: Record) -> list[str]:
        """The names that a table gives and that the label begins with, of what is well known: "El Al" for El Al Israel
        Airlines, "Mediterranean" for the Mediterranean Sea.
        """
        if record.type == "person" or record.fields & TEAM or record.prior < HEADED:
            return []
        label = key(record.label)
        names = {name for name, how in self._names[record.id] if how == "alias"}
        return sorted(
            name
            for name in names
            if label.startswith(f"{key(name)} ")
            and (record.type == "organisation" or label.split()[-1] in _NOUNS)
        )

    def _team(self, record: Record) -> None:
        """What a team is called in the results: its town or its country. Not of women's and youth teams."""
        if lesser(record.label):
            return
        if country := national(record.label):
            self.name(record.id, country)
            return
        if not _TOWNS.search(record.kind):
            self._club(record)
            return
        nickname = record.label.split()[-1]
        former = sorted(name for name, _ in self._names[record.id] if name.split()[-1] == nickname)
        for words in (name.split() for name in (record.label, *former) if nickname not in _CLUB):
            for most in (1, 2):
                if len(words) > most and " ".join(words[:-most]) not in _HALVES:
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
        """Without a legal form; by its initials; a department by its subject: "Treasury Department"."""
        if (bare := company(record.label)) != key(record.label):
            self.name(record.id, bare)
        self._national(record)
        initials = "".join(word[0] for word in record.label.split() if word[0].isupper())
        if len(initials) > 2 and acronym(initials) and record.prior >= SHORTENED and not record.fields & TEAM:
            self.name(record.id, initials, "derived")
        if match := _DEPARTMENT.fullmatch(record.label):
            self.name(record.id, f"{match[1]} Department", "label")
            self.name(record.id, f"U.S. {match[1]} Department", "label")

    def _national(self, record: Record) -> None:
        """What every country has one of, without the country: "Senate" for "Argentine Senate", or for what is called
        "Senate of Argentina" too.
        """
        others = sorted(name for name, how in self._names[record.id] if how == "alias")
        for name in (record.label, *others):
            country, bare = self._institution(name)
            if country and record.country in {"", country}:
                record.country = country
                self.name(record.id, bare, "derived")
            if match := _MINISTRY.fullmatch(bare or short(name)):
                self.name(record.id, f"{match[1]} Ministry", "derived")

    def _institution(self, name: str) -> tuple[str, str]:
        """The country and the rest of an institution's name; both empty for anything else."""
        bare, _, last = name.rpartition(" of ")
        country = self.countries.get(last.removeprefix("the ").casefold(), "")
        if country and generic(key(bare)):
            return country, bare
        for size in (3, 2, 1):
            head = " ".join(name.split()[:size])
            bare = name.removeprefix(f"{head} ")
            if (country := self.countries.get(head.casefold(), "")) and generic(key(bare)):
                return country, bare
        return "", ""

    def _person(self, record: Record, label: str) -> None:
        if last := surname(label):
            self.name(record.id, last, "surname")
        if record.country in _FAMILY_FIRST and " " in label:
            self.name(record.id, key(label.split(maxsplit=1)[0]), "surname")
        for spelt in _respelt(label):
            self.name(record.id, spelt, "label")
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


def lesser(label: str) -> bool:
    """True for the label of a women's, youth or second team."""
    return bool(_LESSER.search(label))


def national(label: str) -> str:
    """The country whose team a label names, empty for no national team: "Norland national football team"."""
    match = _NATIONAL.match(label)
    return match[1] if match else ""
