"""Headlines In Title Case Or IN CAPITALS: their letter case says nothing of names, so it is taken from the body.

The model sees each word's letter case. In such a line a word gets the case that it has in the rest of the article,
so that "Calls On China To Stop" is read as "calls on China to stop". The text itself stays as it is.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from services.extraction.spans import Range
from services.extraction.wordpieces import Word

LOUD = 0.75
"""The share of a headline's longer words that begin with a capital from which it says nothing of names."""

_FEWEST = 4
_SHORT = 3  # letters: title case leaves words up to this length small as it likes
_LOWER = 7


def recased(text: str, words: Sequence[Word], headlines: Sequence[Range]) -> list[Word]:
    """The words, where those of a loud headline have the case that the body gives them, else lower case.

    `headlines` are stretches of the text. An article without a body keeps its case: there is nothing to go by.
    """
    within = [_within(words, start, end) for start, end in headlines]
    loud = {word for line in within if _loud(line) for word in line}
    body = set(words).difference(*within)
    if not loud or not body:
        return list(words)
    cases = _cases(text, [word for word in words if word in body])
    return [
        word._replace(case=cases.get(text[word.start : word.end].casefold(), _LOWER))
        if word in loud
        else word
        for word in words
    ]


def _within(words: Sequence[Word], start: int, end: int) -> Sequence[Word]:
    first = bisect_left(words, start, key=lambda word: word.start)
    return words[first : bisect_left(words, end, key=lambda word: word.start)]


def _loud(line: Sequence[Word]) -> bool:
    telling = [word.case for word in line if word.case > 1 and word.end - word.start > _SHORT]
    capital = sum(case != _LOWER for case in telling)
    return len(telling) >= _FEWEST and capital >= LOUD * len(telling)


def _cases(text: str, words: Sequence[Word]) -> Mapping[str, int]:
    """Word -> its letter case where it first stands within a sentence, not at its start."""
    cases: dict[str, int] = {}
    for before, word in pairwise(words):
        if text[before.end - 1].isalnum() or text[before.start] in ",;":
            cases.setdefault(text[word.start : word.end].casefold(), word.case)
    return cases
