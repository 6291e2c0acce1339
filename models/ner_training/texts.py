"""The labelled texts that the named-entity model learns from, each with where it comes from."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Spot = tuple[int, int]
"""A stretch of a text: code points, end-exclusive."""

SETS = (
    "gmb-voa",
    "wikinews-silver",
    "wikipedia-current-events",
    "uner-ewt",
    "uner-pud",
    "crossner",
    "gum-open",
    "re3d-open",
    "wikigold-dev",
    "btc-news",
    "wnut17-train",
)
SILVER = frozenset(("gmb-voa", "wikinews-silver", "wikipedia-current-events"))
"""Sets whose labels no human gave."""

EVALUATED = ("GUM_news_", "GUM_interview_")
"""Texts that the project also measures on: they are left out, so that what is measured was never seen."""


class Text(NamedTuple):
    """A text, its names (start, end, PER / ORG / LOC / MISC), and the stretches of which nothing is known.

    `others` is True where every name of the type MISC is marked. `gold` is True where a human gave the labels.
    """

    text: str
    names: list[tuple[int, int, str]]
    unknown: list[Spot]
    others: bool
    gold: bool


def labelled(shared: Path) -> Iterator[tuple[str, Text]]:
    """Every labelled text of the sets, with the name of its set."""
    for name in SETS:
        for path in sorted((shared / "train" / name).glob("*.jsonl.gz")):
            for row in lines(path):
                if "spans" in row and not row["id"].startswith(EVALUATED):
                    yield name, _text(row, gold=name not in SILVER)


def reviewed(path: Path) -> Iterator[Text]:
    """The sentences that were labelled by hand for this project: `[[PER Jane Doe]]` marks a name, a text a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, names = unbracketed(line)
            yield Text(text, names, [], others=True, gold=True)


def unbracketed(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """`line` without its marks, and the names that they mark."""
    text, names, at = "", [], 0
    while (start := line.find("[[", at)) >= 0:
        end = line.index("]]", start)
        kind, _, name = line[start + 2 : end].partition(" ")
        text += line[at:start]
        names.append((len(text), len(text) + len(name), kind))
        text, at = text + name, end + 2
    return text + line[at:], names


def lines(path: Path) -> Iterator[dict]:
    """The objects of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _text(row: dict, *, gold: bool) -> Text:
    names = [(start, end, kind) for start, end, kind in row["spans"]]
    unknown = [(start, end) for start, end in row.get("mask", ())]
    small = [(start, end) for start, end, kind in names if kind == "MISC" and row["text"][start].islower()]
    names = [name for name in names if name[:2] not in small]
    return Text(row["text"], names, [*unknown, *small], others=row["misc"] == "full", gold=gold)
