"""One linear classifier a topic over TF-IDF features, with calibrated scores."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from services.tagging.features import Vector, Vectoriser

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


class LinearModel:
    """`weights[term, topic]` and `bias[topic]`; the topics in the order of `calibrations`."""

    def __init__(
        self,
        vectoriser: Vectoriser,
        calibrations: Sequence[Calibration],
        weights: npt.NDArray[np.float16],
        bias: Sequence[float],
    ) -> None:
        self.vectoriser = vectoriser
        self.calibrations = tuple(calibrations)
        self._weights = weights
        self._bias = np.asarray(bias, dtype=np.float64)

    @classmethod
    def load(cls, folder: Path) -> "LinearModel":
        """Read what `models/topics_linear/train.py` wrote; `ValueError` if the files do not belong together."""
        topics, weights, terms = (folder / name for name in FILES)
        calibrations = msgspec.convert(json.loads(topics.read_bytes())["topics"], list[Calibration])
        vocabulary = terms.read_text(encoding="utf-8").splitlines()
        with np.load(weights, allow_pickle=False) as arrays:
            matrix, idf, bias = arrays["weights"], arrays["idf"].tolist(), arrays["bias"].tolist()
        if matrix.shape != (len(vocabulary), len(calibrations)) or len(idf) != len(vocabulary):
            raise ValueError(f"{folder}: weights, terms and topics differ in number")
        return cls(Vectoriser(vocabulary, idf), calibrations, matrix, bias)

    def contributions(self, vector: Vector) -> npt.NDArray[np.float64]:
        """What each term of the vector adds to each topic's margin: [term, topic]."""
        rows = self._weights[list(vector.indices)].astype(np.float64)
        products: npt.NDArray[np.float64] = rows * np.asarray(vector.weights, dtype=np.float64)[:, None]
        return products

    def margins(self, contributions: npt.NDArray[np.float64]) -> list[float]:
        """The margin of each topic; terms are summed in the order of their numbers, so always alike."""
        return [float(margin) for margin in contributions.sum(axis=0) + self._bias]
