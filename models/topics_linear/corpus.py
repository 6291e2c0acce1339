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

Origin = Literal["current-events", "huffpost", "wikinews", "marks", "seeds", "vocabulary"]

HERE = Path(__file__).parent
LABELLED = {part: HERE.parent / "topics" / f"wikinews-{part}.jsonl.gz" for part in ("train", "test")}
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
    """Short news items under the headings of Wikipedia's Current Events Portal (CC BY-SA 4.0)."""
    folder = shared / "train" / "wikipedia-current-events"
    return [
        Example(
            id=line["id"],
            origin="current-events",
            text=line["text"],
            topics=frozenset(line["labels"]),
            date=line["date"],
        )
        for name in ("topics-2003-2024.jsonl.gz", "topics-links.jsonl.gz")
        for line in lines(folder / name)
        if line["labels"]
    ]


def huffpost(shared: Path, *, held: bool = False) -> list[Example]:
    """Headlines with their section, where it is a topic (CC BY 4.0, R. Misra's News Category Dataset).

    A fifth of them is `held` out of what is learnt: calibration needs texts that nothing has seen.
    """
    return [
        Example(id=line["id"], origin="huffpost", text=line["text"], topics=frozenset([line["medtop"]]))
        for line in lines(shared / "eval" / "huffpost-headlines" / "half.jsonl.gz")
        if line["medtop"] and is_held(line["id"], 5) == held
    ]


def is_held(identifier: str, folds: int) -> bool:
    """Whether an example is in the first of `folds`: by its id alone, so that it never changes."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % folds == 0


def wikinews(shared: Path, *, held: bool = False) -> list[Example]:
    """Full Wikinews articles, their topics drawn from Wikinews' own categories (CC BY 2.5).

    Without those that are labelled by hand; the half from which the hand-labelled test was drawn is `held` out.
    """
    labelled = {line["url"] for part in ("train", "test") for line in lines(LABELLED[part])}
    return [
        Example(
            id=line["id"],
            origin="wikinews",
            text=f"{line['title']}\n\n{line['text']}",
            topics=frozenset(line["labels"]),
        )
        for line in lines(shared / "train" / "wikinews-categories" / "topics.jsonl.gz")
        if line["url"] not in labelled and is_held(line["url"], 2) == held
    ]


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
