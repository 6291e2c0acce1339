"""Neighbouring words as numbers: the index that finds phrases.

PostgreSQL's own index says which texts hold all the words of a phrase, in any order and anywhere, and each of those
texts would have to be read. The pairs of neighbours leave next to none but those that hold it. A number may stand for
several pairs, so the text has the last word.
"""

import zlib
from collections.abc import Sequence
from itertools import pairwise

from schemas.filters.subject import BREAK

BITS = 20
"""Of a number. With more, the index has more entries; with fewer, more texts are read that hold another pair."""


def held(words: str) -> list[int]:
    """The pairs in `Subject.words`, each once; none reaches over the end of a block."""
    return _numbers(words.split())


def asked(words: Sequence[str]) -> list[int]:
    """What the pairs of a text include where these words stand in a row in it."""
    return _numbers(words)


def _numbers(words: Sequence[str]) -> list[int]:
    return sorted(
        {
            zlib.crc32(f"{first} {second}".encode()) & ((1 << BITS) - 1)
            for first, second in pairwise(words)
            if BREAK not in (first, second)
        }
    )
