"""Tables of one's own -> records of the knowledge base.

CSV with a row of headings (aliases with "|" between them) or JSON Lines; gzipped where the name ends in ".gz". Columns
as the fields of `Row`: `id`, `name` and `type` are needed, whatever else a row lacks is unknown.
"""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from services.extraction.linking.fields import mask
from services.extraction.linking.gazetteer import Entry, check
from services.extraction.linking.names import company, key, surname
from services.extraction.linking.record import Name, Record


class Row(Entry, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing of a table. Beside the fields of an `Entry`: `prior` is how well known it is, 1 for little; `born` and
    `died` are YYYYMMDD, with zeros for what isn't known.
    """

    prior: float = 1.0
    born: int = 0
    died: int = 0


def records(paths: Sequence[Path]) -> list[Record]:
    """The things of the tables, one for each id: what the first table says of it, with the names and priors of all.

    `ValueError` names the file, the line and the field that is wrong.
    """
    found: dict[str, Record] = {}
    for path in paths:
        for row in read(path):
            known = found.get(row.id)
            found[row.id] = _merged(known, _record(row)) if known else _record(row)
    return list(found.values())


def read(path: Path) -> Iterator[Row]:
    """The rows of a table; `ValueError` names the file, the line and the field that is wrong."""
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    table = path.name.removesuffix(".gz").endswith(".csv")
    for line, row in _csv(text) if table else _json(path, text):
        try:
            entry = msgspec.convert(row, Row, strict=not table)
            check("", entry)
        except (msgspec.ValidationError, ValueError) as error:
            raise ValueError(f"{path.name}: line {line}: {error}") from error
        yield entry


def _csv(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    rows = csv.DictReader(io.StringIO(text))
    for row in rows:
        given: dict[str, object] = {name or "": value for name, value in row.items() if value}
        if "aliases" in given:
            given["aliases"] = [alias for alias in str(given["aliases"]).split("|") if alias.strip()]
        yield rows.line_num, given


def _json(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, msgspec.json.decode(line, type=dict[str, object])
            except msgspec.DecodeError as error:
                raise ValueError(f"{path.name}: line {number}: {error}") from error


def _record(row: Row) -> Record:
    fields = {name: getattr(row, name) for name in Row.__struct_fields__ if name not in {"name", "aliases"}}
    return Record(**fields | {"label": row.name, "names": list(_names(row)), "fields": mask([row.kind])})


def _names(row: Row) -> Iterator[Name]:
    yield Name(row.name, "label")
    yield from (Name(alias) for alias in row.aliases)
    if row.type == "person" and (last := surname(row.name)):
        yield Name(last, "surname")
    if row.type == "organisation" and (bare := company(row.name)) != key(row.name):
        yield Name(bare)


def _merged(first: Record, second: Record) -> Record:
    names = [*first.names, *(name for name in second.names if name not in first.names)]
    return msgspec.structs.replace(first, names=names, prior=first.prior + second.prior)


def described(found: Iterable[Record]) -> str:
    """How much there is, in words."""
    things = list(found)
    return f"{len(things)} things, {len({key(name.text) for thing in things for name in thing.names})} names"
