"""Source tables as they lie: gzipped or plain, JSON Lines or with a row of headings."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def text(path: Path) -> str:
    """The whole of a file, unzipped where its name ends in .gz."""
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")


def objects(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return (json.loads(line) for line in text(path).splitlines() if line)


def rows(path: Path, dialect: str = "excel") -> Iterator[dict[str, str]]:
    """The rows of a table with headings; `dialect` "excel-tab" for tabs."""
    return iter(csv.DictReader(io.StringIO(text(path)), dialect=dialect))
