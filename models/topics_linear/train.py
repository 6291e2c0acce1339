"""Train the topic model.

    python -m models.topics_linear.train --shared DIR [--out FOLDER]

`DIR` holds the openly licensed sets that CARD.md names. The same data gives the same bytes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from models.topics_linear import calibrate, corpus
from models.topics_linear.corpus import Example
from models.topics_linear.export import Description, export, tally
from models.topics_linear.fit import Flags, Floats, Recipe, count, fit, importance, learnable, marked
from schemas.mediatopics import Vocabulary
from services.tagging.linear import Calibration

MEDIATOPICS = Path(__file__).parents[1] / "iptc-mediatopics" / "topics.tsv"


def gather(shared: Path) -> list[Example]:
    """Everything that may be learnt from."""
    vocabulary = Vocabulary.load(MEDIATOPICS)
    earlier = [example for example in corpus.current_events(shared) if example.date < corpus.TEST_FROM]
    return [
        *corpus.enriched([*earlier, *corpus.huffpost(shared)]),
        *corpus.by_hand(shared, vocabulary),
        *corpus.seeds(),
        *corpus.definitions(vocabulary),
    ]


def train(examples: Sequence[Example], folder: Path, recipe: Recipe) -> Description:
    """Learn from `examples` and write the artefacts into `folder`."""
    with threadpool_limits(limits=1):  # threads add up in another order, so in other last digits
        return _train(examples, folder, recipe)


def _train(examples: Sequence[Example], folder: Path, recipe: Recipe) -> Description:
    topics = learnable(examples, recipe)
    counts, marks = [count(example.text) for example in examples], marked(examples, topics)
    margins = calibrate.cross_margins(examples, counts, marks, recipe)
    calibrations = calibrate.calibrate(topics, examples, margins, marks, recipe)
    description = Description(
        topics=calibrations,
        examples=tally(examples),
        cross_validation=_scores(examples, calibrations, margins, marks),
        recipe=recipe,
    )
    export(fit(counts, marks, importance(examples, recipe), recipe), description, folder)
    return description


def _scores(
    examples: Sequence[Example], calibrations: Sequence[Calibration], margins: Floats, marks: Flags
) -> dict[str, calibrate.Scores]:
    probabilities = calibrate.probabilities(calibrations, margins)
    given = probabilities >= np.array([calibration.threshold for calibration in calibrations])
    origins = np.array([example.origin for example in examples])
    return {
        origin: calibrate.assess(
            probabilities[origins == origin], given[origins == origin], marks[origins == origin]
        )
        for origin in sorted(set(origins.tolist()))
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Train the topic model.")
    parser.add_argument("--shared", type=Path, required=True, help="folder with the training sets")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent, help="where to write the artefacts"
    )
    arguments = parser.parse_args()
    description = train(gather(arguments.shared), arguments.out, Recipe())
    for origin, scores in description.cross_validation.items():
        print(f"{origin}: {scores}")


if __name__ == "__main__":
    main()
