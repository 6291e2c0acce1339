"""The labelled texts that the topic model learns from, each with where it comes from."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypedDict

import msgspec

from schemas.mediatopics import Vocabulary

Origin = Literal["current-events", "huffpost", "wikinews", "marks", "seeds", "vocabulary"]

HERE = Path(__file__).parent
TEST_FROM = "2026-04-25"
"""Current-events items of this day and later are never learnt from: they are the test of later days."""

_DATE_LINE = re.compile(r"\w+day, \w+ \d+, \d+\s*")


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A text and the top-level topics that somebody gave it. `date` is ISO 8601, or empty where unknown."""

    id: str
    origin: Origin
    text: str
    topics: frozenset[str]
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


def huffpost(shared: Path) -> list[Example]:
    """Headlines with their section, where it is a topic (CC BY 4.0, R. Misra's News Category Dataset)."""
    return [
        Example(id=line["id"], origin="huffpost", text=line["text"], topics=frozenset([line["medtop"]]))
        for line in lines(shared / "eval" / "huffpost-headlines" / "half.jsonl.gz")
        if line["medtop"]
    ]


def wikinews(shared: Path) -> list[Example]:
    """Full Wikinews articles, their topics drawn from Wikinews' own categories (CC BY 2.5)."""
    return [
        Example(
            id=line["id"],
            origin="wikinews",
            text=f"{line['title']}\n\n{line['text']}",
            topics=frozenset(line["labels"]),
        )
        for line in lines(shared / "train" / "wikinews-categories" / "topics.jsonl.gz")
    ]


def marked_wikinews(shared: Path) -> list[Example]:
    """Full Wikinews articles of 2019 and 2020 (CC BY 2.5), marked by hand: `marks.tsv`."""
    marks = {row["article"]: frozenset(row["topics"].split()) for row in rows(HERE / "marks.tsv")}
    return [
        Example(
            id=line["id"],
            origin="marks",
            text=f"{line['title']}\n\n{_DATE_LINE.sub('', line['text'], count=1)}",
            topics=marks[line["id"]],
        )
        for line in lines(shared / "eval" / "wikinews-articles" / "half.jsonl.gz")
        if line["id"] in marks
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
