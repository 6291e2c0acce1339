"""How often each subject is in the news: articles by the time of publication, in windows of equal length.

Counting is of a set of articles, so neither their order nor a second reading of one changes a figure.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from services.grouping.subjects import Subjects, key


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An article that counts. `time` is Unix time in seconds."""

    version: int
    time: float
    source: str
    subjects: Subjects


class Windows:
    """Articles in windows of `length_s` seconds, numbered from 1970; memory: about 1 kB an article."""

    def __init__(self, length_s: float) -> None:
        self.length_s = length_s
        self._entries: dict[str, Entry] = {}
        self._windows: dict[int, dict[str, Entry]] = {}
        self._counts: dict[int, dict[str, list[str]]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def version(self, article: str) -> int:
        """The version that counts, 0 where none does."""
        return entry.version if (entry := self._entries.get(article)) else 0

    def put(self, article: str, entry: Entry) -> None:
        """Count `entry`, in place of another version of the article."""
        self.drop(article)
        number = self._number(entry.time)
        self._entries[article] = entry
        self._windows.setdefault(number, {})[article] = entry
        counts = self._counts.setdefault(number, {})
        for subject in entry.subjects:
            counts.setdefault(key(subject), []).append(article)

    def drop(self, article: str) -> None:
        """Count an article no more, if it was."""
        if (entry := self._entries.pop(article, None)) is None:
            return
        number = self._number(entry.time)
        counts = self._counts[number]
        for name in map(key, entry.subjects):
            counts[name].remove(article)
            if not counts[name]:
                del counts[name]
        del self._windows[number][article]
        if not self._windows[number]:
            del self._windows[number], self._counts[number]

    def forget(self, before: float) -> None:
        """Drop the windows that end at `before` (Unix seconds) or earlier."""
        for number in [number for number in self._windows if (number + 1) * self.length_s <= before]:
            for article in self._windows.pop(number):
                del self._entries[article]
            del self._counts[number]

    def between(self, start: float, end: float) -> Iterator[tuple[str, Entry]]:
        """The articles from `start` to before `end`, Unix seconds, in no order."""
        for number in range(self._number(start), self._number(end) + 1):
            for article, entry in self._windows.get(number, {}).items():
                if start <= entry.time < end:
                    yield article, entry

    def baseline(self, start: float) -> range:
        """The windows that end by `start`, from the earliest that has an article, by number."""
        return range(min(self._windows, default=0), self._number(start)) if self._windows else range(0)

    def totals(self, numbers: Sequence[int]) -> list[int]:
        """The articles in each window."""
        return [len(self._windows.get(number, ())) for number in numbers]

    def counts(self, keys: Sequence[str], numbers: Sequence[int]) -> list[int]:
        """The articles in each window that are about all of `keys`, one or more."""
        return [_together(self._counts.get(number, {}), keys) for number in numbers]

    def _number(self, time: float) -> int:
        return int(time // self.length_s)


def frequent(entries: Sequence[tuple[str, Entry]], least: int) -> Mapping[str, int]:
    """The subjects of at least `least` of the articles, by key."""
    counts = Counter(key(subject) for _, entry in entries for subject in entry.subjects)
    return {name: count for name, count in counts.items() if count >= least}


def _together(counts: Mapping[str, list[str]], keys: Sequence[str]) -> int:
    first, *others = (counts.get(name, ()) for name in keys)
    if not others:
        return len(first)
    return len(set(first).intersection(*others)) if first and all(others) else 0
