"""One file of a log: whole record batches one after another, found through a sparse index in memory."""

import logging
import mmap
import os
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafka import errors

from services.broker.batch import HEADER_BYTES, UNREADABLE, Batch, Buffer, records, sound, walk

SPARSE = 16 << 10
_log = logging.getLogger(__name__)


class Segment:
    """Offsets `base` to `end` (exclusive) in `size` bytes; `oldest` and `newest` are times in ms."""

    def __init__(self, path: Path) -> None:
        self.path, self.base = path, int(path.stem)
        self.end, self.size, self.oldest, self.newest = self.base, 0, -1, -1
        self._ends, self._positions, self._times = array("q"), array("q"), array("q")
        self._unsynced = False
        self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)

    def recover(self) -> Iterator[Batch]:
        """Index and yield the batches of the file, and cut off what a crash left unfinished at its end."""
        with self._mapped() as data:
            for batch in walk(data):
                if not sound(data, batch):
                    break
                self._note(batch)
                yield batch
            torn = len(data) - self.size
        if torn:
            _log.warning("cut %d bytes of an unfinished write off %s", torn, self.path)
            os.ftruncate(self._file, self.size)

    @contextmanager
    def _mapped(self) -> Iterator[Buffer]:
        if os.fstat(self._file).st_size == 0:
            yield b""
        else:
            with mmap.mmap(self._file, 0, access=mmap.ACCESS_READ) as data:
                yield data

    def _note(self, batch: Batch) -> None:
        if not self._positions or self.size - self._positions[-1] >= SPARSE:
            self._ends.append(self.end)
            self._positions.append(self.size)
            self._times.append(self.newest)
        self.oldest = batch.newest if self.oldest < 0 else self.oldest
        self.newest = max(self.newest, batch.newest)
        self.size += batch.size
        self.end = batch.end

    def append(self, raw: bytes, batch: Batch) -> None:
        """Hand the batch to the operating system; KafkaStorageError, and no trace of it, where that fails."""
        try:
            if os.write(self._file, raw) < len(raw):
                raise OSError("the disk is full")
        except OSError as error:
            os.ftruncate(self._file, self.size)
            raise errors.KafkaStorageError(str(error)) from error
        self._note(batch)
        self._unsynced = True

    def position(self, offset: int) -> int:
        """The byte at which, or less than SPARSE bytes before which, the batch begins that has `offset`."""
        return self._positions[max(0, bisect_right(self._ends, offset) - 1)]

    def read(self, offset: int, limit: int) -> bytes:
        """Whole batches from the one that has `offset` on: at most `limit` bytes, but one batch at least."""
        start = self.position(offset)
        first = next(b for b in walk(os.pread(self._file, SPARSE + HEADER_BYTES, start)) if b.end > offset)
        start += first.at
        data = os.pread(self._file, max(limit, first.size), start)
        near = max(0, self._positions[bisect_right(self._positions, start + len(data)) - 1] - start)
        return data[: max((b.stop for b in walk(data, near) if b.stop <= len(data)), default=near)]

    def batches(self, since: int = -1) -> Iterator[tuple[bytes, Batch]]:
        """Each batch, with its bytes, that holds a record not older than `since`."""
        start = max(0, bisect_left(self._times, since) - 1)
        with self._mapped() as data:
            for batch in walk(data, self._positions[start] if self.size else 0):
                if batch.newest >= since:
                    yield bytes(data[batch.at : batch.stop]), batch

    def since(self, time: int) -> tuple[int, int]:
        """Offset and time of the first record not older than `time`, which must not be after `newest`."""
        raw, batch = next(self.batches(time))
        try:
            return next((r.offset, r.timestamp) for r in records(raw) if r.timestamp >= time)
        except UNREADABLE:
            return batch.base, batch.newest

    def sync(self) -> None:
        """Have it on the disk itself."""
        if self._unsynced:
            self._unsynced = False
            os.fsync(self._file)

    def close(self, *, delete: bool = False) -> None:
        """Let go of the file, or of its very existence."""
        os.close(self._file)
        if delete:
            self.path.unlink()
