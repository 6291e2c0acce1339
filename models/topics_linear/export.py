"""Write what was learnt as plain data, the same bytes for the same numbers."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from models.topics_linear.corpus import Example
from models.topics_linear.fit import Learnt, Recipe


def export(learnt: Learnt, examples: Sequence[Example], recipe: Recipe, folder: Path) -> None:
    """Write `terms.txt`, `weights.npz` and `topics.json` into `folder`."""
    (folder / "terms.txt").write_text("".join(f"{term}\n" for term in learnt.vocabulary), encoding="utf-8")
    np.savez(
        folder / "weights.npz",
        weights=learnt.weights.astype(np.float16),
        bias=learnt.bias,
        idf=np.array(learnt.idf, dtype=np.float32),
    )
    description = {
        "topics": [msgspec.to_builtins(calibration) for calibration in learnt.calibrations],
        "examples": tally(examples),
        "recipe": msgspec.to_builtins(recipe),
    }
    text = json.dumps(description, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / "topics.json").write_text(text + "\n", encoding="utf-8")


def tally(examples: Sequence[Example]) -> dict[str, dict[str, int]]:
    """How many examples each topic has, by where they come from."""
    counts = Counter((topic, example.origin) for example in examples for topic in example.topics)
    table: dict[str, dict[str, int]] = {}
    for (topic, origin), count in sorted(counts.items()):
        table.setdefault(topic, {})[origin] = count
    return table
