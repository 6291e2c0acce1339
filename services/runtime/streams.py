"""The streams of `schemas/streams.yaml`: what they are, and how they come to be on a cluster."""

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Literal

import msgspec
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import TopicAlreadyExistsError

SUBMISSIONS = "dateline.submissions.v1"
ARTICLES = "dateline.articles.v1"
ENTITIES = "dateline.entities.v1"
TAGGED = "dateline.tagged.v1"
LARGEST_RECORD = 8 * 1024 * 1024
"""Bytes of the largest record: the tags of a long article weigh several times its text."""


def dead_letters(service: str) -> str:
    """The dead letter stream of `service`."""
    return f"dateline.{service}.dlq.v1"


class Stream(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `streams.yaml`."""

    summary: str
    key: str
    messages: tuple[str, ...]
    producers: tuple[str, ...]
    consumers: tuple[str, ...]
    partitions: int
    retention_hours: int
    compatibility: Literal["BACKWARD_TRANSITIVE"]

    def configs(self) -> dict[str, str]:
        """The stream's settings as Kafka topic configs."""
        hours = self.retention_hours
        return {
            "cleanup.policy": "delete",
            "retention.ms": str(hours * 3_600_000 if hours >= 0 else -1),
            "max.message.bytes": str(LARGEST_RECORD),
        }


@functools.cache
def catalogue() -> Mapping[str, Stream]:
    """Every stream of `streams.yaml` by its name."""
    raw = resources.files("schemas").joinpath("streams.yaml").read_bytes()
    return msgspec.yaml.decode(raw, type=dict[str, Stream])


def apply(bootstrap: str, partitions: int | None = None, replication: int = -1) -> list[str]:
    """Create the streams that the cluster lacks; return their names. What is there stays as it is.

    `partitions` overrides the catalogue's for the article streams; a `replication` of -1 is the cluster's default.
    """
    admin = KafkaAdminClient(bootstrap_servers=bootstrap.split(","), client_id="dateline-streams")
    try:
        present = set(admin.list_topics())
        missing = {name: stream for name, stream in catalogue().items() if name not in present}
        return [
            name for name, stream in missing.items() if _create(admin, name, stream, partitions, replication)
        ]
    finally:
        admin.close()


def _create(
    admin: KafkaAdminClient, name: str, stream: Stream, partitions: int | None, replication: int
) -> bool:
    count = partitions if partitions and stream.partitions > 1 else stream.partitions
    try:
        admin.create_topics([NewTopic(name, count, replication, topic_configs=stream.configs())])
    except TopicAlreadyExistsError:
        return False  # another replica was faster
    return True
