"""Compaction of closed segments: of each key the latest record stays, and a deletion only for a while.

Two passes, as Kafka's log cleaner has: find the latest offset of each key, then copy what is still needed.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b

from services.broker.batch import UNREADABLE, Batch, Record, rebuild, records, walk
from services.broker.segment import Segment

KEYS = 500_000  # looked at in one round, at some 150 bytes each: what lies beyond waits for the next one


def compact(segments: Sequence[Segment], forget: int) -> list[Segment]:
    """A synced copy of each segment, without what is superseded and without deletions before `forget` (ms).

    May run in a thread, for closed segments do not change. A batch that cannot be read here is kept as it is.
    """
    latest: dict[bytes, int] = {}
    for segment in segments:
        for raw, _ in segment.batches():
            try:
                if len(latest) < KEYS:
                    latest |= {_digest(r.key): r.offset for r in records(raw) if r.key is not None}
            except UNREADABLE:
                forget = -1  # it may hold what a deletion deletes

    def needed(record: Record) -> bool:
        superseded = record.key is not None and latest.get(_digest(record.key), -1) > record.offset
        return not superseded and not (record.value is None and record.timestamp < forget)

    return [_copy(segment, needed) for segment in segments]


def _digest(key: bytes) -> bytes:
    return blake2b(key, digest_size=16).digest()


def _copy(segment: Segment, needed: Callable[[Record], bool]) -> Segment:
    path = segment.path.with_suffix(".compacted")
    path.unlink(missing_ok=True)
    copy = Segment(path)
    for raw, batch in segment.batches():
        kept = _kept(raw, batch, needed)
        if kept:
            copy.append(kept, next(walk(kept)))
    copy.sync()
    return copy


def _kept(raw: bytes, batch: Batch, needed: Callable[[Record], bool]) -> bytes:
    try:
        present = records(raw)
    except UNREADABLE:
        return raw
    kept = [record for record in present if needed(record)]
    if len(kept) == len(present):
        return raw
    return rebuild(batch, kept) if kept else b""
