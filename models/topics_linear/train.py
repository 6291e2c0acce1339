"""Train the topic model.

    python -m models.topics_linear.train --shared DIR [--out FOLDER]

`DIR` holds the openly licensed sets under `train/` and `eval/huffpost-headlines`. The same data gives the same bytes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from models.topics_linear.corpus import TEST_FROM, Example, current_events, huffpost, wikinews
from models.topics_linear.export import export
from models.topics_linear.fit import Recipe, learn


def examples(shared: Path) -> list[Example]:
    """Everything that may be learnt from."""
    earlier = [example for example in current_events(shared) if example.date < TEST_FROM]
    return [*earlier, *wikinews(shared), *huffpost(shared)]


def train(corpus: Sequence[Example], folder: Path, recipe: Recipe) -> None:
    """Learn from `corpus` and write the artefacts into `folder`."""
    export(learn(corpus, recipe), corpus, recipe, folder)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Train the topic model.")
    parser.add_argument("--shared", type=Path, required=True, help="folder with the training sets")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent, help="where to write the artefacts"
    )
    arguments = parser.parse_args()
    train(examples(arguments.shared), arguments.out, Recipe())


if __name__ == "__main__":
    main()
