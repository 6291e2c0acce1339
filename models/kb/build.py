"""Build the knowledge base: `dateline kb build --sources DIR --out models/kb`.

DIR holds the source tables (`kb/`, `train/wikipedia-current-events/`). One file for each licence; the same tables give
the same bytes. Which table goes where, and why, is in CARD.md; attributions are in NOTICE.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from models.kb.collection import Collection
from models.kb.labels import THINGS
from models.kb.sources import anything, countries, links, organisations, people, phoenix, places
from models.kb.tables import rows
from services.extraction.linking.layer import Layer
from services.extraction.linking.names import key
from services.extraction.linking.record import Record

Source = Callable[[Collection, Path], None]

OPEN: Sequence[Source] = (
    countries.country_codes,
    countries.territories,
    countries.factbook,
    countries.nationalities,
    anything.known,
    anything.widest,
    people.congress,
    people.factbook,
    phoenix.leaders,
    anything.players,
    places.populated,
    countries.parts,
    places.usual,
    places.regions,
    organisations.agencies,
    organisations.parties,
    organisations.clubs,
    organisations.newspapers,
    organisations.brands,
    places.geonames,
    organisations.usual,
    organisations.short_forms,
    organisations.tickers,
    phoenix.groups,
    countries.teams,
)
UNSTATED: Sequence[Source] = (
    people.leaders,
    people.holders,
    people.german,
    phoenix.leaders,
    anything.literally,
    places.towns,
    places.geonames,
    organisations.tickers,
)
ODBL: Sequence[Source] = (countries.mledoze, places.provinces, places.geonames)
SHAREALIKE: Sequence[Source] = (people.current, organisations.international)


def fame(folder: Path) -> dict[str, float]:
    """What sitelinks and pagerank add to the count of tables, by id."""
    return {
        row["qid"]: 2.0 * bool(row["at_least_30_sitelinks"])
        + float(row["sitelinks"] or 0) / 40
        + min(float(row["pagerank_e6"] or 0) / 50, 3.0)
        for row in rows(folder / "wikidata/prior.tsv.gz", "excel-tab")
    }


class Built(NamedTuple):
    """The records of the files that need no links, by name; id by title, by country; ISO code by country name."""

    files: dict[str, list[Record]]
    titles: dict[str, str]
    countries: dict[str, str]
    codes: dict[str, str]


def base(shared: Path) -> Built:
    """All but the share-alike file of linked names."""
    folder = shared / "kb"
    codes, known = countries.codes(folder), fame(folder)
    files: dict[str, list[Record]] = {}
    for name, sources in (("open", OPEN), ("wikidata", UNSTATED), ("odbl", ODBL)):
        files[name] = _gathered(folder, codes, sources).done(known)
        for record in files[name]:
            known.pop(record.id, None)
    others = {record.id: record for name in ("wikidata", "open") for record in files[name]}
    files["odbl"] = [record for record in files["odbl"] if not slip(record, others.get(record.id))]
    records = {record.id: record for record in chain(*reversed(files.values()))}
    qids = countries.ids(folder)
    return Built(
        files,
        links.titles(records.values(), links.stated(folder)),
        {key(name): qids[iso] for name, iso in codes.items() if iso in qids},
        codes,
    )


def shared_alike(shared: Path, built: Built, items: Iterable[links.Item]) -> list[Record]:
    """The share-alike file: international bodies, current leaders, and the names that the items link."""
    found = _gathered(shared / "kb", built.codes, SHAREALIKE)
    records = {record.id: record for record in chain(*reversed(built.files.values()))}
    counts = links.counted(items, built.titles, built.countries)
    return found.done(links.linked(found, counts, records))


def build(shared: Path) -> dict[str, list[Record]]:
    """The records of each file, by its name."""
    built = base(shared)
    return built.files | {"cc-by-sa": shared_alike(shared, built, links.items(shared))}


def slip(record: Record, other: Record | None) -> bool:
    """True for a place whose id other tables have for a person or a body of other names: a slip of its table."""
    if record.type != "place" or other is None or other.type not in {"person", "organisation"}:
        return False
    names = {key(name.text) for name in record.names if name.text != THINGS.get(record.id)}
    return not names & {key(name.text) for name in other.names}


def _gathered(folder: Path, codes: dict[str, str], sources: Sequence[Source]) -> Collection:
    found = Collection(codes)
    for source in sources:
        source(found, folder)
    return found


def write(shared: Path, out: Path) -> Iterator[str]:
    """Writes the files to the folder `out`, and says what is in each."""
    out.mkdir(parents=True, exist_ok=True)
    for name, records in build(shared).items():
        layer, path = Layer.of(records), out / f"{name}.npz"
        layer.write(path)
        names, size = len(layer.keys), path.stat().st_size / 1e6
        yield f"{path.name}: {len(records)} things, {names} names, {size:.1f} MB"
