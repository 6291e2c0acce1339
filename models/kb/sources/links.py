"""Wikipedia's Current Events Portal (CC BY-SA): which words linked to which title, 2025 to 2026."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log1p
from pathlib import Path
from typing import TypedDict

from models.kb.collection import Collection, named, worth
from models.kb.tables import objects
from services.extraction.linking.names import key
from services.extraction.linking.record import Record


class Item(TypedDict):
    """An item of the portal, as far as it is used here: `links` are start, end (code points) and title."""

    date: str
    text: str
    links: list[tuple[int, int, str]]


FILE = "train/wikipedia-current-events/topics-links.jsonl.gz"


def items(shared: Path) -> Iterator[Item]:
    """The items, as they lie."""
    for item in objects(shared / FILE):
        yield Item(date=item["date"], text=item["text"], links=item["links"])


def titles(records: Iterable[Record], tables: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Id by English Wikipedia title, as the tables tell it, and by the key of one: the best known of that label."""
    records = list(records)
    there = {record.id for record in records}
    found = {title: id_ for title, id_ in tables if id_ in there}
    best: dict[str, tuple[float, str]] = {}
    second: dict[str, float] = defaultdict(float)
    for record in records:
        name, rank = key(record.label), (record.prior, record.id)
        if name not in best or rank > best[name]:
            second[name] = best.get(name, (0.0, ""))[0]
            best[name] = rank
        else:
            second[name] = max(second[name], record.prior)
    for name, (prior, id_) in best.items():
        if prior >= 2 * second[name]:
            found.setdefault(name, id_)
    return found


def told(ids: Mapping[str, str], title: str) -> str | None:
    """The id of a title, None where nobody knows."""
    return ids.get(title) or ids.get(key(title))


def stated(folder: Path) -> Iterator[tuple[str, str]]:
    """Title and id where a table has both."""
    for file in sorted((folder / "wikidata").glob("*.jsonl.gz")) + sorted(
        (folder / "people").glob("*.jsonl.gz")
    ):
        for entry in objects(file):
            if entry.get("enwiki") and entry.get("qid"):
                yield entry["enwiki"].replace("_", " "), entry["qid"]


def counted(
    items: Iterable[Item], ids: Mapping[str, str], countries: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """How often each words linked to each id. Only words with a capital: a common noun is no name.

    `countries`: id by the key of a country's name or people; such words are the country's and nobody else's ("Israeli
    airstrikes" links to an army).
    """
    found: Counter[tuple[str, str]] = Counter()
    for item in items:
        for start, end, title in item["links"]:
            words, id_ = item["text"][start:end], told(ids, title)
            if id_ and named(words) and worth(words) and countries.get(key(words), id_) == id_:
                found[words, id_] += 1
    return found


def linked(
    found: Collection, counts: Counter[tuple[str, str]], records: Mapping[str, Record]
) -> dict[str, float]:
    """Adds the linked names; what the links add to the prior of each id."""
    totals: Counter[str] = Counter()
    for (words, id_), count in sorted(counts.items()):
        if record := records.get(id_):
            found.add(
                "links", id_, record.label, type_=record.type, kinds=[record.kind], country=record.country
            )
            found.name(id_, words, "link", count)
            totals[id_] += count
    return {id_: round(log1p(total), 2) for id_, total in totals.items()}
