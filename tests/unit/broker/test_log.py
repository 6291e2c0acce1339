"""A partition's log: what is appended is found again, whatever a crash does to the end of the file."""

import os
import resource
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kafka import errors

from services.broker.batch import HEADER_BYTES, walk
from services.broker.log import BATCHES, PRODUCERS, Log
from services.broker.segment import SPARSE
from tests.unit.broker.batches import batch, config, held

SIZES = st.lists(st.integers(min_value=0, max_value=3000), min_size=1, max_size=30)


def filled(folder: Path, sizes: list[int], **given: object) -> tuple[Log, list[int]]:
    """A log with one batch of each size, and where in the file each ends."""
    log, ends, position = Log(folder, config(**given)), [], 0
    for number, size in enumerate(sizes):
        raw = batch((b"%d" % number, b"v" * size), (b"second", b""))
        assert log.append(raw) == 2 * number
        position += len(raw)
        ends.append(position)
    return log, ends


@settings(max_examples=60, deadline=None)
@given(sizes=SIZES, data=st.data())
def test_every_whole_batch_before_a_cut_survives_and_nothing_else(
    sizes: list[int], data: st.DataObject
) -> None:
    with TemporaryDirectory() as name:
        log, ends = filled(Path(name), sizes)
        log.close()
        path = log.segments[0].path
        cut = data.draw(st.integers(min_value=0, max_value=ends[-1]))
        os.truncate(path, cut)
        whole = sum(end <= cut for end in ends)

        again = Log(Path(name), config())
        assert again.end == 2 * whole
        assert [offset for offset, _, _ in held(again)] == list(range(2 * whole))
        assert path.stat().st_size == (ends[whole - 1] if whole else 0)
        assert again.append(batch((b"k", b"new"))) == 2 * whole
        assert held(again)[-1] == (2 * whole, b"k", b"new")
        again.close()


@settings(max_examples=60, deadline=None)
@given(sizes=SIZES, data=st.data())
def test_damage_in_the_last_batch_is_found_by_its_checksum(sizes: list[int], data: st.DataObject) -> None:
    with TemporaryDirectory() as name:
        log, ends = filled(Path(name), sizes)
        log.close()
        begins = ends[-2] if len(ends) > 1 else 0
        # The offset and the epoch, in front, are the broker's and not covered.
        spot = data.draw(st.integers(min_value=begins + 16, max_value=ends[-1] - 1))
        raw = bytearray(log.segments[0].path.read_bytes())
        raw[spot] ^= data.draw(st.integers(min_value=1, max_value=255))
        log.segments[0].path.write_bytes(raw)

        again = Log(Path(name), config())
        assert again.end == 2 * (len(sizes) - 1)
        again.close()


@settings(max_examples=60, deadline=None)
@given(sizes=SIZES, limit=st.integers(min_value=1, max_value=20_000), data=st.data())
def test_a_read_is_whole_batches_from_the_one_with_the_offset_within_the_limit(
    sizes: list[int], limit: int, data: st.DataObject
) -> None:
    with TemporaryDirectory() as name:
        log, ends = filled(Path(name), sizes, segment_bytes=40_000)
        offset = data.draw(st.integers(min_value=0, max_value=log.end - 1))
        found = log.read(offset, limit)
        read = list(walk(found))
        assert read[0].base <= offset < read[0].end
        assert read[-1].stop == len(found)
        assert len(found) <= limit or len(read) == 1
        assert log.read(log.end, limit) == b""
        assert log.ahead(log.end) == 0
        assert log.ahead(offset) >= ends[-1] - (ends[offset // 2 - 1] if offset > 1 else 0)
        log.close()


@pytest.mark.parametrize("offset", [-1, 3])
def test_a_read_out_of_range_is_an_error(tmp_path: Path, offset: int) -> None:
    log, _ = filled(tmp_path, [5])
    with pytest.raises(errors.OffsetOutOfRangeError):
        log.read(offset, 1000)


def test_many_tiny_batches_are_found_through_the_sparse_index(tmp_path: Path) -> None:
    log, _ = filled(tmp_path, [1] * 1000)
    assert log.segments[0].size > 4 * SPARSE
    for offset in (0, 1, 777, 1998, 1999):
        assert next(walk(log.read(offset, 1))).base == offset // 2 * 2
    assert len(list(walk(log.read(1000, 1 << 20)))) == 500


def test_full_segments_are_followed_by_new_ones_and_found_again(tmp_path: Path) -> None:
    log, _ = filled(tmp_path, [1000] * 20, segment_bytes=5000)
    before = held(log)
    assert len(log.segments) == 5
    log.close()
    again = Log(tmp_path, config())
    assert (again.start, again.end, held(again)) == (0, 40, before)


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", errors.InvalidRecordError),
        (b"x" * HEADER_BYTES, errors.InvalidRecordError),
        (batch((b"k", b"v"))[:-1], errors.InvalidRecordError),
        (batch((b"k", b"v")) * 2, errors.InvalidRecordError),
        (batch((b"k", b"v"))[:-1] + b"!", errors.CorruptRecordError),
        (batch((b"k", b"v" * 3000)), errors.MessageSizeTooLargeError),
        (batch((b"k", b"v"), (None, b"v")), errors.InvalidRecordError),
        (batch((None, b"v" * 100), codec=1), errors.InvalidRecordError),
    ],
)
def test_what_is_no_good_batch_is_refused_and_leaves_no_trace(
    tmp_path: Path, raw: bytes, error: type[Exception]
) -> None:
    log = Log(tmp_path, config(max_message_bytes=2000, cleanup_policy="compact,delete"))
    with pytest.raises(error):
        log.append(raw)
    assert (log.end, log.segments[0].path.stat().st_size) == (0, 0)


