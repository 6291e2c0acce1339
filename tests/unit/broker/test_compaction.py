"""Compaction: the latest record of each key stays, with all that belongs to it."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from aiokafka.record.util import calc_crc32c
from hypothesis import given, settings
from hypothesis import strategies as st

from services.broker.batch import records, walk
from services.broker.compaction import compact
from services.broker.log import Log
from tests.unit.broker.batches import batch, config, held

KEYS = [b"a", b"b", b"c", b"d"]
WRITES = st.lists(
    st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from([b"x", b"y" * 200, None])), min_size=1, max_size=5
    ),
    min_size=1,
    max_size=30,
)


def compacted(log: Log, forget: int = -1) -> None:
    closed = log.segments[:-1]
    for old, copy in zip(closed, compact(closed, forget), strict=True):
        log.swap(old, copy)


def log_of(folder: Path, *raws: bytes) -> Log:
    """Each batch in a closed segment of its own."""
    log = Log(folder, config(cleanup_policy="compact"))
    for raw in raws:
        log.append(raw)
        log.roll()
    return log


@settings(max_examples=60, deadline=None)
@given(writes=WRITES, codec=st.sampled_from([0, 1]))
def test_who_replays_a_compacted_log_has_the_same_table(
    writes: list[list[tuple[bytes, bytes | None]]], codec: int
) -> None:
    with TemporaryDirectory() as name:
        log = Log(Path(name), config(cleanup_policy="compact", segment_bytes=600))
        for pairs in writes:
            log.append(batch(*pairs, codec=codec))
        log.roll()
        before, end = held(log), log.end
        compacted(log)
        after = held(log)
        assert {key: value for _, key, value in after} == {key: value for _, key, value in before}
        assert set(after) <= set(before)
        assert len(after) == len({key for _, key, _ in before})
        assert log.end == end

        log.close()
        again = Log(Path(name), config())
        assert (held(again), again.end) == (after, end)
        for offset in range(end):
            first = next(walk(again.read(offset, 1)), None)
            assert first is None or first.end > offset
        again.close()


def test_records_keep_their_offset_time_headers_codec_and_producer(tmp_path: Path) -> None:
    pairs = [(b"a", b"1" * 300), (b"b", b"2" * 300), (b"c", b"3" * 300)]
    log = log_of(tmp_path, batch(*pairs, time=5, codec=1, producer=(9, 2, 40)), batch((b"b", b"new")))
    compacted(log)
    raw, header = next(log.segments[0].batches())
    assert (header.attributes & 7, header.producer, header.epoch, header.sequence) == (1, 9, 2, 40)
    assert (header.base, header.end) == (0, 3)
    kept = [(r.offset, r.timestamp, r.key, r.value, r.headers) for r in records(raw)]
    assert kept == [(0, 5, b"a", b"1" * 300, [("h", b"0")]), (2, 5, b"c", b"3" * 300, [("h", b"2")])]


def test_a_deletion_stays_for_a_while_and_goes_then(tmp_path: Path) -> None:
    log = log_of(tmp_path, batch((b"a", b"1"), (b"b", b"1")), batch((b"a", None), time=2000))
    compacted(log, forget=2000)
    assert held(log) == [(1, b"b", b"1"), (2, b"a", None)]
    compacted(log, forget=2001)
    assert held(log) == [(1, b"b", b"1")]


@pytest.mark.parametrize("codec", [2, 3, 4])
def test_a_batch_that_cannot_be_read_here_is_kept_to_the_byte_and_no_deletion_goes(
    tmp_path: Path, codec: int
) -> None:
    strange = bytearray(batch((b"a", b"1")))
    strange[22] |= codec
    strange[61:] = random.Random(codec).randbytes(len(strange) - 61)
    strange[17:21] = calc_crc32c(bytes(strange[21:])).to_bytes(4, "big")
    log = log_of(tmp_path, bytes(strange), batch((b"a", None)), batch((b"b", b"1")), batch((b"b", b"2")))
    compacted(log, forget=10**15)
    stored = [raw for segment in log.segments for raw, _ in segment.batches()]
    assert stored[0][61:] == bytes(strange[61:])
    assert [r.key for raw in stored[1:] for r in records(raw)] == [b"a", b"b"]


def test_reading_goes_on_over_what_was_compacted_away(tmp_path: Path) -> None:
    log = log_of(tmp_path, *(batch((b"k", b"%d" % n)) for n in range(10)))
    compacted(log)
    for offset in range(10):
        assert next(walk(log.read(offset, 100))).base == 9
    assert log.read(10, 100) == b""


def test_a_segment_that_went_away_meanwhile_stays_away(tmp_path: Path) -> None:
    log = log_of(tmp_path, batch((b"a", b"1")), batch((b"b", b"1")))
    gone = log.segments.pop(0)
    copies = compact([gone], -1)
    log.swap(gone, copies[0])
    assert [key for _, key, _ in held(log)] == [b"b"]
    assert not list(tmp_path.glob("*.compacted"))
