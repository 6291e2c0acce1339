"""The durable log of one partition: segments in a folder, the last of which grows."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kafka import errors

from services.broker.batch import UNREADABLE, Batch, rebase, records, sound, walk
from services.broker.segment import Segment

PRODUCERS, BATCHES = 1000, 5  # remembered, so that a batch that an idempotent producer sends again is known


@dataclass
class _Producer:
    due: int = 0  # its next sequence number
    stored: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=BATCHES))


class Log:
    """Record batches with offsets from `start` to `end` (exclusive); `config` is read at every use."""

    def __init__(self, folder: Path, config: Mapping[str, str]) -> None:
        self.folder, self.config = folder, config
        self.compacted = 0  # up to this offset, as far as this process knows
        self.waiting: set[asyncio.Event] = set()
        self.segments: list[Segment] = []
        self._producers: dict[tuple[int, int], _Producer] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.log")) or [folder / f"{0:020}.log"]:
            self.segments.append(Segment(path))
            for batch in self.segments[-1].recover():
                self._remember(batch)

    @property
    def start(self) -> int:
        return self.segments[0].base

    @property
    def end(self) -> int:
        return self.segments[-1].end

    def append(self, raw: bytes) -> int:
        """Store one batch, wake the readers, return its first offset; a batch sent again is not stored again."""
        batch = self._accepted(raw)
        if producer := self._producers.get((batch.producer, batch.epoch)):
            for sequence, base in producer.stored:
                if sequence == batch.sequence:
                    return base
            if batch.sequence != producer.due:
                raise errors.OutOfOrderSequenceNumberError
        if self.segments[-1].size + batch.size > int(self.config["segment.bytes"]):
            self.roll()
        batch = batch._replace(base=self.end)
        self.segments[-1].append(rebase(raw, batch.base), batch)
        self._remember(batch)
        for event in self.waiting:
            event.set()
        return batch.base

    def _accepted(self, raw: bytes) -> Batch:
        batch = next(walk(raw), None)
        if batch is None or batch.size != len(raw) or not 0 < batch.number == batch.last_delta + 1:
            raise errors.InvalidRecordError("one whole batch of format v2 is expected")
        if batch.size > int(self.config["max.message.bytes"]):
            raise errors.MessageSizeTooLargeError
        if not sound(raw, batch):
            raise errors.CorruptRecordError
        if "compact" in self.config["cleanup.policy"] and _keyless(raw):
            raise errors.InvalidRecordError("a record of a compacted stream needs a key")
        return batch

    def _remember(self, batch: Batch) -> None:
        if batch.producer < 0:
            return
        producer = self._producers.pop((batch.producer, batch.epoch), None) or _Producer()
        producer.stored.append((batch.sequence, batch.base))
        producer.due = (batch.sequence + batch.last_delta + 1) % (1 << 31)
        self._producers[batch.producer, batch.epoch] = producer
        if len(self._producers) > PRODUCERS:
            del self._producers[next(iter(self._producers))]

    def read(self, offset: int, limit: int) -> bytes:
        """Whole batches from the one that holds `offset` on, about `limit` bytes; nothing at the end."""
        if not self.start <= offset <= self.end:
            raise errors.OffsetOutOfRangeError
        segment = next((s for s in self.segments if s.size and s.end > offset), None)
        return segment.read(offset, limit) if segment else b""

    def ahead(self, offset: int) -> int:
        """About how many bytes there are from `offset` on."""
        return sum(s.size - s.position(offset) for s in self.segments if s.size and s.end > offset)

    def since(self, time: int) -> tuple[int, int]:
        """Offset and time (ms) of the first record that is not older than `time`; -1, -1 without one."""
        segment = next((s for s in self.segments if s.size and s.newest >= time), None)
        return segment.since(time) if segment else (-1, -1)

    def roll(self) -> None:
        """Begin a new segment, unless the last one is empty."""
        if self.segments[-1].size:
            self.segments.append(Segment(self.folder / f"{self.end:020}.log"))

    def sync(self) -> None:
        """Have it all on the disk itself."""
        for segment in list(self.segments):
            segment.sync()

    def close(self) -> None:
        """Have it all on the disk, and write no more."""
        self.sync()
        for segment in self.segments:
            segment.close()

    def swap(self, old: Segment, copy: Segment) -> None:
        """Put the compacted copy of a segment in its place, if it still has one."""
        if old not in self.segments:
            return copy.close(delete=True)
        copy.path = copy.path.replace(old.path)
        self.segments[self.segments.index(old)] = copy
        return old.close()

    def retain(self, now: int) -> None:
        """Drop whole segments that are older or more than the stream's settings allow; `now` in ms."""
        age, most = int(self.config["retention.ms"]), int(self.config["retention.bytes"])
        deletes = "delete" in self.config["cleanup.policy"]
        last = self.segments[-1]
        expired = deletes and 0 <= age < now - last.newest
        if expired or now - last.oldest > int(self.config["segment.ms"]):
            self.roll()
        total = sum(s.size for s in self.segments)
        while deletes and len(self.segments) > 1:
            first = self.segments[0]
            if not (0 <= age < now - first.newest or 0 <= most <= total - first.size):
                break
            total -= first.size
            self.segments.pop(0).close(delete=True)


def _keyless(raw: bytes) -> bool:
    try:
        return any(r.key is None for r in records(raw))
    except UNREADABLE:
        return False
