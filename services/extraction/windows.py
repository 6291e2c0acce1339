"""A text's words -> windows that the NER model can read at once, cut where the text itself pauses."""

from collections.abc import Iterator, Sequence

from services.extraction.wordpieces import Word

SENTENCE, PAUSE, NONE = 2, 1, 0
_END = frozenset(".!?…")
_PAUSE = frozenset(",;:)—–")
_CLOSING = frozenset("\"'”’»“)]")
_OPENING = frozenset("\"'“‘«„([")


def windows(text: str, words: Sequence[Word], most: int) -> Iterator[Sequence[Word]]:
    """`words` in runs of at most `most` pieces: each word in one window, in order, none left out.

    A window ends at the last line or sentence end that fits, else at the last pause, else between two words.
    """
    first = 0
    while first < len(words):
        after = _reach(words, first, most)
        if after < len(words):
            after = _cut(text, words, first, after)
        yield words[first:after]
        first = after


def _reach(words: Sequence[Word], first: int, most: int) -> int:
    """The number of the word after the last that fits; at least one word always does."""
    room = most - len(words[first].pieces)
    after = first + 1
    while after < len(words) and (room := room - len(words[after].pieces)) >= 0:
        after += 1
    return after


def _cut(text: str, words: Sequence[Word], first: int, after: int) -> int:
    best, place = NONE, after
    for candidate in range(after, first, -1):
        strength = _strength(text, words, candidate)
        if strength >= SENTENCE:
            return candidate
        if strength > best:
            best, place = strength, candidate
    return place


def _strength(text: str, words: Sequence[Word], at: int) -> int:
    """How strong the break is between word `at - 1` and word `at`."""
    before, here = words[at - 1], words[at]
    gap = text[before.end : here.start]
    if "\n" in gap or "\r" in gap:
        return SENTENCE
    mark = text[before.start : before.end]
    if mark in _CLOSING and at > 1:
        mark = text[words[at - 2].start : words[at - 2].end]
    if mark in _END and gap and _starts(text[here.start]):
        return SENTENCE
    return PAUSE if mark in _PAUSE else NONE


def _starts(character: str) -> bool:
    return character.isupper() or character.isdigit() or character in _OPENING
