"""Faust: an agent, a table, and the table's changelog from which a new process recovers it."""

import json
import subprocess
import sys

from kafka.admin import ConfigResource, KafkaAdminClient

from tests.integration.conformance.conftest import NewStream
from tests.kafka.clients import produce, read_all
from tests.kafka.process import BrokerProcess


def run(broker: BrokerProcess, stream: str, words: list[str]) -> dict[str, int]:
    """Send the words, let the app count them up to the last, and return what its table held before."""
    produce(broker.bootstrap, stream, [word.encode() for word in words])
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.kafka.counting",
        broker.bootstrap,
        stream,
        words[-1],
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    table: dict[str, int] = json.loads(done.stdout)
    return table


def last_counts(broker: BrokerProcess, stream: str) -> dict[str, int]:
    """The newest count of each word that the app sent."""
    sent = [json.loads(record.value) for record in read_all(broker.bootstrap, f"{stream}-out")]
    return {each["word"]: each["count"] for each in sent}


def test_a_faust_table_is_recovered_from_its_changelog_by_the_next_process(
    broker: BrokerProcess, new_stream: NewStream, admin: KafkaAdminClient
) -> None:
    stream = new_stream()
    admin.create_topics(
        {f"{stream}-out": {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True
    )
    assert run(broker, stream, ["rain", "sun", "rain", "wind", "rain", ".first"]) == {}
    counted = last_counts(broker, stream)
    assert counted == {"rain": 3, "sun": 1, "wind": 1}
    assert run(broker, stream, ["rain", "sun", ".second"]) == counted
    # Faust delivers at least once: what it had not committed when it stopped counts again.
    assert all(last_counts(broker, stream)[word] > counted[word] for word in ("rain", "sun"))

    changelog = f"{stream}-app-counts-changelog"
    settings = admin.describe_configs([ConfigResource("topic", changelog)])["topic"][changelog]
    assert settings["cleanup.policy"]["value"] == "compact"
