"""Short ways to say with kafka-python what most tests need."""

import socket
import struct
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

from confluent_kafka import Consumer
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.protocol.metadata import ApiVersionsRequest

from tests.waiting import eventually

T = TypeVar("T")
# A test must not wait for production's patience.
QUICK = {
    "session_timeout_ms": 6000,
    "heartbeat_interval_ms": 500,
    "auto_offset_reset": "earliest",
    "metadata_max_age_ms": 1000,
}


def patiently(probe: Callable[[], T]) -> T:
    """`eventually`, with the patience that a busy machine needs."""
    return eventually(probe, 45)


def produce(bootstrap: str, stream: str, values: Iterable[bytes | None], **options: Any) -> list[Any]:
    """Send and return the acknowledgements, in order; a record's key is how its value begins."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, **options)
    try:
        sent = [producer.send(stream, value=value, key=value and value[:100]) for value in values]
        producer.flush()
        return [future.get(timeout=30) for future in sent]
    finally:
        producer.close()


def read_all(bootstrap: str, stream: str, **options: Any) -> list[Any]:
    """All records of a stream as they are now, by partition and offset."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, **options)
    try:
        places = [TopicPartition(stream, p) for p in sorted(consumer.partitions_for_topic(stream) or ())]
        consumer.assign(places)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(places)
        found: list[Any] = []

        def done() -> bool:
            for records in consumer.poll(timeout_ms=100).values():
                found.extend(records)
            return all(consumer.position(place) >= ends[place] for place in places)

        patiently(done)
        return sorted(found, key=lambda r: (r.partition, r.offset))
    finally:
        consumer.close()


class GroupMember:
    """A consumer in a group, librdkafka's, that polls in a thread of its own and keeps what it sees."""

    def __init__(self, bootstrap: str, stream: str, group: str) -> None:
        self.values: list[bytes] = []
        self.partitions: set[int] = set()
        self._leave = threading.Event()
        self._open(bootstrap, stream, group)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _open(self, bootstrap: str, stream: str, group: str) -> None:
        settings = {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "session.timeout.ms": 6000,
            "heartbeat.interval.ms": 500,
            "reconnect.backoff.max.ms": 200,
        }
        self._consumer: Any = Consumer(settings)
        self._consumer.subscribe([stream])

    def _run(self) -> None:
        while not self._leave.is_set():
            self._poll()
            self.partitions = self._assigned()
        self._consumer.close()

    def _assigned(self) -> set[int]:
        return {place.partition for place in self._consumer.assignment()}

    def _poll(self) -> None:
        self.values.extend(r.value() or b"" for r in self._consumer.consume(100, 0.05) if not r.error())

    def leave(self) -> None:
        """Commit and leave the group."""
        self._leave.set()
        self._thread.join(30)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.leave()


class KafkaPythonMember(GroupMember):
    """The same with kafka-python."""

    def _open(self, bootstrap: str, stream: str, group: str) -> None:
        self._consumer = KafkaConsumer(stream, bootstrap_servers=bootstrap, group_id=group, **QUICK)

    def _poll(self) -> None:
        # A poll that ends before a join has ended loses what the join brought, in kafka-python 3.0.
        for records in self._consumer.poll(timeout_ms=800).values():
            self.values.extend(record.value for record in records)


class Wire:
    """One bare connection: any request of kafka-python in any version, or any bytes."""

    def __init__(self, bootstrap: str) -> None:
        host, port = bootstrap.split(":")
        self._socket = socket.create_connection((host, int(port)), timeout=20)

    def ask(self, request: Any, version: int) -> Any:
        """Send a request and return its decoded answer."""
        self.post(request, version)
        kind = request.header.get_response_class()
        return kind.decode(self.receive(), version=version, header=True)

    def post(self, request: Any, version: int) -> None:
        """Send a request whose answer is left for `receive`."""
        request.API_VERSION = version
        request.with_header(7, "wire")
        self.send(bytes(request.encode(version=version, header=True, framed=True)))

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def receive(self) -> bytes:
        """The next frame without its length; ConnectionError where the broker hung up."""
        (size,) = struct.unpack(">i", self._exactly(4))
        return self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self._socket.recv(size - len(data))
            if not part:
                raise ConnectionError("the broker hung up")
            data += part
        return data

    def alive(self) -> bool:
        """Whether this connection still gets answers."""
        return not self.ask(ApiVersionsRequest(), 0).error_code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._socket.close()
