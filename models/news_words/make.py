"""Counts in how many news texts each word stands: `python -m models.news_words.make TEXTS.jsonl.gz… > words.tsv`.

Each line of the files is a JSON object with the text under "text". The first line of the output is the number of
texts; then a word and its count a line, by word, for words that stand in `FEWEST` texts or more.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.grouping.words import tokens

FEWEST = 5


def texts(paths: Sequence[Path]) -> Iterator[str]:
    """Every text of the files."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def table(found: Iterator[str]) -> Iterator[str]:
    """The lines of the table."""
    counts: Counter[str] = Counter()
    total = 0
    for text in found:
        total += 1
        counts.update({word.casefold() for word in tokens(text)})
    yield str(total)
    yield from (f"{word}\t{count}" for word, count in sorted(counts.items()) if count >= FEWEST)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table(texts([Path(name) for name in sys.argv[1:]])))
