"""Texts through extraction, and every tag against its text: `python -m tests.benchmarks.verification DIR`.

Prints how many articles and tags there were, and each fault; exit code 1 where there is one. Reads any gzipped JSON
Lines whose objects have a `text`.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from schemas.verification import tags, verify
from services.evaluation.articles import article
from services.extraction.extract import Extractor
from services.runtime.settings import REPOSITORY

PUBLISHED = "2026-11-24T12:00:00Z"
"""The sets don't say when their articles were published; with a day, days of the week are read too."""


def texts(path: Path) -> Iterator[str]:
    """The texts of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row.get("text") if isinstance(row, dict) else None
            if isinstance(text, str) and text:
                yield text


def main() -> int:
    """Print the outcome; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, help="texts of each file, at most")
    given = parser.parse_args()
    extractor = Extractor.load(REPOSITORY / "models")
    articles = checked = faulty = 0
    for path in sorted(given.folder.rglob("*.jsonl.gz")):
        before = articles
        for text in islice(texts(path), given.most):
            (result,) = extractor.extract([msgspec.structs.replace(article(text), published=PUBLISHED)])
            articles, checked = articles + 1, checked + len(tags(result))
            for fault in verify(result):
                faulty += 1
                print(f"{path.relative_to(given.folder)}: {fault}")
        print(f"{path.relative_to(given.folder)}: {articles - before} articles", file=sys.stderr)
    print(f"{articles} articles, {checked} tags, {faulty} faults")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
