"""The labelled texts that the topic model learns from, each with where it comes from."""

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypedDict

import msgspec

from schemas.mediatopics import Vocabulary

Origin = Literal["current-events", "huffpost", "marks", "own", "portal", "voa", "seeds", "vocabulary"]

BY_HAND: frozenset[Origin] = frozenset({"marks", "portal", "own", "voa"})
"""The origins whose texts were read for all their topics, of both levels."""

HERE = Path(__file__).parent
TOPICS = HERE.parent / "topics"
LABELLED = {part: TOPICS / f"wikinews-{part}.jsonl.gz" for part in ("train", "kept", "test")}
TEST_FROM = "2026-04-25"
"""Current-events items of this day and later are never learnt from: they are the test of later days."""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A text and the top-level topics that somebody gave it; `second`: those of the second level, where known.

    `date` is ISO 8601, or empty where unknown.
    """

    id: str
    origin: Origin
    text: str
    topics: frozenset[str]
    second: frozenset[str] = frozenset()
    date: str = ""


class Line(TypedDict, total=False):
    """A line of the sets, as far as it is used."""

    id: str
    date: str
    title: str
    text: str
    label: str
    labels: list[str]
    medtop: str | None
    url: str
    level1: list[str]
    level2: list[str]


def current_events(shared: Path) -> list[Example]:
    """Short news items under the headings of Wikipedia's Current Events Portal (CC BY-SA 4.0).

    Without those of `portal`.
    """
    marked = _portal_topics()
    return [
        Example(
            id=line["id"],
            origin="current-events",
            text=line["text"],
            topics=frozenset(line["labels"]),
            date=line["date"],
        )
        for line in _portal_lines(shared)
        if line["labels"] and line["id"] not in marked
    ]


def portal(shared: Path, vocabulary: Vocabulary) -> list[Example]:
    """Items of the portal, with a heading or without, labelled by hand at two levels: `portal.tsv`."""
    marked = _portal_topics()
    return [
        _labelled(line["id"], "portal", line["text"], marked[line["id"]], vocabulary)
        for line in _portal_lines(shared)
        if line["id"] in marked
    ]


def own_items(vocabulary: Vocabulary) -> list[Example]:
    """News items written for this model, labelled by their writer at two levels: `own-items.txt`.

    A line "= " with ids, a line with the title, a line with the text, an empty line.
    """
    found = []
    for item in (HERE / "own-items.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        ids, title, text = item.split("\n")
        topics = _ids(ids.removeprefix("= "))
        found.append(_labelled(f"own-{title}", "own", f"{title}\n\n{text}", topics, vocabulary))
    return found


def by_hand(shared: Path, vocabulary: Vocabulary, *, held: bool = False) -> list[Example]:
    """Everything with several labels a text, of both levels: Wikinews, items of the portal, items of our own.

    A third is `held` out, and with it whatever is `kept`: what is mixed needs such texts that nothing has seen.
    """
    found = [*marked_wikinews(), *portal(shared, vocabulary), *own_items(vocabulary)]
    parts = [one for one in found if is_held(one.id, 3) == held]
    return [*parts, *kept(shared, vocabulary)] if held else parts


def kept(shared: Path, vocabulary: Vocabulary) -> list[Example]:
    """Texts labelled by hand that neither words nor network learn from: `kept.tsv` and `wikinews-kept.jsonl.gz`.

    Items of the portal without a heading, and Voice of America's news of 2003 to 2010 (public domain): of its texts,
    five sentences of a wire each, the stretch from `start` to `end` (code points) that is of one story.
    """
    texts = {line["id"]: line["text"] for line in _portal_lines(shared)}
    texts |= {line["id"]: line["text"] for line in lines(shared / "train" / "gmb-voa" / "train.jsonl.gz")}
    found = marked_wikinews("kept")
    for row in rows(TOPICS / "kept.tsv"):
        if row["id"] in texts:
            text = texts[row["id"]][int(row["start"]) : int(row["end"])]
            origin: Origin = "voa" if row["id"].startswith("gmb-") else "portal"
            found.append(_labelled(row["id"], origin, text, _ids(row["topics"]), vocabulary))
    return found


def _labelled(
    identifier: str, origin: Origin, text: str, topics: frozenset[str], vocabulary: Vocabulary
) -> Example:
    """An example with topics of the second level, and those of the top level that they stand under."""
    tops = frozenset(vocabulary.top(topic) for topic in topics)
    second = frozenset(topic for topic in topics if vocabulary.level(topic) == 2)
    return Example(id=identifier, origin=origin, text=text, topics=tops, second=second)


def _portal_lines(shared: Path) -> Iterator[Line]:
    folder = shared / "train" / "wikipedia-current-events"
    for name in ("topics-2003-2024.jsonl.gz", "topics-links.jsonl.gz"):
        yield from lines(folder / name)


def _portal_topics() -> dict[str, frozenset[str]]:
    return {row["id"]: _ids(row["topics"]) for row in rows(HERE / "portal.tsv")}


def _ids(numbers: str) -> frozenset[str]:
    return frozenset(f"medtop:{number}" for number in numbers.split())


def huffpost(shared: Path, *, held: bool = False) -> list[Example]:
    """Headlines with their section, where it is a topic (CC BY 4.0, R. Misra's News Category Dataset).

    A fifth of them is `held` out of what is learnt: calibration needs texts that nothing has seen.
    """
    return [
        Example(id=line["id"], origin="huffpost", text=line["text"], topics=frozenset([line["medtop"]]))
        for line in lines(shared / "eval" / "huffpost-headlines" / "half.jsonl.gz")
        if line["medtop"] and is_held(line["id"], 5) == held
    ]


def sections(shared: Path) -> list[str | None]:
    """The topic of each section of the headlines, by the section's name; None for a section that is no topic."""
    found = lines(shared / "eval" / "huffpost-headlines" / "half.jsonl.gz")
    about = {line["label"]: line["medtop"] for line in found}
    return [about[name] for name in sorted(about)]


def is_held(identifier: str, folds: int) -> bool:
    """Whether an example is in the first of `folds`: by its id alone, so that it never changes."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % folds == 0


def marked_wikinews(part: str = "train") -> list[Example]:
    """Full Wikinews articles (CC BY 2.5), labelled by hand at two levels: `models/topics/wikinews-*.jsonl.gz`."""
    return [
        Example(
            id=line["id"],
            origin="marks",
            text=f"{line['title']}\n\n{line['text']}",
            topics=frozenset(line["level1"]),
            second=frozenset(line["level2"]),
        )
        for line in lines(LABELLED[part])
    ]


def seeds() -> list[Example]:
    """Sentences written for this model, for topics of which the sets hold little: `seeds.tsv`."""
    return [
        Example(
            id=f"seed-{row['text']}",
            origin="seeds",
            text=row["text"],
            topics=frozenset(row["topics"].split()),
        )
        for row in rows(HERE / "seeds.tsv")
    ]


def definitions(vocabulary: Vocabulary) -> list[Example]:
    """Label and definition of each Media Topic in use, as an example of its top-level topic (CC BY 4.0, IPTC)."""
    return [
        Example(
            id=topic.id,
            origin="vocabulary",
            text=f"{topic.label}. {topic.definition}",
            topics=frozenset([vocabulary.top(topic.id)]),
        )
        for topic in vocabulary
        if topic.retired is None
    ]


def enriched(examples: list[Example]) -> list[Example]:
    """The examples with further topics by indicator words: `indicators.tsv`.

    The sets give one topic each and hardly know education, labour, religion, society or weather.
    """
    indicators = [
        (row["topic"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows(HERE / "indicators.tsv")
    ]
    return [
        msgspec.structs.replace(
            example,
            topics=example.topics | {topic for topic, pattern in indicators if pattern.search(example.text)},
        )
        for example in examples
    ]


def lines(path: Path) -> Iterator[Line]:
    """The lines of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table with tabs and a header, without any quoting."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE))
