"""Texts -> what the network learns from: windows of word pieces with a target at the first piece of each word."""

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.ner_training.texts import Text
from services.extraction.windows import windows
from services.extraction.wordpieces import Word, WordPieces

LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
UNKNOWN, EITHER = -100, -1
"""Targets of a word: nothing is known of it; it is O or MISC. Any other is the number of its label."""

SHORTEST, LONGEST = 40, 126
"""The room of a window, in pieces, is drawn between these: at work the model reads 64, in training also more."""


class Chunk(NamedTuple):
    """A window: its words and the target of each."""

    words: Sequence[Word]
    targets: list[int]

    @property
    def pieces(self) -> int:
        """The number of its pieces."""
        return sum(len(word.pieces) for word in self.words)


def chunks(text: Text, wordpieces: WordPieces, dice: random.Random) -> Iterator[Chunk]:
    """The windows of a text, as the model would read it at work; those without a letter are left out."""
    words = wordpieces.words(text.text, 0, len(text.text))
    room = dice.randint(SHORTEST, LONGEST)
    for window in windows(text.text, words, room):
        if any(word.case > 1 for word in window) and sum(len(word.pieces) for word in window) <= LONGEST:
            yield Chunk(window, [_target(word, text) for word in window])


def _target(word: Word, text: Text) -> int:
    if _covering(word, text.unknown):
        return UNKNOWN
    if name := _covering(word, text.names):
        start, _, kind = name
        return LABELS.index(f"{'B' if word.start <= start else 'I'}-{kind}")
    return EITHER if not text.others and 2 <= word.case <= 5 else 0


def _covering(word: Word, spots: Sequence[tuple]) -> tuple | None:
    """The spot (of a list in reading order) that the word touches."""
    at = bisect_right(spots, word.start, key=lambda spot: spot[1])
    return spots[at] if at < len(spots) and spots[at][0] < word.end else None
