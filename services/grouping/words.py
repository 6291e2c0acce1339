"""What an article is about, as weighted words: TF-IDF over a fixed table of how common words are in news.

The table is fixed, so a vector is a function of one article alone: the same at any time, in any order of reading.
Words with a capital weigh more: names tell stories of one kind apart (two trials, two earthquakes).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from sys import intern

import msgspec

from schemas.article import PROSE, Article

MOST_TERMS = 96
"""Words that are kept of an article, the heaviest: bounds the memory."""

SCALE = 4096
"""The length of a vector. Weights are integers, so that sums are exact and their order does not matter."""

NAME_WEIGHT = 2.5
"""How much more a word weighs that is mostly written with a capital."""

UNKNOWN_WEIGHT = 0.5
"""How much less a word weighs that is neither in the table nor a name: jargon, or another language."""

COMMON_SHARE = 0.25
"""Words in more than this share of news texts carry nothing and are left out."""

OPENING = 600
"""Code points from the beginning in which a word counts `OPENING_WEIGHT` times: what it is about comes first."""

OPENING_WEIGHT = 2

_TOKEN = re.compile(r"[^\W\d_]{2,}|\d{2,}")


class Vector(msgspec.Struct, frozen=True):
    """Words, heaviest first, and their weights: the length is `SCALE`, or 0 for no words."""

    terms: tuple[str, ...]
    weights: tuple[int, ...]


class Words:
    """The table: in how many of `texts` news texts each word stands."""

    def __init__(self, texts: int, counts: Mapping[str, int]) -> None:
        self._rarest = math.log(texts + 1)
        self._idf = {word: math.log((texts + 1) / (count + 1)) for word, count in counts.items()}
        self._common = {word for word, count in counts.items() if count > COMMON_SHARE * texts}

    @classmethod
    def load(cls, models: Path) -> "Words":
        """The table in `models`/news_words."""
        first, *lines = (models / "news_words" / "words.tsv").read_text(encoding="utf-8").splitlines()
        pairs = (line.split("\t") for line in lines)
        return cls(int(first), {word: int(count) for word, count in pairs})

    def vector(self, article: Article) -> Vector:
        """The vector of an article version's prose."""
        counts, capitals, said = Counter[str](), Counter[str](), Counter[str]()
        for block in article.blocks:
            if block.kind in PROSE:
                for match in _TOKEN.finditer(article.text, block.start, block.end):
                    word = match.group().casefold()
                    counts[word] += OPENING_WEIGHT if match.start() < OPENING else 1
                    capitals[word] += match.group()[0].isupper()
                    said[word] += 1
        weights = {
            word: self._weight(word, count, 2 * capitals[word] > said[word])
            for word, count in counts.items()
            if word not in self._common
        }
        return _unit(weights)

    def _weight(self, word: str, count: int, name: bool) -> float:
        weight = (1 + math.log(count)) * self._idf.get(word, self._rarest)
        if name:
            return weight * NAME_WEIGHT
        return weight if word in self._idf else weight * UNKNOWN_WEIGHT


def tokens(text: str) -> Iterator[str]:
    """Runs of two or more letters, or of two or more digits."""
    return (match.group() for match in _TOKEN.finditer(text))


def _unit(weights: Mapping[str, float]) -> Vector:
    heaviest = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TERMS]
    length = math.sqrt(math.fsum(weight * weight for _, weight in heaviest)) or 1.0
    return Vector(
        terms=tuple(intern(word) for word, _ in heaviest),
        weights=tuple(round(SCALE * weight / length) for _, weight in heaviest),
    )
