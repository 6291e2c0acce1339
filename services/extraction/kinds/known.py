"""What the knowledge base's words for a kind of thing ("cruise missile", "treaty", "film festival") mean as types."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from schemas.entities import EntityType, PlaceKind
from services.extraction.linking.base import KnowledgeBase
from services.extraction.linking.names import key

T = TypeVar("T")
WELL = 5.0
"""How well known a thing of one word must be."""

_KINDS: Mapping[EntityType, str] = {
    "event": """
        war wars battle battles massacre massacres revolution revolutions coups election referendum tournament
        competition
        championship cup festival ceremony games olympics edition outbreak earthquake hurricane protests uprisings race
        event conflict summit
    """,
    "law": "treaty act law constitution convention directive",
    "product": """
        aircraft aircraft-families missile rocket weapon-models weapon-families combat-vehicle-models
        combat-vehicle-families software automobile-models cell-phone-models operating-systems mobile-apps vehicle car
        drug vaccine video-games
    """,
}
_WHOLE = frozenset(("label", "alias", "link"))
WORKS = frozenset(
    [
        "film",
        "films",
        "series",
        "album",
        "albums",
        "song",
        "single",
        "novel",
        "book",
        "books",
        "game",
        "video-games",
        "franchise",
        "play",
        "musical",
        "manga",
        "show",
        "tv-shows",
    ]
)
KINDS: Mapping[str, EntityType] = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_PLACES: Mapping[PlaceKind, str] = {
    "country": "country sovereign-state",
    "water": """
        river lake sea ocean strait gulf bay reservoir canal stream fjord lagoon watercourse sound channel
    """,
    "facility": """
        airport aerodrome stadium stadiums arena building skyscraper bridge bridges-towers-and-skyscrapers
        museum station
        palace castle castles-and-palaces hospital prison church mosque cathedral temple road street highway square park
        tower port harbor harbour dam theater theatre library university school embassy monument cemetery venue
        religious-buildings plant line
    """,
    "city": """
        city city/town town village municipality commune comune settlement capital suburb neighborhood
        neighbourhood borough
        locality community township ward quarter hamlet
    """,
    "region": """
        province state county district region department canton prefecture island islands continent governorate
        oblast raion peninsula archipelago subdivisions division emirate republic parish powiat desert valley mountain
        mountains forest subdivision range coast
    """,
}
PLACE_KINDS: Mapping[str, PlaceKind] = {
    word: kind for kind, words in _PLACES.items() for word in words.split()
}

TOWNS = frozenset(
    [
        "AT-9",
        "CN-BJ",
        "CN-CQ",
        "CN-SH",
        "CN-TJ",
        "DE-BE",
        "DE-HB",
        "DE-HH",
        "JP-13",
        "KR-11",
        "RU-MOW",
        "RU-SPE",
        "TH-10",
        "UA-30",
        "UA-40",
        "UZ-TK",
    ]
)
"""ISO 3166-2 codes of regions that are a town."""


class Known:
    """What names mean in a knowledge base: of whole names, not of surnames or shortened forms."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def type_of(self, name: str) -> EntityType | None:
        """The type that the kind of the best known thing tells, of those that are no person, body or place.

        A single word tells only what is well known and means nothing else: "Minecraft".
        """
        kind = self._kind(name) if " " in name or self._only(name) else None
        return _first(kind, KINDS) if kind else None

    def work(self, name: str) -> bool:
        """True for the title of a film, a book, a game: "Star Wars" is no war."""
        kind = self._kind(name)
        return kind is not None and bool(WORKS.intersection(_words(kind)))

    def _only(self, name: str) -> bool:
        found = [one.known for one in self._base.candidates(key(name))]
        return (
            name.lower() not in KINDS
            and all(one.type == "other" for one in found)
            and sum(one.prior for one in found) >= WELL
        )

    def _kind(self, name: str) -> str | None:
        pool = [one for one in self._base.candidates(key(name)) if one.hows & _WHOLE and not one.capitals]
        best = max(pool, key=lambda one: (one.known.prior, one.known.id), default=None)
        return best.known.kind if best and best.known.type == "other" else None


def place_kind(kind: str, iso: str) -> PlaceKind | None:
    """What a place of the knowledge base is, by its kind and its ISO 3166 code."""
    if len(iso) == 2:
        return "country"
    if iso in TOWNS:
        return "city"
    return _first(kind, PLACE_KINDS) or ("region" if "-" in iso else None)


def _first(kind: str, types: Mapping[str, T]) -> T | None:
    return next((types[word] for word in _words(kind) if word in types), None)


def _words(kind: str) -> Iterator[str]:
    """The words of a kind that can tell, the head first: "city" of "capital city of Peru"."""
    head = kind.lower().split(" of ")[0].split(" in ")[0].split(",")[0]
    yield from reversed(head.replace("(", " ").split())
