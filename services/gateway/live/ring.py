"""The newest events of the stream, shared by every live client: each keeps only its place in them."""

import asyncio
from collections import deque
from collections.abc import Sequence

import msgspec

from schemas.filters.match import matches
from schemas.filters.subject import Subject
from schemas.filters.syntax import Filter
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway.live.delivery import Delivery
from services.gateway.live.position import Position, encode, further, padded


class Behind(Exception):
    """The client's next event is gone from the ring: it reads too slowly."""


class Entry(msgspec.Struct, frozen=True):
    """An event in the ring; `frame` is it whole, for a client that has had all before it."""

    delivery: Delivery
    frame: bytes
    subject: Subject | None
    answers: dict[Filter, bool]

    def wanted(self, by: Filter | None) -> bool:
        """Whether a client with this filter gets it: worked out once a filter, however many clients have it."""
        if by is None or self.subject is None:
            return True
        if (answer := self.answers.get(by)) is None:
            answer = self.answers[by] = matches(by, self.subject)
        return answer


class Ring:
    """Keeps events up to `most_bytes`. Entries have sequence numbers, from `first` to `following` - 1.

    `head` is the place behind the newest entry. A client waits on `arrived`, which is another object after each
    arrival. All of it belongs to one event loop.
    """

    def __init__(self, most_bytes: int, vocabulary: Vocabulary) -> None:
        self._most_bytes = most_bytes
        self._vocabulary = vocabulary
        self._entries: dict[int, Entry] = {}
        self._sizes: deque[int] = deque()
        self._bytes = 0
        self._base: Position = ()
        self.head: Position = ()
        self.first = self.following = 0
        self.live = self.closed = False
        self.arrived = asyncio.Event()

    def begin(self, position: Position) -> None:
        """The place at which the ring begins."""
        self._base = self.head = position

    def grow(self, partitions: int) -> None:
        """The stream has more partitions now."""
        self._base, self.head = padded(self._base, partitions), padded(self.head, partitions)

    def add(self, partition: int, offset: int, delivery: Delivery | None) -> None:
        """Take the record at `offset` of `partition`; without a `delivery` there is nothing in it to show."""
        self.head = _moved(self.head, partition, offset + 1)
        if delivery is None:
            return
        message = delivery.message
        subject = Subject(message, self._vocabulary) if isinstance(message, TaggedArticle) else None
        entry = Entry(delivery, delivery.frame(encode(self.head)), subject, {})
        self._entries[self.following] = entry
        self.following += 1
        self._sizes.append(len(entry.frame))
        self._bytes += len(entry.frame)
        while self._bytes > self._most_bytes and len(self._entries) > 1:
            self._drop()

    def wake(self) -> None:
        """Tell every client that something has arrived, or that the ring is closed."""
        self.arrived.set()
        self.arrived = asyncio.Event()

    def close(self) -> None:
        """No more will come: every client is to end."""
        self.closed = True
        self.wake()

    def place(self, position: Position) -> int | None:
        """The sequence number from which a client that stands at `position` goes on; None where it has to catch up.

        It may lie ahead of `head`, where another replica is further: what the client has had is then left out.
        """
        if position == self.head:
            return self.following
        return self.first if further(position, self._base) == position else None

    def before(self, count: int) -> Position:
        """A place from which on at least the newest `count` entries come, or all that are held."""
        place = self.head
        for number in range(max(self.first, self.following - count), self.following):
            one = self._entries[number].delivery
            place = _moved(place, one.partition, min(place[one.partition], one.offset))
        return place

    def since(self, sequence: int) -> Sequence[Entry]:
        """The entries from `sequence` on; `Behind` where the first of them is gone."""
        if sequence < self.first:
            raise Behind
        return [self._entries[number] for number in range(sequence, self.following)]

    def _drop(self) -> None:
        oldest = self._entries.pop(self.first).delivery
        self.first += 1
        self._bytes -= self._sizes.popleft()
        self._base = _moved(self._base, oldest.partition, oldest.offset + 1)


def _moved(position: Position, partition: int, offset: int) -> Position:
    return (*position[:partition], offset, *position[partition + 1 :])
