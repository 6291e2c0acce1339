"""Whether what the gateway needs is there: at the start, and from then on."""

import asyncio

from aiokafka.errors import KafkaError
from sqlalchemy.exc import OperationalError

from services.gateway.database import Database
from services.gateway.migrate import migrate
from services.runtime import logs
from services.runtime.cluster import partitions, pause
from services.runtime.faults import Transient
from services.runtime.health import Health

log = logs.get(__name__)
PAUSE_S = 0.5
WATCH_S = 3.0


async def migrated(url: str, health: Health, stop: asyncio.Event) -> None:
    """Return once the database at `url` has this release's tables, or once `stop` is set."""
    while not stop.is_set():
        try:
            revision = await asyncio.to_thread(migrate, url)
        except OperationalError as error:
            health.down("database", str(error.orig).strip().split("\n", 1)[0])
            await pause(stop, PAUSE_S)
        else:
            log.info("migrated", revision=revision)
            health.up("database")
            return


async def database(watched: Database, health: Health, stop: asyncio.Event) -> None:
    """Keep the condition "database" true to life until `stop`."""
    while not stop.is_set():
        try:
            await watched.ping()
            health.up("database")
        except Transient as error:
            health.down("database", error.detail)
        await pause(stop, WATCH_S)


async def broker(bootstrap: str, health: Health, stop: asyncio.Event) -> None:
    """Keep the condition "broker" true to life until `stop`."""
    while not stop.is_set():
        try:
            await partitions(bootstrap, ())
            health.up("broker")
        except (KafkaError, OSError) as error:
            health.down("broker", repr(error))
        await pause(stop, WATCH_S)
