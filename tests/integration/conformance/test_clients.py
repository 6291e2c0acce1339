"""The two other clients: aiokafka, on which Faust stands, and confluent-kafka (librdkafka)."""

import asyncio
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from confluent_kafka import OFFSET_END, Consumer, KafkaError, Producer
from confluent_kafka import TopicPartition as Place

from tests.integration.conformance.conftest import NewStream
from tests.kafka.clients import patiently
from tests.kafka.process import BrokerProcess

HEADERS = [("ce_id", b"1"), ("none", None)]


def aio_consumer(broker: BrokerProcess, stream: str, group: str) -> AIOKafkaConsumer:
    return AIOKafkaConsumer(
        stream,
        bootstrap_servers=broker.bootstrap,
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        session_timeout_ms=6000,
        heartbeat_interval_ms=500,
    )


@pytest.mark.parametrize("compression", [None, "gzip"])
def test_aiokafka_produces_idempotently_and_consumes_in_a_group(
    broker: BrokerProcess, new_stream: NewStream, group: str, compression: str | None
) -> None:
    stream, values = new_stream(4), [b"%d" % i for i in range(300)]

    async def consume(count: int) -> list[bytes]:
        found: list[bytes] = []
        async with aio_consumer(broker, stream, group) as consumer:
            while len(found) < count:
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    found += [record.value for record in records]
            await consumer.commit()
        return found

    async def run() -> None:
        async with AIOKafkaProducer(
            bootstrap_servers=broker.bootstrap, enable_idempotence=True, compression_type=compression
        ) as producer:
            sent = [await producer.send(stream, value, key=value) for value in values]
            offsets = [(r.partition, r.offset) for r in await asyncio.gather(*sent)]
            assert len(set(offsets)) == 300
            assert sorted(await consume(300)) == sorted(values)
            await producer.send_and_wait(stream, b"more", headers=[("ce_id", b"1")])
            assert await consume(1) == [b"more"]
        admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
        await admin.start()
        committed = await admin.list_consumer_group_offsets(group)
        assert sum(found.offset for found in committed.values()) == 301
        assert (group, "consumer") in await admin.list_consumer_groups()
        await admin.close()

    asyncio.run(asyncio.wait_for(run(), 30))


def test_aiokafka_seeks_by_time_and_knows_the_ends(broker: BrokerProcess, new_stream: NewStream) -> None:
    stream = new_stream(retention_ms=-1)
    place = TopicPartition(stream, 0)

    async def run() -> None:
        async with AIOKafkaProducer(bootstrap_servers=broker.bootstrap) as producer:
            for i in range(10):
                await producer.send_and_wait(stream, b"v", timestamp_ms=1000 * (i + 1))
        async with AIOKafkaConsumer(bootstrap_servers=broker.bootstrap) as consumer:
            found = await consumer.offsets_for_times({place: 4500})
            assert (found[place].offset, found[place].timestamp) == (4, 5000)
            assert await consumer.beginning_offsets([place]) == {place: 0}
            assert await consumer.end_offsets([place]) == {place: 10}

    asyncio.run(asyncio.wait_for(run(), 30))


@pytest.fixture
def confluent(broker: BrokerProcess) -> Iterator[Consumer]:
    consumer = Consumer(
        {
            "bootstrap.servers": broker.bootstrap,
            "group.id": f"group-{uuid.uuid4().hex[:8]}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "session.timeout.ms": 6000,
            "heartbeat.interval.ms": 500,
        }
    )
    yield consumer
    consumer.close()


def confluent_produce(broker: BrokerProcess, stream: str, values: list[bytes], **settings: Any) -> None:
    failed: list[KafkaError] = []
    producer = Producer({"bootstrap.servers": broker.bootstrap, "linger.ms": 20, **settings})
    for value in values:
        producer.produce(
            stream, value, key=value[:20], headers=HEADERS, on_delivery=lambda e, _: e and failed.append(e)
        )
    assert producer.flush(20) == 0
    assert failed == []


def confluent_read(consumer: Consumer, count: int) -> list[Any]:
    found: list[Any] = []

    def read() -> bool:
        for record in consumer.consume(count - len(found), timeout=0.5):
            assert record.error() is None
            found.append(record)
        return len(found) >= count

    patiently(read)
    return found


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4", "zstd"])
@pytest.mark.parametrize("idempotent", [False, True])
def test_confluent_reads_back_what_it_produced_in_every_codec(
    broker: BrokerProcess, new_stream: NewStream, confluent: Consumer, codec: str, idempotent: bool
) -> None:
    stream, values = new_stream(2), [b"%d " % i * 100 for i in range(500)]
    settings = {"compression.type": codec, "enable.idempotence": idempotent}
    confluent_produce(broker, stream, values, **settings)
    confluent.subscribe([stream])
    found = confluent_read(confluent, 500)
    assert sorted(record.value() for record in found) == sorted(values)
    assert all(record.headers() == HEADERS for record in found)


def test_confluent_commits_and_goes_on_from_there(
    broker: BrokerProcess, new_stream: NewStream, confluent: Consumer
) -> None:
    stream = new_stream()
    confluent_produce(broker, stream, [b"a", b"b", b"c"])
    confluent.subscribe([stream])
    first = confluent_read(confluent, 3)[1]
    confluent.commit(message=first, asynchronous=False)
    assert [place.offset for place in confluent.committed([Place(stream, 0)], timeout=10)] == [2]
    assert confluent.get_watermark_offsets(Place(stream, 0), timeout=10) == (0, 3)


def test_confluent_looks_up_offsets_by_time(
    broker: BrokerProcess, new_stream: NewStream, confluent: Consumer
) -> None:
    stream = new_stream(retention_ms=-1)
    producer = Producer({"bootstrap.servers": broker.bootstrap})
    for i in range(5):
        producer.produce(stream, b"v", timestamp=1000 * (i + 1))
    producer.flush(20)

    def at(time_ms: int) -> int:
        return int(confluent.offsets_for_times([Place(stream, 0, time_ms)], timeout=10)[0].offset)

    assert [at(time_ms) for time_ms in (0, 2500, 5000, 9000)] == [0, 2, 4, OFFSET_END]


@pytest.mark.parametrize("codec", ["snappy", "lz4", "zstd"])
def test_a_compacted_stream_takes_batches_in_every_codec(
    broker: BrokerProcess, new_stream: NewStream, confluent: Consumer, codec: str
) -> None:
    stream = new_stream(cleanup_policy="compact", segment_ms=100, min_cleanable_dirty_ratio=0.01)
    for i in range(3):
        confluent_produce(
            broker, stream, [b"%d %d" % (key, i) * 100 for key in range(50)], **{"compression.type": codec}
        )
    confluent.subscribe([stream])
    keys = {record.value() for record in confluent_read(confluent, 150)}
    assert len(keys) == 150
