"""What an article looks like to a story: its weighty words, the meaning of its opening, and what it names."""

from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from schemas.article import Article
from services.grouping.words import Vector, Words
from services.text.embedding import Embedder, opening

MEANT = frozenset({"en"})
"""Languages whose meaning the model knows. In others the words have to do."""

FINENESS = 480
"""The length of a meaning: whole numbers, so that sums are exact and their order does not matter; they fit 8 bits."""

Meaning = npt.NDArray[np.int8]


class Meaner(Protocol):
    """Says what an opening means, as `services.text.embedding.Embedder` does."""

    def embed(self, text: str, /) -> npt.NDArray[np.float32]: ...


class Picture:
    """The words, and the meaning once it is asked for: that takes 16 ms, and after a restart few are asked for."""

    __slots__ = ("_meaner", "_meaning", "_opening", "names", "words")

    def __init__(
        self,
        words: Vector,
        opening: str = "",
        meaner: Meaner | None = None,
        names: frozenset[str] = frozenset(),
    ) -> None:
        self.words = words
        self.names = names
        self._opening = opening
        self._meaner = meaner
        self._meaning: Meaning | None = None

    @property
    def meant(self) -> bool:
        """Whether the meaning can be known: not in a language that the model does not know."""
        return self._meaner is not None or self._meaning is not None

    @property
    def asked(self) -> bool:
        """Whether the meaning is there already."""
        return self._meaning is not None

    def meaning(self) -> Meaning:
        """[384], of length about `FINENESS`; `ValueError` where it can't be known."""
        if self._meaning is None:
            if self._meaner is None:
                raise ValueError("language: the model does not know it")
            exact = np.rint(self._meaner.embed(self._opening) * FINENESS)
            self._meaning = cast("Meaning", np.clip(exact, -127, 127).astype(np.int8))
            self._opening, self._meaner = "", None
        return self._meaning


class Pictures:
    """Makes pictures: a function of one article alone."""

    def __init__(self, words: Words, meaner: Meaner | None) -> None:
        self._words = words
        self._meaner = meaner

    @classmethod
    def load(cls, models: Path) -> "Pictures":
        """From the table and the model in `models`."""
        return cls(Words.load(models), Embedder(models / "embedder"))

    def of(self, article: Article, language: str, names: frozenset[str] = frozenset()) -> Picture:
        """The picture of an article version that is about `names`; `language` is its primary subtag."""
        words = self._words.vector(article)
        if language in MEANT:
            return Picture(words, opening(article), self._meaner, names)
        return Picture(words, names=names)
