"""One linear classifier a topic over TF-IDF features, with calibrated scores."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from services.tagging.features import Vectoriser

FILES = ("topics.json", "weights.npz", "terms.txt")


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """From the classifier's margin to a probability (Platt, 1999): 1 / (1 + exp(-(slope · margin + offset))).

    A topic is given from `threshold` on. Both were set on texts that the classifier had not seen.
    """

    topic: str
    slope: float
    offset: float
    threshold: float

    def probability(self, margin: float) -> float:
        """The calibrated score in 0..1, rounded to four decimals."""
        return round(1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, self.slope * margin + self.offset)))), 4)


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """A topic's score for a text. `given`: it reaches the topic's threshold.

    `margin` is the sum before calibration; `terms` and `added` go together: what each term of the text added to it.
    """

    topic: str
    margin: float
    score: float
    given: bool
    terms: Sequence[str]
    added: npt.NDArray[np.float64]

    def contributions(self) -> dict[str, float]:
        """What each term of the text added to the margin."""
        return dict(zip(self.terms, self.added.tolist(), strict=True))


class LinearModel:
    """`weights[term, topic]` and `bias[topic]`; the topics in the order of `calibrations`."""

    def __init__(
        self,
        vectoriser: Vectoriser,
        calibrations: Sequence[Calibration],
        weights: npt.NDArray[np.float16],
        bias: npt.NDArray[np.float32],
    ) -> None:
        self._vectoriser = vectoriser
        self._calibrations = tuple(calibrations)
        self._weights = weights
        self._bias = bias.astype(np.float64)

    @classmethod
    def load(cls, folder: Path) -> "LinearModel":
        """Read what `models/topics_linear/train.py` wrote; `ValueError` if the files do not belong together."""
        topics, weights, terms = (folder / name for name in FILES)
        calibrations = msgspec.json.decode(topics.read_bytes(), type=_Topics).topics
        vocabulary = terms.read_text(encoding="utf-8").splitlines()
        with np.load(weights, allow_pickle=False) as arrays:
            matrix, idf, bias = arrays["weights"], arrays["idf"], arrays["bias"]
        if matrix.shape != (len(idf), len(bias)) or matrix.shape != (len(vocabulary), len(calibrations)):
            raise ValueError(f"{folder}: weights, terms and topics differ in number")
        return cls(Vectoriser(vocabulary, idf.tolist()), calibrations, matrix, bias)

    def scored(self, counts: Mapping[str, int]) -> list[Scored]:
        """Every topic's score for a text in which each term stands as often as `counts` says.

        The terms are added up in the order of their numbers, one after the other, so the same text gives the same
        bits.
        """
        vector = self._vectoriser.vector(counts)
        terms = [self._vectoriser.term(number) for number in vector.indices]
        rows = self._weights[list(vector.indices)].astype(np.float64)
        added = rows * np.asarray(vector.weights, dtype=np.float64)[:, None]
        margins = added.sum(axis=0) + self._bias
        return [
            self._score(calibration, float(margin), terms, column)
            for calibration, margin, column in zip(self._calibrations, margins, added.T, strict=True)
        ]

    def _score(
        self, calibration: Calibration, margin: float, terms: Sequence[str], added: npt.NDArray[np.float64]
    ) -> Scored:
        score = calibration.probability(margin)
        given = score >= calibration.threshold
        return Scored(
            topic=calibration.topic, margin=margin, score=score, given=given, terms=terms, added=added
        )


class _Topics(msgspec.Struct, frozen=True):
    topics: list[Calibration]
