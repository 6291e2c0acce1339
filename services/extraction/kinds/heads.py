"""What a name says itself of what it names: "Gulf War" is a war, "Digital Services Act" a law.

The word that tells is the last, or the first before "of", "on", "for" and "against" ("Battle of …", "Treaty on …").
"""

import re
from collections.abc import Mapping

from schemas.entities import EntityType

_EVENTS = """
    Cup Olympics Paralympics Championship Championships Marathon Derby Regatta Biennale Biennial Triennale Expo Summit
    Festival Carnival War Revolution Uprising Intifada Massacre Genocide Pogrom Referendum Election Elections
    Earthquake Hurricane Typhoon Cyclone Tsunami Olympiad Bowl Tournament Rally Masters Fair Jubilee Coronation Concert
    Hackathon Symposium Conclave Armistice Famine Blitz Riots Riot Coup Rebellion Insurrection Offensive Siege Battle
    Trials Inquiry Final Finals Playoffs Classic Games Prix
"""
_LAWS = """
    Act Acts Bill Treaty Treaties Accord Accords Convention Conventions Protocol Protocols Directive Regulation
    Regulations Constitution Amendment Agreement Agreements Charter Statute Code Ordinance Decree Pact Law Laws
    Manifesto
    Declaration Armistice Ceasefire Resolution Memorandum
"""
_WEAK = frozenset(
    [
        "Games",
        "Final",
        "Finals",
        "Classic",
        "Fair",
        "Masters",
        "Code",
        "Law",
        "Laws",
        "Rally",
        "Concert",
        "Bill",
        "Trials",
        "Inquiry",
        "Manifesto",
    ]
)
"""Heads that names of companies, works and persons end with too: believed only where the model sees no other type."""

_LED = """
    Battle Siege War Feast Festival Massacre Revolution Summit Championship Cup Tour Fall Coronation
"""
_LED_LAWS = """
    Treaty Convention Protocol Charter Declaration Statute Code Act Agreement Law Bill Accord Constitution Directive
    Regulation
"""
_GATHERINGS = re.compile(
    r"\b(?:National|Party|Democratic|Republican|Annual|Comic|Constitutional|Labour|Star Trek)\sConvention$"
)
_LED_BY = re.compile(r"([A-Z][a-z]+)\s(?:of|on|for|against|to)\s")
_STORM = re.compile(r"(?:Hurricane|Typhoon|Cyclone|Tropical Storm|Storm|Operation|Exercise)\s[A-Z]")
_EDITION = re.compile(r"(?:COP|Euro |Expo )\d{2,4}")
_ARTICLE_OF_LAW = re.compile(
    r"(?:Article|Section|Title|Chapter|Resolution|UN Resolution|Security Council Resolution|Directive|Regulation|Rule"
    r"|Proposition|Prop\.|Protocol)\s(?:\d+|[IVX]+)\b.*|.*\s(?:Amendment|Act \d{4})"
)
_ANYTHING = re.compile(r"[A-Z\d].*")
_BEFORE = {
    "Prix": re.compile("Grand"),
    "Bowl": re.compile("Super|Rose|Orange|Cotton|Sugar|Pro"),
    "Games": re.compile(
        r"Olympic|Paralympic|Asian|African|European|Commonwealth|American|Pan-American|Invictus|Winter|Summer|World|Maccabiah|Mediterranean"
        r"|Islands?|Youth|University|Military|X|(?:19|20)\d\d"
    ),
}
"""What must stand before some heads; before the others any word with a capital or a digit."""


def _heads(words: str, kind: EntityType) -> dict[str, EntityType]:
    return dict.fromkeys(words.split(), kind)


LAST: Mapping[str, EntityType] = _heads(_EVENTS, "event") | _heads(_LAWS, "law")
LEADING: Mapping[str, EntityType] = _heads(_LED, "event") | _heads(_LED_LAWS, "law")


def told(name: str, given: EntityType) -> tuple[EntityType, str] | None:
    """The type that the words of a name tell, and the rule; None where they tell nothing.

    `given` is what the model takes it for: a person is never asked, and an organisation or place only of words that
    no organisation or place ends with.
    """
    if given == "person":
        return None
    words = name.split()
    if found := _by_head(name, words, sure=given != "other"):
        return found, "head"
    if _EDITION.fullmatch(name):
        return "event", "pattern"
    if given == "other":
        if _STORM.match(name):
            return "event", "pattern"
        if _ARTICLE_OF_LAW.fullmatch(name):
            return "law", "pattern"
    return None


def _by_head(name: str, words: list[str], *, sure: bool) -> EntityType | None:
    """`sure`: the model takes it for something else."""
    if len(words) < 2:
        return None
    if _GATHERINGS.search(name):
        return "event"
    if (led := _LED_BY.match(name)) and led[1] in LEADING:
        return LEADING[led[1]]
    last = words[-1]
    if last not in LAST or (last in _WEAK and sure) or not _BEFORE.get(last, _ANYTHING).fullmatch(words[-2]):
        return None
    return LAST[last]
