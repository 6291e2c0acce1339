"""The articles that are remembered: those of the last days, and no more than a number of them."""

import heapq
from collections.abc import Iterator

import msgspec

from services.grouping.duplicates import Print
from services.grouping.pictures import Picture
from services.grouping.subjects import Subjects


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an article. `accepted` is Unix time in seconds."""

    version: int
    title: str
    language: str
    accepted: float
    print: Print
    picture: Picture
    subjects: Subjects


class Window:
    """Articles accepted no longer than `length_s` seconds before the newest one, and the newest `most` of them."""

    def __init__(self, length_s: float, most: int) -> None:
        self._length_s = length_s
        self._most = most
        self._known: dict[str, Known] = {}
        self._ages: list[tuple[float, str]] = []
        self.newest = 0.0
        self.floor = 0.0
        """What was accepted earlier is not remembered."""

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, article: str) -> bool:
        return article in self._known

    def __getitem__(self, article: str) -> Known:
        return self._known[article]

    def has(self, article: str, version: int) -> bool:
        """Whether that version is known, or a later one."""
        return article in self._known and self._known[article].version >= version

    def put(self, article: str, known: Known) -> None:
        """Remember an article version."""
        self._known[article] = known
        heapq.heappush(self._ages, (known.accepted, article))

    def pop(self, article: str) -> Known | None:
        """Forget an article, if it is known."""
        return self._known.pop(article, None)

    def advance(self, accepted: float) -> Iterator[str]:
        """Make room for an article of `accepted`: the articles that have to be forgotten, one after the other."""
        self.newest = max(self.newest, accepted)
        self.floor = max(self.floor, self.newest - self._length_s)
        while self._ages and (self._ages[0][0] < self.floor or len(self._known) >= self._most):
            age, article = heapq.heappop(self._ages)
            if article in self._known and self._known[article].accepted == age:
                yield article
                self.floor = max(self.floor, age)
