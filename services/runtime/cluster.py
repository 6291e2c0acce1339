"""Waiting for what a service needs on the broker: services start in any order."""

import asyncio
from collections.abc import Collection

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from services.runtime import logs
from services.runtime.connection import options
from services.runtime.health import Health

log = logs.get(__name__)
PAUSE_S = 0.5


async def partitions(bootstrap: str, streams: Collection[str]) -> dict[str, int]:
    """The number of partitions of each of `streams` that exists; `KafkaError` or `OSError` where no broker answers."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=5000, **options())
    try:
        await admin.start()
        present = sorted(set(streams) & set(await admin.list_topics()))
        described = await admin.describe_topics(present) if present else []
        return {topic["topic"]: len(topic["partitions"]) for topic in described}
    finally:
        await admin.close()


async def wait_for_streams(
    bootstrap: str, streams: Collection[str], health: Health, stop: asyncio.Event
) -> dict[str, int]:
    """Wait until the broker answers and holds `streams`; their partitions, or nothing once `stop` is set."""
    while not stop.is_set():
        try:
            found = await partitions(bootstrap, streams)
        except (KafkaError, OSError) as error:
            health.down("broker", repr(error))
        else:
            health.up("broker")
            if not (missing := sorted(set(streams) - set(found))):
                health.up("streams")
                return found
            health.down("streams", f"missing: {', '.join(missing)}; `dateline streams apply` creates them")
        await pause(stop, PAUSE_S)
    return {}


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Sleep for `seconds`, or until `stop` is set."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass
