"""Fit what stands above the network: `python -m models.topics.train --shared DIR --cache FOLDER`.

Before it come `tune.py` with `export.py` (the network's upper layers) and `models.topics_linear.train` (the words).
CARD.md says what is learnt from what. FOLDER keeps the network's vectors between runs.
"""

import argparse
import random
from pathlib import Path

import msgspec
import numpy as np

from models.topics.eyes import HERE, Eyes, Learnt
from models.topics.seconds import fit_seconds
from models.topics.tops import fit_headlines, fit_tops
from models.topics_linear import corpus
from models.topics_linear.corpus import Example
from services.tagging.heads import Mix

SAMPLE = 9000
"""Current-events items from which the second level is learnt."""


def unseen(shared: Path) -> list[Example]:
    """What has one label a text and neither words nor network have learnt from: headlines and later days."""
    later = [
        one
        for one in corpus.current_events(shared)
        if one.date >= corpus.TEST_FROM and corpus.is_held(one.id, 2)
    ]
    return corpus.enriched([*corpus.huffpost(shared, held=True), *later])


def train(shared: Path, cache: Path) -> None:
    """Fit both levels and write `heads.npz` and `mix.json`."""
    eyes = Eyes(cache)
    about = corpus.sections(shared)
    with np.load(HERE / "heads.npz") as arrays:
        weights, bias = (
            np.concatenate([part[: len(eyes.tops)], part[-len(about) :]])
            for part in (arrays["weights"], arrays["bias"])
        )
    learnt_before = Learnt(weights, bias, about)
    unlearnt = corpus.by_hand(shared, eyes.vocabulary, held=True)
    calibrating = eyes.read("unseen", [*unseen(shared), *unlearnt], words=True)
    tops, alone = fit_tops(eyes, calibrating, learnt_before)
    brief = fit_headlines(eyes, calibrating, learnt_before, tops)
    earlier = [one for one in corpus.current_events(shared) if one.date < corpus.TEST_FROM]
    random.Random(5).shuffle(earlier)  # noqa: S311  # no secret is made of it
    headlines = corpus.huffpost(shared)
    random.Random(3).shuffle(headlines)  # noqa: S311  # likewise
    learnt = [
        *earlier[:SAMPLE],
        *headlines[:3000],
        *corpus.seeds(),
        *corpus.definitions(eyes.vocabulary),
        *corpus.by_hand(shared, eyes.vocabulary),
        *(one for one in unlearnt if not corpus.is_held(one.id, 3)),
    ]
    held = eyes.read("held", [one for one in unlearnt if corpus.is_held(one.id, 3)])
    seconds, under, biases = fit_seconds(eyes, eyes.read("second", learnt), held)
    first, last = len(eyes.tops), len(weights) - len(about)
    np.savez(
        HERE / "heads.npz",
        weights=np.concatenate([weights[:first], under, weights[last:]]).astype(np.float32),
        bias=np.concatenate([bias[:first], biases, bias[last:]]).astype(np.float32),
        alone=alone.astype(np.float32),
    )
    mix = Mix(tops=tuple(tops), headlines=tuple(brief), seconds=tuple(seconds), sections=tuple(about))
    (HERE / "mix.json").write_bytes(msgspec.json.format(msgspec.json.encode(mix), indent=1) + b"\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fit what stands above the network.")
    parser.add_argument("--shared", type=Path, required=True, help="folder with the training sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps vectors")
    arguments = parser.parse_args()
    train(arguments.shared, arguments.cache)
