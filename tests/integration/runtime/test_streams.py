"""The streams of the catalogue come to be on a cluster once, as they are described."""

import asyncio

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from schemas.catalogue import streams as catalogue
from services.runtime import streams
from services.runtime.cluster import partitions, wait_for_streams
from services.runtime.health import Health
from tests.waiting import eventually_async


def test_streams_are_applied_once_and_as_described(bootstrap: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        if present := set(admin.list_topics()) & set(catalogue()):
            admin.delete_topics(sorted(present))
        assert set(streams.apply(bootstrap)) == set(catalogue())
        assert streams.apply(bootstrap) == []
        found = asyncio.run(partitions(bootstrap, catalogue()))
        assert found == {name: stream.partitions for name, stream in catalogue().items()}
        (described,) = admin.describe_configs(
            [ConfigResource(ConfigResourceType.TOPIC, "dateline.tagged.v1")]
        ).values()
        values = str(described)
        assert str(720 * 3_600_000) in values
        assert str(streams.LARGEST_RECORD) in values
    finally:
        admin.close()


def test_waiting_names_the_streams_that_are_missing(bootstrap: str) -> None:
    health, stop = Health("waiting", "broker", "streams"), asyncio.Event()

    async def missing() -> bool:
        return "missing" in str(health.report())

    async def look() -> None:
        task = asyncio.create_task(wait_for_streams(bootstrap, ["no.such.stream"], health, stop))
        await eventually_async(missing, 20, "the report")
        stop.set()
        assert await task == {}

    asyncio.run(look())
    assert "missing: no.such.stream" in str(health.report())
