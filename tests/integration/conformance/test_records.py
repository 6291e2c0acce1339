"""What producers put in is what consumers and offset lookups get out."""

import time

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import InvalidRecordError, MessageSizeTooLargeError, OffsetOutOfRangeError
from kafka.protocol.consumer import FetchRequest
from kafka.protocol.producer import ProduceRequest
from kafka.record.memory_records import MemoryRecordsBuilder

from tests.integration.conformance.conftest import NewStream
from tests.kafka.clients import Wire, patiently, produce, read_all
from tests.kafka.process import BrokerProcess

HOUR_MS = 3_600_000


def batch(values: list[bytes], producer: int = -1, sequence: int = -1, key: bytes | None = b"k") -> bytes:
    """One record batch as a producer makes it."""
    epoch = 0 if producer >= 0 else -1
    builder = MemoryRecordsBuilder(
        2, 0, 1 << 20, producer_id=producer, producer_epoch=epoch, base_sequence=sequence
    )
    for value in values:
        builder.append(timestamp=int(time.time() * 1000), key=key, value=value, headers=[])
    builder.close()
    return bytes(builder.buffer())


def send(wire: Wire, stream: str, records: bytes, partition: int = 0) -> tuple[int, int]:
    """Error code and base offset of one bare produce request."""
    kind = ProduceRequest
    parts = [kind.TopicProduceData.PartitionProduceData(index=partition, records=records)]
    topic = kind.TopicProduceData(name=stream, partition_data=parts)
    answer = wire.ask(kind(acks=-1, timeout_ms=5000, topic_data=[topic]), 7)
    part = answer.responses[0].partition_responses[0]
    return part.error_code, part.base_offset


def fetch(
    wire: Wire, stream: str, offset: int, max_bytes: int = 1 << 20, wait_ms: int = 0
) -> tuple[int, int, bytes]:
    """Error code, high watermark and records of one bare fetch request."""
    kind = FetchRequest
    part = kind.FetchTopic.FetchPartition(
        partition=0, fetch_offset=offset, partition_max_bytes=max_bytes, current_leader_epoch=-1
    )
    topic = kind.FetchTopic(topic=stream, partitions=[part])
    request = kind(max_wait_ms=wait_ms, min_bytes=1, max_bytes=1 << 24, topics=[topic])
    answer = wire.ask(request, 11).responses[0].partitions[0]
    return answer.error_code, answer.high_watermark, bytes(answer.records or b"")


