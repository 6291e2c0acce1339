"""`broker` is each of the two brokers in turn; streams and groups are new for every test."""

import gc
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient

from tests.kafka.process import BrokerProcess

HERE = Path(__file__).parent
NewStream = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """kafka-python leaves a socket to the garbage collector where a connection ends at a bad moment."""
    for item in items:
        if item.path.parent == HERE:
            sockets = "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
            item.add_marker(pytest.mark.filterwarnings(sockets))


@pytest.fixture(scope="session", params=["embedded", pytest.param("apache", marks=pytest.mark.kafka)])
def broker(request: pytest.FixtureRequest) -> Iterator[BrokerProcess]:
    running = request.getfixturevalue(
        {"embedded": "embedded_broker", "apache": "apache_kafka"}[request.param]
    )
    assert isinstance(running, BrokerProcess)
    yield running
    gc.collect()  # so that no later test finds those sockets


@pytest.fixture
def admin(broker: BrokerProcess) -> Iterator[KafkaAdminClient]:
    client = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    yield client
    client.close()


@pytest.fixture
def group() -> str:
    return f"group-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def new_stream(broker: BrokerProcess) -> NewStream:
    """Creates a stream with a name of its own: `new_stream(partitions=1, **configs)`, `_` for `.`."""

    def create(partitions: int = 1, **configs: object) -> str:
        name = f"stream-{uuid.uuid4().hex[:8]}"
        given = {key.replace("_", "."): str(value) for key, value in configs.items()}
        admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
        admin.create_topics(
            {name: {"num_partitions": partitions, "replication_factor": 1, "configs": given}},
            wait_for_metadata=True,
        )
        admin.close()
        # Kafka names a leader a moment before that one knows of it: who asks for an end tries again till then.
        with closing(KafkaConsumer(bootstrap_servers=broker.bootstrap)) as asking:
            asking.end_offsets([TopicPartition(name, number) for number in range(partitions)])
        return name

    return create
