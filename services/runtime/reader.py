"""Reading a stream from outside a consumer group: for a person at a terminal, and for checks."""

import time
from collections.abc import Iterator

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from schemas.envelope import Event, Message, Record, decode
from services.runtime.connection import options
from services.runtime.faults import Transient


def read(bootstrap: str, stream: str, *, follow: bool, from_start: bool = True) -> Iterator[Record]:
    """The records of `stream`: those that are there, and with `follow` those that come, for ever.

    `Transient` where no broker answers; `ValueError` where there is no such stream.
    """
    try:
        consumer = KafkaConsumer(
            bootstrap_servers=bootstrap.split(","),
            enable_auto_commit=False,
            bootstrap_timeout_ms=5000,
            **options(),
        )
    except KafkaError as error:
        raise Transient("broker", f"{bootstrap} does not answer ({error})") from error
    try:
        yield from _records(consumer, stream, follow, from_start)
    finally:
        consumer.close()


def events(bootstrap: str, stream: str, *, follow: bool, from_start: bool = True) -> Iterator[Event[Message]]:
    """`read`, decoded; `EnvelopeError` at a record that is no event."""
    for record in read(bootstrap, stream, follow=follow, from_start=from_start):
        yield decode(record)


def _records(consumer: KafkaConsumer, stream: str, follow: bool, from_start: bool) -> Iterator[Record]:
    partitions = [TopicPartition(stream, number) for number in sorted(_partitions(consumer, stream))]
    consumer.assign(partitions)
    ends = consumer.end_offsets(partitions)
    if from_start:
        consumer.seek_to_beginning(*partitions)
    else:
        consumer.seek_to_end(*partitions)
    while follow or any(consumer.position(partition) < ends[partition] for partition in partitions):
        for records in consumer.poll(timeout_ms=200).values():
            for record in records:
                if follow or record.offset < ends[TopicPartition(record.topic, record.partition)]:
                    yield Record(key=record.key, value=record.value, headers=tuple(record.headers))


def _partitions(consumer: KafkaConsumer, stream: str) -> set[int]:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if found := consumer.partitions_for_topic(stream):
            return set(found)
        consumer.poll(timeout_ms=100)
    raise ValueError(f"there is no stream {stream}")
