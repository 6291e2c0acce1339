"""What a knowledge base knows of one thing, as its sources tell it and as users add it."""

from typing import Literal

import msgspec

from schemas.entities import EntityType

How = Literal["label", "alias", "derived", "surname", "demonym", "link"]
"""How a name names a thing: its label; another name; a shortened one; a person's surname; a country's adjective or
people; the words of links to it."""

HOWS: tuple[How, ...] = ("label", "alias", "derived", "surname", "demonym", "link")


class Name(msgspec.Struct, frozen=True, array_like=True):
    """One name of a thing. `weight` is in 0..255: for `link` how often it was seen, 255 and more as 255."""

    text: str
    how: How = "alias"
    weight: int = 1


class Office(msgspec.Struct, frozen=True, array_like=True):
    """An office held: ISO 3166-1 alpha-2 country, title, and dates as YYYYMMDD.

    A start that isn't known is 0, and so is an end that isn't known or hasn't come.
    """

    country: str
    title: str
    start: int = 0
    end: int = 0


class Record(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing of a knowledge base.

    `prior` is how well known it is, 0 and up, about 1 for each table that lists it. `fields` is a mask (see `fields`).
    `country` is ISO 3166-1 alpha-2, `iso` the code of the place itself ("FR", "FR-75C"); degrees are WGS 84.
    """

    id: str
    label: str
    type: EntityType
    kind: str = ""
    names: list[Name] = []
    prior: float = 0.0
    fields: int = 0
    country: str = ""
    iso: str = ""
    geonames: int = 0
    latitude: float | None = None
    longitude: float | None = None
    ticker: str = ""
    lei: str = ""
    born: int = 0
    died: int = 0
    offices: list[Office] = []
