"""Near-duplicates: which articles are one and the same text, sent twice or by several sources.

A text is the set of its word shingles. Two texts are copies where most shingles of the shorter one stand in the
longer one (containment: a copy with a cut tail is a copy still), where the figures agree too (market reports are one
template with other figures), and where no more than a window of time lies between them.

Candidates are found by the smallest shingle hashes (the bottom-k sketch of A. Broder, "On the resemblance and
containment of documents", SEQUENCES 1997), and each is then compared in full, so the sketch costs recall alone.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np
import numpy.typing as npt

from schemas.article import Article, BlockKind

COPIED: frozenset[BlockKind] = frozenset({"standfirst", "body", "heading"})
"""The kinds of block that a copy shares: a wire copy has its own headline, byline and boilerplate."""

SHINGLE = 4
"""Words in a shingle."""

FEWEST = 30
"""Shingles below which a text is compared as a whole only: brief flashes are formulas."""

MOST_SHINGLES = 4000
"""Shingles of a text that are compared: the first ones, about 4,000 words."""

SKETCH = 16
"""Hashes by which a text is found. At containment 0.65 and equal lengths the chance of sharing none is below 1e-5."""

MOST_CANDIDATES = 256
"""Texts a hash leads to, the newest: a hash that leads to more is boilerplate, or they are one group already."""

SAME = 0.65
"""Containment from which two texts are copies."""

SAME_FIGURES = 0.8
"""Share of the figures of the text with fewer of them that the other one has to hold."""

_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,/-]\d+)*")
Hashes = npt.NDArray[np.uint64]


class Print(msgspec.Struct, frozen=True):
    """What is kept of a text: sorted shingle hashes (8 bytes each), figures, and the digest of its bare words."""

    hashes: Hashes
    figures: frozenset[str]
    words: bytes


def fingerprint(article: Article) -> Print:
    """The print of an article version: of its prose, or of its title where it has none."""
    parts = [article.text[block.start : block.end] for block in article.blocks if block.kind in COPIED]
    text = "\n".join(parts) or article.title
    words = [match.group() for match in _WORD.finditer(text.casefold())][: MOST_SHINGLES + SHINGLE - 1]
    return Print(
        hashes=np.unique(np.fromiter(_shingles(words), dtype=np.uint64)),
        figures=frozenset(_FIGURE.findall(text)),
        words=hashlib.blake2b(" ".join(words).encode(), digest_size=16).digest(),
    )


def similarity(one: Print, other: Print) -> float:
    """How much of the shorter text stands in the other, 0..1; 0 where they are no copies by their figures."""
    if one.words == other.words:
        return 1.0
    fewer = min(len(one.hashes), len(other.hashes))
    if fewer < FEWEST or not _figures_agree(one.figures, other.figures):
        return 0.0
    return len(np.intersect1d(one.hashes, other.hashes, assume_unique=True)) / fewer


class Copies:
    """The prints of the articles in the window, found by what they share. Memory: about 5 kB for 400 words."""

    def __init__(self) -> None:
        self._prints: dict[str, Print] = {}
        self._index: dict[int | bytes, dict[str, None]] = {}

    def __len__(self) -> int:
        return len(self._prints)

    def add(self, key: str, print_: Print) -> None:
        """Keep `print_` under `key`, in place of an earlier one."""
        self.remove(key)
        self._prints[key] = print_
        for mark in _marks(print_):
            self._index.setdefault(mark, {})[key] = None

    def remove(self, key: str) -> None:
        """Forget what is kept under `key`, if anything is."""
        if (known := self._prints.pop(key, None)) is None:
            return
        for mark in _marks(known):
            posting = self._index[mark]
            del posting[key]
            if not posting:
                del self._index[mark]

    def between(self, one: str, other: str) -> float:
        """The similarity of two articles that are kept."""
        return similarity(self._prints[one], self._prints[other])

    def like(self, print_: Print, least: float = SAME) -> Iterator[tuple[str, float]]:
        """The keys of the copies of `print_` with their similarity, `least` or more, in no order."""
        shared = Counter(key for mark in _marks(print_) for key in _newest(self._index.get(mark, {})))
        for key in shared:
            score = similarity(print_, self._prints[key])
            if score >= least:
                yield key, score


def _shingles(words: list[str]) -> Iterator[int]:
    for start in range(len(words) - SHINGLE + 1):
        shingle = " ".join(words[start : start + SHINGLE]).encode()
        yield int.from_bytes(hashlib.blake2b(shingle, digest_size=8).digest(), "big")


def _marks(print_: Print) -> Iterator[int | bytes]:
    yield print_.words
    if len(print_.hashes) >= FEWEST:
        yield from (int(value) for value in print_.hashes[:SKETCH])


def _newest(posting: dict[str, None]) -> Iterable[str]:
    keys = list(posting)
    return keys[-MOST_CANDIDATES:]


def _figures_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer = min(len(one), len(other))
    return len(one & other) >= SAME_FIGURES * fewer
