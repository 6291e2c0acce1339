"""Quotes against PolNeAR's attributions.

found: the share of the gold direct quotes (contents that begin with a quote mark) that one of ours overlaps.
speaker: of those found that have a gold source, the share where one of ours has a speaker that overlaps it.
precision: the share of ours of which at least half of a part is in a gold content, so in somebody's words; direct: the
share of ours of kind direct that is so in a gold direct quote.
"""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from services.extraction.quotes import Found, find
from services.extraction.spans import Range


class Gold(NamedTuple):
    """An attribution: the parts of its content, those of its source, and whether it is a direct quote."""

    parts: list[Range]
    source: list[Range]
    direct: bool


Document = dict[str, list[dict[str, list[dict[str, int]]]]]


def quote_scores(folder: Path) -> None:
    """Prints the scores on each part of PolNeAR that is in the folder."""
    for part in ("dev", "train"):
        data = folder / "polnear-quotes" / f"{part}.jsonl.gz"
        if not data.exists():
            print(f"quotes: polnear-quotes {part} is not here")
            continue
        scores = Counter[str]()
        documents: dict[str, Document] = {}
        with gzip.open(data, "rt", encoding="utf-8") as lines:
            for line in lines:
                document = json.loads(line)
                documents.setdefault(document["id"], document)  # the first annotator's
        for document in documents.values():
            _count(scores, _gold(document), find(str(document["text"]), [(0, len(document["text"]))]))
        print(f"quotes: polnear-quotes {part}, {len(documents)} articles\n  {_report(scores)}")


def _gold(document: Document) -> list[Gold]:
    found = []
    for attribution in document["attributions"]:
        parts = sorted((span["start"], span["end"]) for span in attribution["content"])
        source = [(span["start"], span["end"]) for span in attribution["source"]]
        if parts:
            found.append(Gold(parts, source, str(document["text"])[parts[0][0]] in '"“„«'))
    return found


def _count(scores: Counter[str], gold: list[Gold], ours: list[Found]) -> None:
    for one in gold:
        if one.direct:
            hits = [quote for quote in ours if any(_overlap(a, b) for a in quote.parts for b in one.parts)]
            named = [
                quote
                for quote in hits
                if quote.speaker and any(_overlap(quote.speaker, b) for b in one.source)
            ]
            scores.update(gold=1, found=bool(hits), sourced=bool(hits and one.source), speaker=bool(named))
    for quote in ours:
        within = [
            one
            for one in gold
            if any(2 * _overlap(a, b) >= a[1] - a[0] for a in quote.parts for b in one.parts)
        ]
        scores.update(ours=1, right=bool(within))
        if quote.kind == "direct":
            scores.update(direct=1, directly=any(one.direct for one in within))


def _overlap(one: Range, other: Range) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _report(scores: Counter[str]) -> str:
    return (
        f"found {_share(scores, 'found', 'gold')} of {scores['gold']} direct quotes"
        f"  speaker {_share(scores, 'speaker', 'sourced')}"
        f"  precision {_share(scores, 'right', 'ours')} of {scores['ours']}"
        f"  direct {_share(scores, 'directly', 'direct')}"
    )


def _share(scores: Counter[str], part: str, whole: str) -> str:
    return f"{scores[part] / max(1, scores[whole]):.3f}"
