"""Streams and their settings, as kafka-python's admin client sees them."""

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import ConfigResource, KafkaAdminClient
from kafka.errors import (
    InvalidConfigurationError,
    InvalidPartitionsError,
    InvalidReplicationFactorError,
    InvalidTopicError,
    KafkaError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
)

from tests.integration.conformance.conftest import NewStream
from tests.kafka.clients import patiently, produce
from tests.kafka.process import BrokerProcess


def configs(admin: KafkaAdminClient, name: str, wanted: str = "modified") -> dict[str, str]:
    found = admin.describe_configs([ConfigResource("topic", name)], config_filter=wanted)["topic"][name]
    return {key: setting["value"] for key, setting in found.items() if key != "error"}


def test_the_cluster_is_one_broker_and_its_controller(admin: KafkaAdminClient, broker: BrokerProcess) -> None:
    cluster = admin.describe_cluster()
    (node,) = cluster["brokers"]
    assert cluster["controller_id"] == node["broker_id"] == 1
    assert f"{node['host']}:{node['port']}" == broker.bootstrap


def test_a_created_stream_is_listed_and_described_with_its_partitions(
    admin: KafkaAdminClient, new_stream: NewStream
) -> None:
    name = new_stream(3)
    (described,) = admin.describe_topics([name])
    assert name in admin.list_topics()
    assert described["error_code"] == 0
    assert not described["is_internal"]
    leaders = {p["partition_index"]: (p["leader_id"], p["isr_nodes"]) for p in described["partitions"]}
    assert leaders == {p: (1, [1]) for p in range(3)}


@pytest.mark.parametrize(
    ("name", "partitions", "replicas", "given", "error"),
    [
        ("no/slash", 1, 1, {}, InvalidTopicError),
        ("..", 1, 1, {}, InvalidTopicError),
        ("x" * 250, 1, 1, {}, InvalidTopicError),
        ("zero-partitions", 0, 1, {}, InvalidPartitionsError),
        ("two-replicas", 1, 2, {}, InvalidReplicationFactorError),
        ("unknown-setting", 1, 1, {"no.such.setting": "1"}, InvalidConfigurationError),
        ("wrong-number", 1, 1, {"retention.ms": "soon"}, InvalidConfigurationError),
        ("wrong-policy", 1, 1, {"cleanup.policy": "burn"}, InvalidConfigurationError),
    ],
)
def test_a_stream_that_cannot_be_is_refused(
    admin: KafkaAdminClient,
    name: str,
    partitions: int,
    replicas: int,
    given: dict[str, str],
    error: type[KafkaError],
) -> None:
    asked = {name: {"num_partitions": partitions, "replication_factor": replicas, "configs": given}}
    with pytest.raises(error):
        admin.create_topics(asked)
    assert name not in admin.list_topics()


def test_a_stream_is_not_created_twice(admin: KafkaAdminClient, new_stream: NewStream) -> None:
    with pytest.raises(TopicAlreadyExistsError):
        admin.create_topics({new_stream(): {"num_partitions": 1, "replication_factor": 1}})


def test_creating_can_be_tried_without_doing_it(admin: KafkaAdminClient) -> None:
    admin.create_topics({"only-tried": {"num_partitions": 1, "replication_factor": 1}}, validate_only=True)
    assert "only-tried" not in admin.list_topics()


def test_no_stream_comes_to_be_by_asking_for_it(admin: KafkaAdminClient, broker: BrokerProcess) -> None:
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap)
    assert not consumer.partitions_for_topic("never-created")
    consumer.close()
    assert "never-created" not in admin.list_topics()


def test_a_deleted_stream_is_gone_and_its_name_is_free_and_empty(
    admin: KafkaAdminClient, broker: BrokerProcess, new_stream: NewStream
) -> None:
    name = new_stream()
    produce(broker.bootstrap, name, [b"old"])
    admin.delete_topics([name])
    patiently(lambda: name not in admin.list_topics())
    with pytest.raises(UnknownTopicOrPartitionError):
        admin.delete_topics([name])
    admin.create_topics({name: {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True)
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap)
    assert consumer.end_offsets([TopicPartition(name, 0)]) == {TopicPartition(name, 0): 0}
    consumer.close()


def test_partitions_can_be_added_and_not_taken_away(admin: KafkaAdminClient, new_stream: NewStream) -> None:
    name = new_stream(2)
    admin.create_partitions({name: 4})
    patiently(lambda: len(admin.describe_topics([name])[0]["partitions"]) == 4)
    for count in (4, 1):
        with pytest.raises(InvalidPartitionsError):
            admin.create_partitions({name: count})
    with pytest.raises(UnknownTopicOrPartitionError):
        admin.create_partitions({"never-created": 2})


def test_settings_are_told_back_changed_and_given_their_default_back(
    admin: KafkaAdminClient, new_stream: NewStream
) -> None:
    name = new_stream(1, cleanup_policy="compact", retention_ms=1000)
    assert configs(admin, name) == {"cleanup.policy": "compact", "retention.ms": "1000"}
    change = {"retention.ms": "2000", "cleanup.policy": ("DELETE", None)}
    admin.alter_configs([ConfigResource("topic", name, change)])
    patiently(lambda: configs(admin, name) == {"retention.ms": "2000"})
    everything = configs(admin, name, "all")
    assert everything["cleanup.policy"] == "delete"
    assert everything["max.message.bytes"] == "1048588"


def test_a_change_without_sense_changes_nothing(admin: KafkaAdminClient, new_stream: NewStream) -> None:
    name = new_stream(1, retention_ms=1000)
    answer = admin.alter_configs([ConfigResource("topic", name, {"retention.ms": "soon"})])["topic"][name]
    assert "InvalidConfigurationError" in answer
    assert configs(admin, name) == {"retention.ms": "1000"}
