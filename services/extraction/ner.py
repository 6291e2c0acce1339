"""The named-entity model: the words of a text -> spans of persons, organisations, places and others.

A six-layer MiniLM as int8 ONNX with a BIO head; `models/ner-minilm/CARD.md` says how it was made.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from schemas.entities import EntityType
from services.extraction.labelling import names
from services.extraction.spans import Range, Span
from services.extraction.windows import windows
from services.extraction.wordpieces import Word, WordPieces
from services.text.network import session

METHOD = "model:ner-minilm"
TYPES: Mapping[str, EntityType] = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}
WINDOW = 64
"""Word pieces that the model reads at once. It can read 126 (`max_pieces`); on news it is at its best with half
as many: 85.1 against 84.6 on conllpp2020 dev, 82.9 against 81.7 on worldwide-newswire dev."""

_CLS, _SEP = 101, 102
_LEAST = 1e-4

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


class Ner:
    """The model with its tokeniser. `spans` is a pure function of the text; threads may share an instance.

    Each window is a run of its own. The int8 model scales its activations by the extremes of the whole input,
    so in a batch a window's result would depend on its neighbours; and on a CPU a batch is no faster.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads `folder` (model.int8.onnx, vocab.txt, labels.json). `threads`: of one run of the model."""
        description = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self._types = [TYPES[label[2:]] for label in description["labels"][1::2]]
        self._slope, self._shift = description["calibration"]["slope"], description["calibration"]["shift"]
        self._most = min(WINDOW, cast("int", description["max_pieces"]))
        self._wordpieces = WordPieces(folder / "vocab.txt")
        self._session = session((folder / "model.int8.onnx").read_bytes(), threads)

    def words(self, text: str, stretches: Iterable[Range]) -> list[Word]:
        """The words of the given stretches of `text` (code points, end-exclusive), in reading order."""
        return [word for start, end in stretches for word in self._wordpieces.words(text, start, end)]

    def windows(self, text: str, words: Sequence[Word]) -> list[Sequence[Word]]:
        """The windows in which the model reads the words; those without a letter are left out."""
        found = windows(text, words, self._most)
        return [window for window in found if any(word.case > 1 for word in window)]

    def spans(self, text: str, words: Sequence[Word]) -> list[Span]:
        """The names among the words of `text`, in reading order."""
        return [span for window in self.windows(text, words) for span in self._read(window)]

    def calibrated(self, score: float) -> float:
        """How likely a name of this score is right: the score's log odds, moved as `labels.json` says."""
        kept = min(max(score, _LEAST), 1 - _LEAST)
        return 1 / (1 + math.exp(-self._slope * math.log(kept / (1 - kept)) - self._shift))

    def _read(self, window: Sequence[Word]) -> Iterator[Span]:
        for name in names(_softmax(self._logits(window)).tolist()):
            start, end = window[name.first].start, window[name.after - 1].end
            yield Span(start, end, self._types[name.kind], name.score, METHOD)

    def _logits(self, window: Sequence[Word]) -> Floats:
        """The model's output at the first piece of each word: [words, labels]."""
        feed, firsts = model_input(window)
        return self.run(feed)[firsts]

    def run(self, feed: Mapping[str, Integers]) -> Floats:
        """The bare model: what it says of each piece of one window, [CLS] first: [pieces, labels]."""
        return cast("Floats", self._session.run(["logits"], feed)[0][0])


def model_input(window: Sequence[Word]) -> tuple[Mapping[str, Integers], list[int]]:
    """The model's inputs for a window, each [1, pieces], and where in them the first piece of each word stands."""
    ids, cases, firsts = [_CLS], [0], []
    for word in window:
        firsts.append(len(ids))
        ids.extend(word.pieces)
        cases.extend([word.case] * len(word.pieces))
    inputs = np.array([[*ids, _SEP], [*cases, 0]], dtype=np.int64)
    return {"ids": inputs[:1], "cases": inputs[1:]}, firsts


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return cast("Floats", powers / powers.sum(axis=1, keepdims=True))
