"""The user's own things: a YAML file that goes before the shipped knowledge base.

    - id: Q42                     # or any id of your own: "acme:7"
      name: Douglas Adams
      type: person                # person, organisation, place, group, event, product, law or other
      aliases: [D. N. Adams, DNA]
      country: GB                 # optional: ISO 3166-1 alpha-2; iso, geonames, latitude, longitude, ticker, lei

A name that stands here means what it means here, whatever else it could mean. Two things of one name are weighed
against each other like any others.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from schemas.entities import EntityType
from services.extraction.linking.layer import Layer
from services.extraction.linking.names import key, surname
from services.extraction.linking.record import Name, Record

PRIOR = 50.0
"""How well known the user's things are: as well as the best known."""


class Entry(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing of the file. Fields as in `Record`."""

    id: str
    name: str
    type: EntityType
    aliases: list[str] = []
    kind: str = ""
    country: str = ""
    iso: str = ""
    geonames: int = 0
    latitude: float | None = None
    longitude: float | None = None
    ticker: str = ""
    lei: str = ""


def read(path: Path) -> list[Entry]:
    """The things of the file; `ValueError` names the file, and the field that is wrong."""
    try:
        entries = msgspec.yaml.decode(path.read_bytes(), type=list[Entry] | None) or []
        for i, entry in enumerate(entries):
            check(f"[{i}].", entry)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return entries


def layer(path: Path) -> Layer:
    """The file as a layer; `ValueError` names what is wrong."""
    try:
        return Layer.of([_record(entry) for entry in read(path)])
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}".replace(f"{path.name}: {path.name}", path.name)) from error


def entry(given: Mapping[str, object]) -> Entry:
    """The entry of the given fields; `ValueError` names the one that is wrong."""
    try:
        return msgspec.convert(given, Entry)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def add(path: Path, added: Entry) -> None:
    """Write the entry to the file, in place of one with the same id; the file is made if it isn't there."""
    check("[0].", added)
    kept = [other for other in (read(path) if path.exists() else []) if other.id != added.id]
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(msgspec.yaml.encode(sorted([*kept, added], key=lambda found: found.id)))
    draft.replace(path)


def check(where: str, entry: Entry) -> None:
    """`ValueError` names the field that is wrong, with `where` before it."""
    for field, value in (("id", entry.id), ("name", key(entry.name))):
        if not value.strip():
            raise ValueError(f"{where}{field}: empty")
    if len(entry.country) not in {0, 2}:
        raise ValueError(f"{where}country: {entry.country!r} is not two letters")
    if entry.latitude is not None and not -90 <= entry.latitude <= 90:
        raise ValueError(f"{where}latitude: {entry.latitude} is not within -90 and 90")
    if entry.longitude is not None and not -180 <= entry.longitude <= 180:
        raise ValueError(f"{where}longitude: {entry.longitude} is not within -180 and 180")


def _record(entry: Entry) -> Record:
    names = [Name(entry.name, "label"), *(Name(alias) for alias in entry.aliases)]
    if entry.type == "person" and (last := surname(entry.name)):
        names.append(Name(last, "surname"))
    fields = {
        name: getattr(entry, name) for name in Entry.__struct_fields__ if name not in {"name", "aliases"}
    }
    return Record(**fields | {"label": entry.name, "names": names, "prior": PRIOR})
