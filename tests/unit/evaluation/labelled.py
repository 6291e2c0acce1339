"""Labelled files as the sets have them, written by hand."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """The rows as gzipped JSON Lines; the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def place(text: str, words: str) -> dict[str, int]:
    """Where the words stand in the text."""
    return {"start": text.index(words), "end": text.index(words) + len(words)}


def named(text: str, *labels: tuple[str, str]) -> dict[str, object]:
    """An article whose names are labelled: words and label of each."""
    spans = [{**place(text, words), "label": label, "text": words} for words, label in labels]
    return {"id": text[:12], "text": text, "spans": spans}


def quoted(text: str, *said: tuple[str, str]) -> dict[str, object]:
    """An article whose attributions are labelled: source and content of each."""
    attributions = [
        {"source": [place(text, source)] if source else [], "cue": [], "content": [place(text, content)]}
        for source, content in said
    ]
    return {"id": text[:12], "annotator": "a", "text": text, "attributions": attributions}
