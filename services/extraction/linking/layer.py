"""One file of a knowledge base: sorted arrays that are searched as they lie, with no parsing at start.

A `.npz` without compression and without pickle. Text is UTF-8 in one run of bytes, cut by an array of offsets.

    ids        bytes, sorted            things
    labels, labels_at                   text of each thing
    types, kinds, countries, fields, prior
    keys, keys_at                       alias keys (`names.key`), sorted by their bytes
    posts_at                            where the postings of each key start
    posts, hows, weights                thing, how it is named (bits: place in HOWS; 128 = capitals only), weight
    extra_of, extra, extra_at           things with more to say, and that as JSON
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import msgspec
import numpy as np
import numpy.typing as npt

from schemas.entities import EntityType
from services.extraction.linking.names import acronym, key
from services.extraction.linking.record import HOWS, Office, Record

TYPES: tuple[EntityType, ...] = (
    "person",
    "organisation",
    "place",
    "other",
    "group",
    "event",
    "product",
    "law",
)
"""By their numbers in the files: a new type goes to the end."""

CAPITALS = 128
"""In a posting: the name counts only for words that are in capitals."""

Array = npt.NDArray[np.generic]


class Extra(msgspec.Struct, frozen=True, omit_defaults=True):
    """What few things have. Fields as in `Record`."""

    iso: str = ""
    geonames: int = 0
    latitude: float | None = None
    longitude: float | None = None
    ticker: str = ""
    lei: str = ""
    born: int = 0
    died: int = 0
    offices: tuple[Office, ...] = ()


class Texts:
    """Many strings in one run of bytes."""

    def __init__(self, run: Array, at: Array) -> None:
        self.run = run.tobytes()
        self.at = np.ascontiguousarray(at).data  # read one by one it is faster than the array
        self._size = len(at) - 1

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, i: int) -> bytes:
        if not 0 <= i < self._size:
            raise IndexError(i)
        return self.run[self.at[i] : self.at[i + 1]]


class Layer:
    """The things and names of one file. Threads may share an instance: nothing in it changes."""

    def __init__(self, arrays: Mapping[str, Array], name: str = "") -> None:
        self.name = name
        self.arrays = dict(arrays)
        self.ids = arrays["ids"]
        self.labels = Texts(arrays["labels"], arrays["labels_at"])
        self.keys = Texts(arrays["keys"], arrays["keys_at"])
        self.kinds = [bytes(kind).decode() for kind in arrays["kind_names"]]
        self._extras = Texts(arrays["extra"], arrays["extra_at"])
        self._decoder = msgspec.json.Decoder(Extra)

    @classmethod
    def read(cls, path: Path) -> "Layer":
        """`ValueError` names a file that is not a layer."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return cls({name: arrays[name] for name in arrays.files}, path.stem)
        except (KeyError, ValueError, EOFError, OSError, BadZipFile) as error:
            raise ValueError(f"{path.name}: not a layer of a knowledge base: {error}") from error

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Layer":
        """The layer of the records; their order doesn't matter, an id that comes twice is an error."""
        return cls(_packed(sorted(records, key=lambda record: record.id.encode())))

    def write(self, path: Path) -> None:
        """The same records give the same bytes."""
        with path.open("wb") as file:
            np.savez(file, **{name: self.arrays[name] for name in sorted(self.arrays)})  # type: ignore[arg-type]  # numpy's stub takes the names for its own option

    def id(self, posting: int) -> str:
        """The thing of a posting."""
        return bytes(self.ids[self.arrays["posts"][posting]]).decode()

    def country(self, place: int) -> str:
        """ISO 3166-1 alpha-2 of a thing, or empty."""
        return bytes(self.arrays["countries"][place]).decode()

    def find(self, id_: str) -> int | None:
        """The place of a thing in this layer."""
        wanted = np.bytes_(id_.encode())
        place = int(np.searchsorted(self.ids, wanted))
        return place if place < len(self.ids) and self.ids[place] == wanted else None

    def posted(self, name: str) -> range:
        """Which postings a key has."""
        wanted = name.encode()
        place = bisect_left(self.keys, wanted)
        if place == len(self.keys) or self.keys[place] != wanted:
            return range(0)
        at = self.arrays["posts_at"]
        return range(int(at[place]), int(at[place + 1]))

    def more(self, place: int) -> Extra:
        """What else is known of a thing."""
        of = self.arrays["extra_of"]
        i = int(np.searchsorted(of, place))
        return self._decoder.decode(self._extras[i]) if i < len(of) and of[i] == place else Extra()


def _packed(records: Sequence[Record]) -> dict[str, Array]:
    ids = [record.id.encode() for record in records]
    if twice := next((a for a, b in pairwise(ids) if a == b), None):
        raise ValueError(f"id: {twice.decode()} comes twice")
    kinds = sorted({record.kind for record in records} | {""})
    extras = [(place, extra) for place, record in enumerate(records) if (extra := _extra(record)) != b"{}"]
    return {
        "ids": np.array(ids, dtype=f"S{max(map(len, ids), default=1)}"),
        "types": np.array([TYPES.index(record.type) for record in records], np.uint8),
        "kind_names": np.array([kind.encode() for kind in kinds], dtype=f"S{max(map(len, kinds)) or 1}"),
        "kinds": np.array([kinds.index(record.kind) for record in records], np.uint16),
        "countries": np.array([record.country.encode() for record in records], "S2"),
        "fields": np.array([record.fields for record in records], np.uint32),
        "prior": np.array([record.prior for record in records], np.float16),
        "extra_of": np.array([place for place, _ in extras], np.uint32),
        **_texts("labels", [record.label.encode() for record in records]),
        **_texts("extra", [extra for _, extra in extras]),
        **_postings(records),
    }


def _extra(record: Record) -> bytes:
    fields = {name: getattr(record, name) for name in Extra.__struct_fields__}
    return msgspec.json.encode(msgspec.convert(fields | {"offices": tuple(record.offices)}, Extra))


def _texts(name: str, texts: Sequence[bytes]) -> dict[str, Array]:
    at = np.zeros(len(texts) + 1, np.uint32)
    np.cumsum([len(text) for text in texts], out=at[1:], dtype=np.uint32)
    return {name: np.frombuffer(b"".join(texts), np.uint8), f"{name}_at": at}


def _postings(records: Sequence[Record]) -> dict[str, Array]:
    found: dict[bytes, dict[int, tuple[int, int]]] = defaultdict(dict)
    for place, record in enumerate(records):
        for name in record.names:
            if word := key(name.text).encode():
                hows, weight = found[word].get(place, (CAPITALS, 0))
                capitals = hows & CAPITALS if acronym(name.text) else 0
                bits = hows & ~CAPITALS | 1 << HOWS.index(name.how) | capitals
                found[word][place] = (bits, min(max(weight, name.weight), 255))
    keys = sorted(found)
    rows = [(place, *found[word][place]) for word in keys for place in sorted(found[word])]
    at = np.zeros(len(keys) + 1, np.uint32)
    np.cumsum([len(found[word]) for word in keys], out=at[1:], dtype=np.uint32)
    return {
        **_texts("keys", keys),
        "posts_at": at,
        "posts": np.array([row[0] for row in rows], np.uint32),
        "hows": np.array([row[1] for row in rows], np.uint8),
        "weights": np.array([row[2] for row in rows], np.uint8),
    }
