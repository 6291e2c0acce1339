"""How far the scores of names can be taken at their word: `python -m models.ner_training.calibrate`.

Fits a slope and a shift of the scores' log odds on `held.txt`, sentences that the model never learnt from, and prints
them with the calibration error before and after.
"""

from pathlib import Path

import numpy as np

from models.ner_training import texts
from services.evaluation.scores import bins, calibration_error
from services.extraction.consistency import consistent
from services.extraction.ner import Ner
from services.extraction.spans import clean

HERE = Path(__file__).parent
KINDS = {"person": "PER", "organisation": "ORG", "place": "LOC", "other": "MISC"}
Judged = tuple[float, bool]


def judged(ner: Ner, path: Path) -> list[Judged]:
    """The score of each name that is found in the sentences, and whether it is right."""
    found = []
    for text in texts.reviewed(path):
        whole = [(0, len(text.text))]
        spans = clean(text.text, ner.spans(text.text, ner.words(text.text, whole)), whole)
        gold = set(text.names)
        for span in consistent(text.text, spans, whole):
            found.append((span.score, (span.start, span.end, KINDS[span.type]) in gold))
    return found


def fitted(pairs: list[Judged]) -> tuple[float, float]:
    """Slope and shift of the log odds, by Newton's method."""
    odds = np.array([logit(score) for score, _ in pairs])
    right = np.array([float(was) for _, was in pairs])
    rows, weights = np.stack([odds, np.ones_like(odds)], axis=1), np.array([1.0, 0.0])
    for _ in range(25):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chances) - 0.1 * (weights - [1.0, 0.0])
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + 0.1 * np.eye(2)
        weights = weights + np.linalg.solve(curve, slope)
    return float(weights[0]), float(weights[1])


def logit(score: float) -> float:
    """The log odds of a chance, kept within bounds."""
    kept = min(max(score, 1e-4), 1 - 1e-4)
    return float(np.log(kept / (1 - kept)))


def main() -> None:
    """The command."""
    pairs = judged(Ner(HERE.parent / "ner-minilm"), HERE / "held.txt")
    slope, shift = fitted(pairs)
    after = [(1 / (1 + np.exp(-slope * logit(score) - shift)), right) for score, right in pairs]
    errors = [calibration_error(bins(some)) for some in (pairs, after)]
    print(f"{len(pairs)} names, {sum(right for _, right in pairs) / len(pairs):.3f} right")
    print(f"slope {slope:.3f}, shift {shift:.3f}; calibration error {errors[0]:.3f} -> {errors[1]:.3f}")


if __name__ == "__main__":
    main()
