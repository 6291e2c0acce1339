"""The labelled texts that the topic model learns from, each with where it comes from."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypedDict

import msgspec

Origin = Literal["current-events", "wikinews", "huffpost", "vocabulary", "seeds"]

TEST_FROM = "2026-04-25"
"""Current-events items of this day and later are never trained on: they are the test of later days."""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A text and the top-level topics somebody gave it. `date` is ISO 8601, or empty where unknown."""

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
        for line in _lines(folder / name)
        if line["labels"]
    ]


def wikinews(shared: Path) -> list[Example]:
    """Full Wikinews articles with their categories (CC BY 2.5)."""
    return [
        Example(
            id=line["id"],
            origin="wikinews",
            text=f"{line['title']}\n\n{line['text']}",
            topics=frozenset(line["labels"]),
        )
        for line in _lines(shared / "train" / "wikinews-categories" / "topics.jsonl.gz")
    ]


def huffpost(shared: Path) -> list[Example]:
    """Headlines with their section, where it is a topic (CC BY 4.0, R. Misra's News Category Dataset)."""
    return [
        Example(id=line["id"], origin="huffpost", text=line["text"], topics=frozenset([line["medtop"]]))
        for line in _lines(shared / "eval" / "huffpost-headlines" / "half.jsonl.gz")
        if line["medtop"]
    ]


def _lines(path: Path) -> Iterator[Line]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
