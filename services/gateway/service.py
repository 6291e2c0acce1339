"""The gateway, put together: everything that it serves, the indexer behind it, and the HTTP server in one process."""

import asyncio

from schemas.catalogue import SUBMISSIONS, TAGGED, dead_letters
from schemas.mediatopics import TABLE, Vocabulary
from services.gateway import app, server, watch
from services.gateway.access.keyring import Keyring
from services.gateway.access.keystore import KeyStore
from services.gateway.app import Parts
from services.gateway.database import Database
from services.gateway.facets import Facets
from services.gateway.indexer import GROUP, StoreSink, pass_on
from services.gateway.live.live import Live
from services.gateway.live.ring import Ring
from services.gateway.live.session import Pace
from services.gateway.live.tail import Tail
from services.gateway.outlet import Outlet
from services.gateway.reindex import reindex
from services.gateway.search import Search
from services.gateway.settings import GatewaySettings, check_exposure
from services.gateway.store import Store
from services.gateway.submit import Submissions
from services.gateway.together import together
from services.runtime.consumer import Consumer
from services.runtime.deadletters import DeadLetters
from services.runtime.health import Health
from services.runtime.stage import Stage

SERVICE = "gateway"
STREAMS = (SUBMISSIONS, TAGGED, dead_letters(SERVICE))


async def run(settings: GatewaySettings, stop: asyncio.Event) -> int:
    """Serve until `stop`; the exit code. What the gateway needs may come later: until then it is not ready.

    `SettingsError` where it would be open to strangers, `OSError` where its port is taken, `Halted` where indexing
    stopped itself.
    """
    check_exposure(settings)
    health = Health(SERVICE, "database", "broker", "streams", "partitions", "live")
    outlet = Outlet(settings.bootstrap, SERVICE)
    vocabulary = Vocabulary.load(settings.models / TABLE)
    ring = Ring(settings.gateway_stream_buffer, vocabulary)
    keyring = Keyring(app.own_key(settings))
    pace = Pace(heartbeat_s=settings.gateway_heartbeat_s)
    with server.listen(settings.http_host, settings.http_port, settings.gateway_stall_s) as listener:
        async with Database(settings.database_url.get_secret_value(), settings.gateway_pool) as database:
            parts = Parts(
                articles=Store(database),
                search=Search(database),
                facets=Facets(database),
                streams=Live(settings.bootstrap, ring, vocabulary, pace, settings.gateway_streams),
                intake=Submissions(outlet, settings.gateway_submit_s, settings.in_flight),
                health=health,
                vocabulary=vocabulary,
                keyring=keyring,
            )
            try:
                await together(
                    stop,
                    settings.grace_s,
                    server.serve(app.build(parts, settings), listener, stop, settings.grace_s / 2),
                    _behind(settings, database, outlet, vocabulary, ring, keyring, health, stop),
                )
            finally:
                await outlet.close()
    return 0


async def _behind(
    settings: GatewaySettings,
    database: Database,
    outlet: Outlet,
    vocabulary: Vocabulary,
    ring: Ring,
    keyring: Keyring,
    health: Health,
    stop: asyncio.Event,
) -> None:
    """Wait for the database and the broker, in any order; then index, and watch both."""
    url = settings.database_url.get_secret_value()
    await asyncio.gather(watch.migrated(url, health, stop), outlet.connect(STREAMS, health, stop))
    store = Store(database)
    stage = Stage(
        SERVICE,
        pass_on,
        StoreSink(store, vocabulary),
        DeadLetters(outlet, SERVICE),
        health,
        settings.retry_s,
        settings.dead_letter_share,
    )
    await together(
        stop,
        settings.grace_s,
        Consumer(GROUP, TAGGED, stage, settings, health).run(stop),
        Tail(settings.bootstrap, ring, health).run(stop),
        _reindexed(store, vocabulary, stop),
        keyring.follow(KeyStore(database), stop),
        watch.database(database, health, stop),
        watch.broker(settings.bootstrap, health, stop),
    )


async def _reindexed(store: Store, vocabulary: Vocabulary, stop: asyncio.Event) -> None:
    await reindex(store, vocabulary, stop)
    await stop.wait()
