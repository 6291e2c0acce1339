"""Ways into a running pipeline, and what has come out of it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

import psycopg
from kafka import KafkaConsumer, TopicPartition

from schemas.catalogue import SUBMISSIONS, TAGGED
from schemas.envelope import Record, encode
from schemas.submission import Submission
from services.ingest.outlet import envelope
from services.local.machine import Machine
from services.runtime import lineage, reader
from services.runtime.publisher import connected


def send(bootstrap: str, submissions: Iterable[Submission]) -> set[str]:
    """Put `submissions` on their stream; the ids of their articles."""
    return publish(bootstrap, SUBMISSIONS, [encode(envelope(one, lineage.now())) for one in submissions])


def publish(bootstrap: str, stream: str, records: list[Record]) -> set[str]:
    """Put `records` on `stream`; their keys."""

    async def all_of_them() -> None:
        async with connected(bootstrap, "test") as publisher:
            await publisher.send(stream, records)

    asyncio.run(all_of_them())
    return {(record.key or b"").decode() for record in records}


def tagged(machine: Machine) -> dict[str, list[Record]]:
    """The records of the tagged stream by article id, each article's in order."""
    found = defaultdict(list)
    for record in reader.read(machine.bootstrap, TAGGED, follow=False):
        found[(record.key or b"").decode()].append(record)
    return dict(found)


def stored(machine: Machine) -> tuple[int, int]:
    """How many articles, and how many events, the store holds."""
    with psycopg.connect(machine.database_url) as session:
        row = session.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM article_versions)"
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def ends(bootstrap: str, stream: str) -> int:
    """How many records `stream` has taken in all."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        partitions = [
            TopicPartition(stream, number) for number in consumer.partitions_for_topic(stream) or ()
        ]
        return sum(consumer.end_offsets(partitions).values())
    finally:
        consumer.close()
