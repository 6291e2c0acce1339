"""Stories: articles about one event, found in a single pass by the words that they share.

A story is the sum of the vectors of its articles. An article joins the story whose direction is nearest to its own
(cosine `NEAR` or more), among those of its language that are near in time; else it begins one. Sums are of integers,
so a story that is put together again from the same articles is the same, whatever their order.

Another measure of nearness (sentence embeddings) would go into the scores of `nearest`.
"""

import math
from collections.abc import Callable

import msgspec

from services.grouping.words import SCALE, Vector

NEAR = 0.32
"""Cosine from which an article belongs to a story."""

SEEDS = 32
"""The heaviest words of an article, by which the stories are found that may be near."""

LIKELY = NEAR / 2
"""Cosine, by the heaviest words alone, from which a story is looked at as a whole."""


class Centre(msgspec.Struct):
    """A story as a direction: the language of its articles, and the square of the length of their sum."""

    language: str
    square: int = 0
    articles: int = 0


class Stories:
    """The sums of all stories, kept by word: `_sums[word][story]`."""

    def __init__(self) -> None:
        self._sums: dict[str, dict[str, int]] = {}
        self._centres: dict[str, Centre] = {}

    def __len__(self) -> int:
        return len(self._centres)

    def add(self, story: str, vector: Vector, language: str) -> None:
        """Put an article into `story`, which begins with its first one."""
        centre = self._centres.setdefault(story, Centre(language))
        centre.articles += 1
        self._shift(story, centre, vector, 1)

    def remove(self, story: str, vector: Vector) -> None:
        """Take an article out of `story`, which ends with its last one."""
        centre = self._centres[story]
        centre.articles -= 1
        self._shift(story, centre, vector, -1)
        if not centre.articles:
            del self._centres[story]

    def nearest(self, vector: Vector, language: str, fits: Callable[[str], bool]) -> str | None:
        """The story that an article belongs to, or None. `fits` says which ones may be considered.

        Of equally near ones it is the first by name.
        """
        scores = [
            (-self._cosine(story, self.closeness(story, vector)), story)
            for story in self._likely(vector)
            if self._centres[story].language == language and fits(story)
        ]
        score, story = min(scores, default=(0.0, ""))
        return story if -score >= NEAR else None

    def closeness(self, story: str, vector: Vector) -> int:
        """How central an article is in `story`: the product of its vector and the sum."""
        return sum(
            weight * self._sums.get(term, {}).get(story, 0)
            for term, weight in zip(vector.terms, vector.weights, strict=True)
        )

    def _likely(self, vector: Vector) -> list[str]:
        """The stories that come near enough by the heaviest words alone to be looked at as a whole."""
        products: dict[str, int] = {}
        for term, weight in zip(vector.terms[:SEEDS], vector.weights[:SEEDS], strict=True):
            for story, total in self._sums.get(term, {}).items():
                products[story] = products.get(story, 0) + weight * total
        return [story for story, product in products.items() if self._cosine(story, product) >= LIKELY]

    def _cosine(self, story: str, product: int) -> float:
        return product / (SCALE * math.sqrt(self._centres[story].square or 1))

    def _shift(self, story: str, centre: Centre, vector: Vector, sign: int) -> None:
        for term, weight in zip(vector.terms, vector.weights, strict=True):
            sums = self._sums.setdefault(term, {})
            before = sums.get(story, 0)
            after = before + sign * weight
            centre.square += after * after - before * before
            if after:
                sums[story] = after
            else:
                del sums[story]
            if not sums:
                del self._sums[term]
