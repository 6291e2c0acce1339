"""kill -9 of the broker: what it acknowledged is there when it comes back."""

import itertools
import threading
import uuid
from dataclasses import dataclass

import pytest
from confluent_kafka import KafkaError, Message, Producer
from kafka import OffsetAndMetadata, TopicPartition
from kafka.admin import ConfigResource, KafkaAdminClient

from tests.kafka.clients import GroupMember, patiently, produce, read_all
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


@dataclass
class Survived:
    """What was done before a broker was killed twice and stopped once, and while it was."""

    stream: str
    group: str
    acknowledged: list[int]
    seen: list[bytes]


@pytest.fixture(scope="module")
def survived(broker: BrokerProcess) -> Survived:
    name = f"survivor-{uuid.uuid4().hex[:8]}"
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    asked = {"num_partitions": 2, "replication_factor": 1, "configs": {"retention.ms": "86400000"}}
    admin.create_topics({name: asked}, wait_for_metadata=True)
    admin.alter_group_offsets(f"{name}-past", {TopicPartition(name, 1): OffsetAndMetadata(7, "note", -1)})
    admin.close()
    with GroupMember(broker.bootstrap, name, f"{name}-live") as member:
        sender = Sender(broker.bootstrap, name)
        try:
            for _ in range(2):
                sender.more()
                broker.kill9()
                broker.restart()
            sender.more()
        finally:
            sender.finish()
        broker.restart()
        produce(broker.bootstrap, name, [b"after"])
        patiently(lambda: b"after" in member.values)
    return Survived(name, f"{name}-past", sender.acknowledged, member.values)


def test_every_acknowledged_record_is_there_once_and_in_order(
    broker: BrokerProcess, survived: Survived
) -> None:
    records = [r for r in read_all(broker.bootstrap, survived.stream) if r.value != b"after"]
    stored = [(record.partition, int(record.key)) for record in records]
    numbers = [number for _, number in stored]
    assert set(survived.acknowledged) <= set(numbers)
    assert len(numbers) == len(set(numbers))
    assert stored == sorted(stored)


def test_a_group_that_lived_through_it_has_seen_every_record(
    broker: BrokerProcess, survived: Survived
) -> None:
    stored = [record.value for record in read_all(broker.bootstrap, survived.stream)]
    assert len(survived.seen) >= len(stored)
    assert survived.seen.count(b"after") >= 1


def test_streams_settings_and_commits_are_there(admin: KafkaAdminClient, survived: Survived) -> None:
    assert len(admin.describe_topics([survived.stream])[0]["partitions"]) == 2
    settings = admin.describe_configs([ConfigResource("topic", survived.stream)])["topic"][survived.stream]
    assert settings["retention.ms"]["value"] == "86400000"
    (commit,) = patiently(lambda: [*admin.list_group_offsets(survived.group)[survived.group].values()])
    assert (commit.offset, commit.metadata) == (7, "note")
