"""How the streams of the catalogue come to be on a cluster."""

import time

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from schemas.catalogue import Stream, streams
from schemas.deadletter import DeadLetter
from schemas.envelope import TYPE_OF
from services.runtime.connection import options
from services.runtime.faults import Transient

PAUSE_S = 0.5
DEAD_LETTER = TYPE_OF[DeadLetter]

LARGEST_RECORD = 8 * 1024 * 1024
"""Bytes of the largest record: the tags of a long article weigh several times its text."""
LARGEST_LETTER = 12 * 1024 * 1024
"""Bytes of the largest dead letter: it holds a record in base64, with its reason."""


def apply(bootstrap: str, partitions: int | None = None, replication: int = -1) -> list[str]:
    """Create the streams that the cluster lacks; return their names. What is there stays as it is.

    `partitions` overrides the catalogue's for the article streams; a `replication` of -1 is the cluster's default.
    """
    admin = KafkaAdminClient(
        bootstrap_servers=bootstrap.split(","), client_id="dateline-streams", **options()
    )
    try:
        present = set(admin.list_topics())
        if len(admin.describe_cluster()["brokers"]) == 1:
            replication = 1  # whatever its default is, a lone broker can keep no more
        missing = {name: stream for name, stream in streams().items() if name not in present}
        return [
            name for name, stream in missing.items() if _create(admin, name, stream, partitions, replication)
        ]
    finally:
        admin.close()


def wait_for_broker(bootstrap: str, seconds: float) -> None:
    """Return once a broker answers at `bootstrap`; `Transient` if none does within `seconds`."""
    until = time.monotonic() + seconds
    while True:
        try:
            KafkaAdminClient(
                bootstrap_servers=bootstrap.split(","), bootstrap_timeout_ms=2000, **options()
            ).close()
            return
        except KafkaError as error:
            if time.monotonic() > until:
                raise Transient("broker", f"{bootstrap} does not answer") from error
            time.sleep(PAUSE_S)


def configs(stream: Stream) -> dict[str, str]:
    """How `stream` is kept, as Kafka topic configs."""
    hours = stream.retention_hours
    return {
        "cleanup.policy": "compact" if stream.compacted else "delete",
        "retention.ms": str(hours * 3_600_000 if hours >= 0 else -1),
        "max.message.bytes": str(LARGEST_LETTER if DEAD_LETTER in stream.messages else LARGEST_RECORD),
    }


def _create(
    admin: KafkaAdminClient, name: str, stream: Stream, partitions: int | None, replication: int
) -> bool:
    count = partitions if partitions and stream.partitions > 1 else stream.partitions
    try:
        admin.create_topics([NewTopic(name, count, replication, topic_configs=configs(stream))])
    except TopicAlreadyExistsError:
        return False  # another replica was faster
    return True
