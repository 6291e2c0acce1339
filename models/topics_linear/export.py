"""Write what was learnt as plain data, the same bytes for the same numbers."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from models.topics_linear.calibrate import Scores
from models.topics_linear.corpus import Example
from models.topics_linear.fit import Fitted, Recipe
from services.tagging.linear import Calibration


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """`topics.json`: the calibration of each topic (a column of the weights), and how they came about.

    `examples`: how many of a topic come from where; `cross_validation`: the scores on unseen folds, by origin.
    """

    topics: list[Calibration]
    examples: Mapping[str, Mapping[str, int]]
    cross_validation: Mapping[str, Scores]
    recipe: Recipe


def export(fitted: Fitted, description: Description, folder: Path) -> None:
    """Write `terms.txt`, `weights.npz` and `topics.json` into `folder`."""
    (folder / "terms.txt").write_text("".join(f"{term}\n" for term in fitted.vocabulary), encoding="utf-8")
    np.savez(
        folder / "weights.npz",
        weights=fitted.weights.astype(np.float16),
        bias=fitted.bias.astype(np.float32),
        idf=np.array(fitted.idf, dtype=np.float32),
    )
    text = json.dumps(msgspec.to_builtins(description), indent=1, sort_keys=True)
    (folder / "topics.json").write_text(text + "\n", encoding="utf-8")


def tally(examples: Sequence[Example]) -> dict[str, dict[str, int]]:
    """How many examples each topic has, by where they come from."""
    totals = Counter((topic, example.origin) for example in examples for topic in example.topics)
    table: dict[str, dict[str, int]] = {}
    for (topic, origin), total in sorted(totals.items()):
        table.setdefault(topic, {})[origin] = total
    return table
