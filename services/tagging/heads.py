"""What the network reads in an article's opening, and how it is mixed with words into calibrated scores."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from services.text.embedding import Lower, Upper

FILES = ("upper.int8.onnx", "heads.npz", "mix.json")
LONGEST = 112
"""Word pieces of an article's opening that the network reads."""

BRIEF = 20
"""Words from which on a text is no mere headline, if it is all that there is."""

Vector = npt.NDArray[np.float32]


class Top(msgspec.Struct, frozen=True, kw_only=True):
    """A topic of the top level. Its score is the logistic of

    `words` · margin of the linear classifier + `network` · what the network says of it + `sections` · what it says of
    the newspaper sections that are about it + `lexical` · loudness in the lexicon + `offset`. The network says the
    logarithm of a share among all topics, or among all sections: one topic's gain is the others' loss. So where a text
    is more than a headline, a classifier for each topic alone reads the network's vector, too, and is added. The topic
    is given from `threshold` on.
    """

    topic: str
    words: float
    network: float
    sections: float
    lexical: float
    offset: float
    threshold: float


class Second(msgspec.Struct, frozen=True, kw_only=True):
    """A topic of the second level: its score is its parent's times the logistic of

    logit + `lexical` · ln(1 + hits) + `offset`, where hits are the words and entities that speak for it.
    """

    topic: str
    parent: str
    lexical: float
    offset: float
    threshold: float


class Mix(msgspec.Struct, frozen=True, kw_only=True):
    """The two levels and the sections, in the order of the rows of the network's heads.

    `headlines`: the top level of a text that is a headline and no more.
    `sections`: for each section the top-level topic that it is about, or None.
    """

    tops: tuple[Top, ...]
    headlines: tuple[Top, ...]
    seconds: tuple[Second, ...]
    sections: tuple[str | None, ...]


class Network:
    """Text -> a vector made for topics [384]: the embedder's lower layers, and upper layers of their own."""

    def __init__(self, models: Path) -> None:
        self._lower = Lower(models / "embedder", longest=LONGEST)
        self._upper = Upper(models / "topics" / "upper.int8.onnx")
        self.digest = f"{self._lower.digest}{self._upper.digest}"

    def __call__(self, text: str) -> Vector:
        return self._upper(self._lower(text))


class Heads:
    """The classifiers over the network's vector, and the mix. `weights`: [topic, 384], tops, seconds, sections.

    `alone`: [top, 384], the classifiers of each top-level topic alone.
    """

    def __init__(self, mix: Mix, weights: Vector, bias: Vector, alone: Vector) -> None:
        self.mix = mix
        self._weights = weights.astype(np.float64)
        self._bias = bias.astype(np.float64)
        self._alone = alone.astype(np.float64)

    @classmethod
    def load(cls, folder: Path) -> "Heads":
        """Read `heads.npz` and `mix.json`; `ValueError` if they do not belong together."""
        mix = msgspec.json.decode((folder / "mix.json").read_bytes(), type=Mix)
        with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
            weights, bias, alone = arrays["weights"], arrays["bias"], arrays["alone"]
        known = len(mix.tops) + len(mix.seconds) + len(mix.sections)
        if not len(weights) == len(bias) == known or len(alone) != len(mix.tops):
            raise ValueError(f"{folder}: heads.npz and mix.json differ in number")
        return cls(mix, weights, bias, alone)

    def scores(
        self,
        vector: Vector,
        margins: Mapping[str, float],
        hits: Mapping[str, Sequence[object]],
        loudness: Mapping[str, float],
        *,
        headline: bool = False,
    ) -> dict[str, float]:
        """Topic -> score in 0..1, four decimals, of both levels. `headline`: the text is one and no more."""
        seen = vector.astype(np.float64)
        logits = self._weights @ seen + self._bias
        alone = [0.0] * len(self._alone) if headline else (self._alone @ seen).tolist()
        tops, under, sections = np.split(logits, np.cumsum([len(self.mix.tops), len(self.mix.seconds)]))
        shares, about = log_shares(tops).tolist(), section_shares(sections, self.mix.sections)
        found: dict[str, float] = {}
        mixed = self.mix.headlines if headline else self.mix.tops
        for top, share, by_itself in zip(mixed, shares, alone, strict=True):
            sum_ = top.words * margins.get(top.topic, 0.0) + top.network * share + by_itself + top.offset
            sum_ += top.lexical * loudness.get(top.topic, 0.0) + top.sections * about.get(top.topic, 0.0)
            found[top.topic] = logistic(sum_)
        for second, logit in zip(self.mix.seconds, under.tolist(), strict=True):
            speaking = math.log1p(len(hits.get(second.topic, ())))
            sum_ = logit + second.lexical * speaking + second.offset
            found[second.topic] = round(found[second.parent] * logistic(sum_), 4)
        return found

    @property
    def thresholds(self) -> dict[str, float]:
        """Topic -> the least score with which it is given."""
        tops = {one.topic: one.threshold for one in self.mix.tops}
        return tops | {one.topic: one.threshold for one in self.mix.seconds}


def log_shares(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The logarithm of each one's share: the logits less that of the sum of their exponentials."""
    if not logits.size:
        return logits
    largest = logits.max()
    return np.asarray(logits - largest - np.log(np.exp(logits - largest).sum()))


def section_shares(logits: npt.NDArray[np.float64], about: Sequence[str | None]) -> dict[str, float]:
    """The logarithm of the share of all sections that are about a topic; nothing for a topic without one."""
    shares: dict[str, float] = {}
    for topic, share in zip(about, np.exp(log_shares(logits)).tolist(), strict=True):
        if topic is not None:
            shares[topic] = shares.get(topic, 0.0) + share
    return {topic: math.log(max(share, 1e-12)) for topic, share in shares.items()}


def logistic(value: float) -> float:
    """1 / (1 + exp(-value)), four decimals."""
    return round(1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, value)))), 4)