def test_offsets_are_given_in_order_and_read_back_in_order(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream()
    values = [b"%d" % i for i in range(1000)]
    acknowledged = produce(broker.bootstrap, stream, values, batch_size=500)
    assert [a.offset for a in acknowledged] == list(range(1000))
    assert [(r.offset, r.value) for r in read_all(broker.bootstrap, stream)] == list(enumerate(values))


def test_headers_null_keys_null_values_and_times_survive(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream(retention_ms=-1)
    headers = [
        ("ce_id", b"1"),
        ("twice", b"a"),
        ("twice", b""),
        ("ключ", "знач".encode()),
    ]
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap)
    producer.send(stream, key=None, value=b"", headers=headers, timestamp_ms=1_700_000_000_123)
    producer.send(stream, key=b"", value=None, timestamp_ms=5)
    producer.close()
    first, second = read_all(broker.bootstrap, stream)
    assert (first.key, first.value, first.headers) == (None, b"", headers)
    assert (first.timestamp, first.timestamp_type) == (1_700_000_000_123, 0)
    assert (second.key, second.value, second.headers, second.timestamp) == (b"", None, [], 5)


@pytest.mark.parametrize("acks", [0, 1, "all"])
def test_every_kind_of_acknowledgement_stores(
    broker: BrokerProcess, new_stream: NewStream, acks: object
) -> None:
    stream = new_stream()
    produce(broker.bootstrap, stream, [b"one", b"two"], acks=acks, enable_idempotence=False)
    assert patiently(lambda: [r.value for r in read_all(broker.bootstrap, stream)]) == [b"one", b"two"]


def test_gzip_batches_come_back_whole(broker: BrokerProcess, new_stream: NewStream) -> None:
    stream = new_stream()
    values = [b"%d " % i * 200 for i in range(300)]
    produce(broker.bootstrap, stream, values, compression_type="gzip", linger_ms=20)
    assert [r.value for r in read_all(broker.bootstrap, stream)] == values


def test_a_record_is_as_large_as_the_stream_allows_and_no_larger(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    small, large = new_stream(), new_stream(max_message_bytes=4_000_000)
    options = {"max_request_size": 8_000_000, "batch_size": 0}
    produce(broker.bootstrap, small, [b"x" * 1_000_000], **options)
    with pytest.raises(MessageSizeTooLargeError):
        produce(broker.bootstrap, small, [b"y" * 1_100_000], **options)
    produce(broker.bootstrap, large, [b"z" * 1_900_000, b"after"], **options)
    assert [len(r.value) for r in read_all(broker.bootstrap, large, max_partition_fetch_bytes=1000)] == [
        1_900_000,
        5,
    ]


def test_a_fetch_begins_with_the_batch_that_has_the_offset_and_keeps_to_its_limit(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream()
    with Wire(broker.bootstrap) as wire:
        for i in range(100):
            assert send(wire, stream, batch([b"v" * 500, b"%d" % i])) == (0, 2 * i)
        for offset in (0, 1, 77, 198, 199):
            code, end, data = fetch(wire, stream, offset, max_bytes=2000)
            assert (code, end) == (0, 200), offset
            assert int.from_bytes(data[:8], "big") == offset // 2 * 2
            assert len(data) <= 2000


def test_a_fetch_waits_for_a_record_no_longer_than_asked(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream()
    with Wire(broker.bootstrap) as wire, Wire(broker.bootstrap) as other:
        began = time.monotonic()
        assert fetch(wire, stream, 0, wait_ms=300) == (0, 0, b"")
        assert 0.25 < time.monotonic() - began < 5
        send(other, stream, batch([b"v"]))
        assert fetch(wire, stream, 0, wait_ms=20_000)[1] == 1


@pytest.mark.parametrize("offset", [4, 100, -1])
def test_a_fetch_out_of_range_says_so(broker: BrokerProcess, new_stream: NewStream, offset: int) -> None:
    stream = new_stream()
    with Wire(broker.bootstrap) as wire:
        send(wire, stream, batch([b"0", b"1", b"2"]))
        assert fetch(wire, stream, 3)[0] == 0
        assert fetch(wire, stream, offset)[0] == 1


def test_a_consumer_without_a_reset_policy_is_told_of_an_offset_out_of_range(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    place = TopicPartition(new_stream(), 0)
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap, auto_offset_reset="none")
    consumer.assign([place])
    consumer.seek(place, 10)
    with pytest.raises(OffsetOutOfRangeError):
        consumer.poll(timeout_ms=10_000)
    consumer.close()


def test_unknown_streams_and_partitions_are_told_as_such(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream()
    with Wire(broker.bootstrap) as wire:
        assert send(wire, "never-created", batch([b"v"]))[0] == 3
        assert send(wire, stream, batch([b"v"]), partition=1)[0] == 3
        assert fetch(wire, "never-created", 0)[0] == 3
        assert wire.alive()


def test_offsets_are_looked_up_by_time(broker: BrokerProcess, new_stream: NewStream) -> None:
    stream, start = new_stream(retention_ms=-1), 1_700_000_000_000
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, linger_ms=50)
    for hour in range(10):
        for _ in range(3):
            producer.send(stream, value=b"v", timestamp_ms=start + hour * HOUR_MS)
    producer.close()
    place = TopicPartition(stream, 0)
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap)

    def at(time_ms: int) -> tuple[int, int] | None:
        found = consumer.offsets_for_times({place: time_ms})[place]
        return found and (found.offset, found.timestamp)

    assert at(0) == (0, start)
    assert at(start + 4 * HOUR_MS) == (12, start + 4 * HOUR_MS)
    assert at(start + 4 * HOUR_MS + 1) == (15, start + 5 * HOUR_MS)
    assert at(start + 9 * HOUR_MS + 1) is None
    assert consumer.beginning_offsets([place])[place] == 0
    assert consumer.end_offsets([place])[place] == 30
    consumer.close()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(lambda raw: raw[:-1], 87, id="cut short"),
        pytest.param(lambda raw: raw[:70] + bytes([raw[70] ^ 1]) + raw[71:], 2, id="wrong checksum"),
        pytest.param(lambda raw: raw[:16] + b"\x01" + raw[17:], 87, id="old format"),
        pytest.param(lambda raw: raw + raw, 87, id="two batches"),
    ],
)
def test_a_damaged_batch_is_refused_and_not_stored(
    broker: BrokerProcess, new_stream: NewStream, spoil: object, code: int
) -> None:
    assert callable(spoil)
    stream = new_stream()
    with Wire(broker.bootstrap) as wire:
        assert send(wire, stream, spoil(batch([b"some value"])))[0] == code
    assert read_all(broker.bootstrap, stream) == []


def test_a_compacted_stream_refuses_a_record_without_a_key(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream(cleanup_policy="compact")
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap)
    with pytest.raises(InvalidRecordError):
        producer.send(stream, value=b"v").get(timeout=10)
    producer.close()


def test_a_batch_sent_again_by_an_idempotent_producer_is_stored_once(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream, producer = new_stream(), 4_000_000
    batches = [batch([b"a", b"b"], producer, 0), batch([b"c"], producer, 2), batch([b"d"], producer, 3)]
    with Wire(broker.bootstrap) as wire:
        assert [send(wire, stream, b) for b in batches] == [(0, 0), (0, 2), (0, 3)]
        assert [send(wire, stream, b) for b in batches] == [(0, 0), (0, 2), (0, 3)]
        assert send(wire, stream, batch([b"x"], producer, 9))[0] == 45
    assert [r.value for r in read_all(broker.bootstrap, stream)] == [b"a", b"b", b"c", b"d"]


def test_each_idempotent_producer_has_an_id_of_its_own(broker: BrokerProcess, new_stream: NewStream) -> None:
    stream = new_stream()
    for _ in range(3):
        produce(broker.bootstrap, stream, [b"v", b"w"], enable_idempotence=True, acks="all")
    assert [r.value for r in read_all(broker.bootstrap, stream)] == [b"v", b"w"] * 3


def test_old_records_are_dropped_and_reading_begins_after_them(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream(retention_ms=1000, segment_ms=500)
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap)
    for _ in range(3):
        producer.send(stream, value=b"old", timestamp_ms=int(time.time() * 1000) - HOUR_MS).get(timeout=10)
    place = TopicPartition(stream, 0)
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap)
    patiently(lambda: consumer.beginning_offsets([place])[place] == 3)
    producer.send(stream, value=b"new").get(timeout=10)
    producer.close()
    consumer.close()
    assert [(r.offset, r.value) for r in read_all(broker.bootstrap, stream)] == [(3, b"new")]


def test_compaction_keeps_the_latest_of_each_key_and_forgets_what_was_deleted(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream(
        cleanup_policy="compact", segment_ms=100, delete_retention_ms=1, min_cleanable_dirty_ratio=0.01
    )
    past = int(time.time() * 1000) - HOUR_MS
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, compression_type="gzip", linger_ms=5)
    for i in range(20):
        for key in (b"a", b"b", b"gone"):
            producer.send(stream, key=key, value=b"%s%d" % (key, i) * 50, timestamp_ms=past + i)
    producer.send(stream, key=b"gone", value=None, timestamp_ms=past + 20)
    producer.flush()

    def compacted() -> bool:
        producer.send(stream, key=b"tick", value=b"t").get(timeout=10)
        found = [(r.key, r.value) for r in read_all(broker.bootstrap, stream) if r.key != b"tick"]
        return found == [(b"a", b"a19" * 50), (b"b", b"b19" * 50)]

    patiently(compacted)
    producer.close()
