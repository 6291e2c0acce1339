"""Record batches (format v2, https://kafka.apache.org/documentation/#recordbatch) as the broker sees them: bytes."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from aiokafka.errors import KafkaError
from aiokafka.record.default_records import DefaultRecordBatch, DefaultRecordBatchBuilder
from aiokafka.record.util import calc_crc32c

HEADER_BYTES = 61
UNREADABLE = (KafkaError, ValueError, OSError, EOFError, RuntimeError, zlib.error)
_HEADER = struct.Struct(">qiibIhiqqqhii")
_CRC, _CRC_FROM, _LAST_DELTA, _ANY_SIZE = 17, 21, 23, 1 << 30


class Buffer(Protocol):
    """bytes, bytearray or a file in memory."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: slice, /) -> bytes | bytearray: ...


class Record(Protocol):
    """What aiokafka decodes of one record; the timestamp in ms."""

    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]


class Batch(NamedTuple):
    """The header of a batch of `size` bytes that begins at byte `at` of a buffer; times in ms."""

    at: int
    size: int
    base: int
    crc: int
    attributes: int
    last_delta: int
    first_time: int
    newest: int
    producer: int
    epoch: int
    sequence: int
    number: int

    @property
    def end(self) -> int:
        return self.base + self.last_delta + 1

    @property
    def stop(self) -> int:
        return self.at + self.size


def walk(buffer: Buffer, at: int = 0) -> Iterator[Batch]:
    """The batches from byte `at` on whose header lies in the buffer; ends at what is no header."""
    while at + HEADER_BYTES <= len(buffer):
        base, length, _, magic, *rest = _HEADER.unpack(buffer[at : at + HEADER_BYTES])
        if magic != 2 or length + 12 < HEADER_BYTES:
            return
        yield Batch(at, length + 12, base, *rest)
        at += length + 12


def sound(buffer: Buffer, batch: Batch) -> bool:
    """Whether the buffer holds the whole batch and its checksum is right."""
    body = buffer[batch.at + _CRC_FROM : batch.stop]
    return len(body) == batch.size - _CRC_FROM and calc_crc32c(body) == batch.crc


def rebase(raw: bytes, base: int) -> bytes:
    """The batch with its offset in the log, which its checksum does not cover."""
    return struct.pack(">q", base) + raw[8:12] + bytes(4) + raw[16:]


def records(raw: bytes) -> list[Record]:
    """The records of one batch; one of UNREADABLE is raised where its codec is missing or it is damaged."""
    return list(DefaultRecordBatch(raw))


def build(pairs: Sequence[tuple[bytes, bytes | None]]) -> bytes:
    """A new batch of these keys and values, of now."""
    builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, batch_size=_ANY_SIZE)
    for i, (key, value) in enumerate(pairs):
        builder.append(i, None, key, value, [])
    return bytes(builder.build())


def rebuild(batch: Batch, kept: Sequence[Record]) -> bytes:
    """The batch with only these of its records: offsets, times, codec and producer stay as they were."""
    codec, producer = batch.attributes & 7, (batch.producer, batch.epoch, batch.sequence)
    builder = DefaultRecordBatchBuilder(2, codec, 0, *producer, batch_size=_ANY_SIZE)
    for r in kept:
        builder.append(r.offset - batch.base, r.timestamp, r.key, r.value, r.headers)
    out = bytearray(rebase(bytes(builder.build()), batch.base))
    struct.pack_into(">i", out, _LAST_DELTA, batch.last_delta)
    struct.pack_into(">I", out, _CRC, calc_crc32c(bytes(out[_CRC_FROM:])))
    return bytes(out)
