"""kill -9 of the broker: what it acknowledged is there when it comes back."""

import itertools
import threading

from confluent_kafka import Consumer, KafkaError, Message, Producer
from kafka import OffsetAndMetadata, TopicPartition
from kafka.admin import ConfigResource, KafkaAdminClient

from tests.integration.conformance.conftest import NewStream
from tests.kafka.clients import patiently, produce, read_all
from tests.kafka.process import BrokerProcess


class Sender:
    """An idempotent producer in a thread that numbers its records and keeps what was acknowledged."""

    def __init__(self, bootstrap: str, stream: str) -> None:
        self.acknowledged: list[int] = []
        self._stream = stream
        self._producer = Producer(
            {"bootstrap.servers": bootstrap, "enable.idempotence": True, "reconnect.backoff.max.ms": 200}
        )
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def _send(self) -> None:
        for number in itertools.count():
            if self._enough.is_set():
                break
            self._producer.produce(self._stream, b"v" * 300, key=b"%d" % number, on_delivery=self._delivered)
            while self._producer.poll(0.001) or len(self._producer) > 200:
                pass
        self._producer.flush(30)

    def _delivered(self, error: KafkaError | None, record: Message) -> None:
        if error is None:
            self.acknowledged.append(int(record.key() or b""))

    def more(self, count: int = 300) -> None:
        """Wait until so many more are acknowledged."""
        had = len(self.acknowledged)
        patiently(lambda: len(self.acknowledged) >= had + count)

    def finish(self) -> None:
        self._enough.set()
        self._thread.join(40)


def test_acknowledged_records_survive_kills_of_the_broker_once_and_in_order(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream(2)
    sender = Sender(broker.bootstrap, stream)
    try:
        for _ in range(2):
            sender.more()
            broker.kill9()
            broker.restart()
        sender.more()
    finally:
        sender.finish()
    stored = [(record.partition, int(record.key)) for record in read_all(broker.bootstrap, stream)]
    numbers = [number for _, number in stored]
    assert set(sender.acknowledged) <= set(numbers)
    assert len(numbers) == len(set(numbers))
    assert stored == sorted(stored)


def test_streams_settings_and_commits_survive_a_kill_of_the_broker(
    broker: BrokerProcess, new_stream: NewStream, group: str
) -> None:
    stream = new_stream(3, cleanup_policy="compact")
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    admin.alter_group_offsets(group, {TopicPartition(stream, 2): OffsetAndMetadata(7, "note", -1)})
    admin.close()
    broker.kill9()
    broker.restart()
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    (commit,) = patiently(lambda: [*admin.list_group_offsets(group)[group].values()])
    assert (commit.offset, commit.metadata) == (7, "note")
    assert len(admin.describe_topics([stream])[0]["partitions"]) == 3
    settings = admin.describe_configs([ConfigResource("topic", stream)])["topic"][stream]
    assert settings["cleanup.policy"]["value"] == "compact"
    admin.close()


def test_a_group_goes_on_after_a_kill_of_the_broker(
    broker: BrokerProcess, new_stream: NewStream, group: str
) -> None:
    stream = new_stream(2)
    produce(broker.bootstrap, stream, [b"%d" % i for i in range(50)])
    consumer = Consumer(
        {
            "bootstrap.servers": broker.bootstrap,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "session.timeout.ms": 6000,
            "reconnect.backoff.max.ms": 200,
        }
    )
    consumer.subscribe([stream])
    seen: list[bytes | None] = []

    def has_seen(value: bytes) -> bool:
        seen.extend(r.value() for r in consumer.consume(10, timeout=0.2) if not r.error())
        return value in seen

    for value in (b"49", b"after"):
        patiently(lambda value=value: has_seen(value))
        if value == b"49":
            broker.kill9()
            broker.restart()
            produce(broker.bootstrap, stream, [b"after"])
    consumer.close()


def test_a_clean_stop_and_start_keeps_everything(broker: BrokerProcess, new_stream: NewStream) -> None:
    stream = new_stream()
    produce(broker.bootstrap, stream, [b"%d" % i for i in range(100)])
    broker.restart()
    assert len(read_all(broker.bootstrap, stream)) == 100