def test_a_full_disk_is_an_error_that_leaves_no_trace_and_passes(tmp_path: Path) -> None:
    log = Log(tmp_path, config())
    log.append(batch((b"k", b"v")))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.segments[0].size + 50, hard))
    try:
        with pytest.raises(errors.KafkaStorageError):
            log.append(batch((b"k", b"v" * 100)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert log.segments[0].path.stat().st_size == log.segments[0].size
    assert log.append(batch((b"k", b"v" * 100))) == 1
    assert [value for _, _, value in held(log)] == [b"v", b"v" * 100]


def test_the_first_record_not_older_than_a_time_is_found(tmp_path: Path) -> None:
    log = Log(tmp_path, config(segment_bytes=3000))
    for time in range(1000, 3000, 10):
        log.append(batch((b"k", b"v" * 50), time=time))
    assert log.since(0) == (0, 1000)
    assert log.since(1995) == (100, 2000)
    assert log.since(2990) == (199, 2990)
    assert log.since(2991) == (-1, -1)


def test_times_out_of_order_still_find_the_first_offset(tmp_path: Path) -> None:
    log = Log(tmp_path, config())
    for time in (500, 100, 900, 200, 1000):
        log.append(batch((b"k", b"v"), time=time))
    assert log.since(600) == (2, 900)
    assert log.since(950) == (4, 1000)


def test_segments_older_than_the_retention_are_dropped(tmp_path: Path) -> None:
    log = Log(tmp_path, config(retention_ms=1000, segment_bytes=300))
    for time in range(0, 3000, 500):
        log.append(batch((b"k", b"v" * 150), time=time))
    log.retain(now=3000)
    assert (log.start, log.end) == (4, 6)
    log.retain(now=10_000)
    assert (log.start, log.end, held(log)) == (6, 6, [])
    assert log.append(batch((b"k", b"v"))) == 6
    log.close()
    assert Log(tmp_path, config()).start == 6


def test_the_oldest_segments_go_where_there_are_too_many_bytes(tmp_path: Path) -> None:
    log = Log(tmp_path, config(retention_ms=-1, retention_bytes=1000, segment_bytes=300))
    for _ in range(10):
        log.append(batch((b"k", b"v" * 150)))
    log.retain(now=0)
    total = sum(segment.size for segment in log.segments)
    assert 1000 <= total < 1000 + log.segments[0].size
    assert log.end == 10


def test_a_compacted_stream_drops_nothing_for_its_age(tmp_path: Path) -> None:
    log = Log(tmp_path, config(retention_ms=1000, segment_bytes=300, cleanup_policy="compact"))
    for _ in range(5):
        log.append(batch((b"k", b"v" * 150)))
    log.retain(now=10**12)
    assert len(held(log)) == 5


def test_the_last_batches_of_an_idempotent_producer_are_known_when_they_come_again(tmp_path: Path) -> None:
    log = Log(tmp_path, config())
    sent = [batch((b"k", b"%d" % n), (b"l", b""), producer=(7, 0, 2 * n)) for n in range(BATCHES + 1)]
    assert [log.append(raw) for raw in sent] == [0, 2, 4, 6, 8, 10]
    log.close()
    for known in (log, Log(tmp_path, config())):
        assert [known.append(raw) for raw in sent[1:]] == [2, 4, 6, 8, 10]
        with pytest.raises(errors.OutOfOrderSequenceNumberError):
            known.append(batch((b"k", b"gap"), producer=(7, 0, 100)))
        with pytest.raises(errors.OutOfOrderSequenceNumberError):
            known.append(sent[0])
    assert log.end == 12


def test_sequences_go_round_and_a_new_epoch_begins_anew(tmp_path: Path) -> None:
    log = Log(tmp_path, config())
    last = 2**31 - 1
    assert log.append(batch((b"k", b"v"), producer=(7, 0, last))) == 0
    assert log.append(batch((b"k", b"v"), producer=(7, 0, 0))) == 1
    assert log.append(batch((b"k", b"v"), producer=(7, 1, 0))) == 2


def test_no_more_than_so_many_producers_are_remembered(tmp_path: Path) -> None:
    log = Log(tmp_path, config())
    for producer in range(PRODUCERS + 10):
        log.append(batch((b"k", b"v"), producer=(producer, 0, 0)))
    assert log.append(batch((b"k", b"v"), producer=(PRODUCERS, 0, 0))) == PRODUCERS
    assert log.append(batch((b"k", b"v"), producer=(0, 0, 0))) == PRODUCERS + 10
