"""The gateway, put together: migrations, store, submissions, indexer and HTTP server in one process."""

import asyncio

from aiokafka.errors import KafkaError
from sqlalchemy.exc import OperationalError

from schemas.catalogue import SUBMISSIONS, TAGGED, dead_letters
from services.gateway import app, server
from services.gateway.indexer import Indexer, StoreSink, pass_on
from services.gateway.migrate import migrate
from services.gateway.outlet import Outlet
from services.gateway.settings import GatewaySettings, check_exposure
from services.gateway.store import Store
from services.gateway.submit import Submissions
from services.gateway.together import together
from services.runtime import logs
from services.runtime.cluster import partitions, pause
from services.runtime.deadletters import DeadLetters
from services.runtime.faults import Transient
from services.runtime.health import Health
from services.runtime.stage import Stage

log = logs.get(__name__)
SERVICE = "gateway"
STREAMS = (SUBMISSIONS, TAGGED, dead_letters(SERVICE))
PAUSE_S = 0.5
WATCH_S = 3.0


async def run(settings: GatewaySettings, stop: asyncio.Event) -> int:
    """Serve until `stop`; the exit code. What the gateway needs may come later: until then it is not ready.

    `SettingsError` where it would be open to strangers, `OSError` where its port is taken, `Halted` where indexing
    stopped itself.
    """
    check_exposure(settings)
    health = Health(SERVICE, "database", "broker", "streams", "partitions")
    outlet = Outlet(settings.bootstrap, SERVICE)
    intake = Submissions(outlet, settings.gateway_submit_s, settings.in_flight)
    with server.listen(settings.http_host, settings.http_port) as listener:
        async with Store(settings.database_url.get_secret_value(), settings.gateway_pool) as store:
            web = app.build(store, intake, health, settings)
            try:
                await together(
                    stop,
                    settings.grace_s,
                    server.serve(web, listener, stop, settings.grace_s / 2),
                    _index(settings, store, outlet, health, stop),
                )
            finally:
                await outlet.close()
    return 0


async def _index(
    settings: GatewaySettings, store: Store, outlet: Outlet, health: Health, stop: asyncio.Event
) -> None:
    """Wait for the database and the broker, in any order; then index, and watch both."""
    url = settings.database_url.get_secret_value()
    await asyncio.gather(_migrated(url, health, stop), outlet.connect(STREAMS, health, stop))
    stage = Stage(
        SERVICE,
        pass_on,
        StoreSink(store),
        DeadLetters(outlet, SERVICE),
        health,
        settings.retry_s,
        settings.dead_letter_share,
    )
    await together(
        stop,
        settings.grace_s,
        Indexer(stage, settings, health).run(stop),
        _watch_database(store, health, stop),
        _watch_broker(settings.bootstrap, health, stop),
    )


async def _migrated(url: str, health: Health, stop: asyncio.Event) -> None:
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


async def _watch_database(store: Store, health: Health, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await store.ping()
            health.up("database")
        except Transient as error:
            health.down("database", error.detail)
        await pause(stop, WATCH_S)


async def _watch_broker(bootstrap: str, health: Health, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await partitions(bootstrap, ())
            health.up("broker")
        except (KafkaError, OSError) as error:
            health.down("broker", repr(error))
        await pause(stop, WATCH_S)
