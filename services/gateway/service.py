"""The gateway, put together: everything that it serves, the indexer behind it, and the HTTP server in one process."""

import asyncio

from schemas.catalogue import GROUPS, SOURCES, SUBMISSIONS, TAGGED, dead_letters
from schemas.mediatopics import TABLE, Vocabulary
from services.gateway import app, server, watch
from services.gateway.access.keyring import Keyring
from services.gateway.access.keystore import KeyStore
from services.gateway.database import READ_S, Database
from services.gateway.groups.sink import GROUPS_GROUP, SOURCES_GROUP, GroupSink
from services.gateway.groups.store import GroupStore
from services.gateway.indexer import GROUP, StoreSink, pass_on
from services.gateway.live.live import Live
from services.gateway.live.ring import Ring
from services.gateway.live.session import Pace
from services.gateway.live.tail import Tail
from services.gateway.outlet import Outlet
from services.gateway.parts import stored
from services.gateway.pulse import Pulse
from services.gateway.reindex import reindex
from services.gateway.settings import GatewaySettings, check_exposure
from services.gateway.store import Store
from services.gateway.submit import Submissions
from services.gateway.together import together
from services.gateway.webhooks.deliveries import Deliveries
from services.gateway.webhooks.dispatcher import MOST_IN_HAND, Dispatcher
from services.gateway.webhooks.fanout import Listeners
from services.gateway.webhooks.sender import Sender
from services.runtime.consumer import Consumer
from services.runtime.deadletters import DeadLetters
from services.runtime.health import Health
from services.runtime.outgoing.addresses import allowed
from services.runtime.outgoing.client import Client
from services.runtime.outgoing.client import Pace as Limits
from services.runtime.program import version
from services.runtime.stage import Sink, Stage

SERVICE = "gateway"
WORKING = 6
"""Connections for what goes on without being asked: indexing, deliveries, keys."""

STREAMS = (SUBMISSIONS, TAGGED, GROUPS, SOURCES, dead_letters(SERVICE))


async def run(settings: GatewaySettings, stop: asyncio.Event) -> int:
    """Serve until `stop`; the exit code. What the gateway needs may come later: until then it is not ready.

    `SettingsError` where it would be open to strangers, `OSError` where its port is taken, `Halted` where indexing
    stopped itself.
    """
    check_exposure(settings)
    health = Health(SERVICE, "database", "broker", "streams", "partitions", "groups", "sources", "live")
    outlet = Outlet(settings.bootstrap, SERVICE)
    vocabulary = Vocabulary.load(settings.models / TABLE)
    ring = Ring(settings.gateway_stream_buffer, vocabulary)
    pace = Pace(heartbeat_s=settings.gateway_heartbeat_s)
    live = Live(settings.bootstrap, ring, vocabulary, pace, settings.gateway_streams)
    keyring = Keyring(app.own_key(settings))
    reach = allowed(settings.gateway_webhook_allow)
    client = Client(reach, Limits(total_s=settings.gateway_webhook_s), MOST_IN_HAND)
    with server.listen(settings.http_host, settings.http_port, settings.gateway_stall_s) as listener:
        url = settings.database_url.get_secret_value()
        # Of its own for those who ask, so that no question keeps the indexer or a delivery waiting.
        async with (
            Database(url, settings.gateway_pool, READ_S) as asked,
            Database(url, WORKING) as database,
        ):
            listeners = Listeners(database, vocabulary)
            dispatcher = Dispatcher(Deliveries(database, listeners), Sender(client, f"dateline/{version()}"))
            parts = stored(
                asked,
                tests=dispatcher,
                streams=live,
                pulse=Pulse(settings.bootstrap),
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
                    _behind(
                        settings,
                        database,
                        outlet,
                        vocabulary,
                        ring,
                        live,
                        keyring,
                        listeners,
                        dispatcher,
                        health,
                        stop,
                    ),
                )
            finally:
                await outlet.close()
                await client.aclose()
    return 0


async def _behind(
    settings: GatewaySettings,
    database: Database,
    outlet: Outlet,
    vocabulary: Vocabulary,
    ring: Ring,
    live: Live,
    keyring: Keyring,
    listeners: Listeners,
    dispatcher: Dispatcher,
    health: Health,
    stop: asyncio.Event,
) -> None:
    """Wait for the database and the broker, in any order; then index, and watch both."""
    url = settings.database_url.get_secret_value()
    await asyncio.gather(watch.migrated(url, health, stop), outlet.connect(STREAMS, health, stop))
    store = Store(database)

    def indexer(group: str, stream: str, sink: Sink, condition: str) -> Consumer:
        """Each of its own, so that one stream that is far behind holds up no other."""
        letters = DeadLetters(outlet, SERVICE)
        stage = Stage(SERVICE, pass_on, sink, letters, health, settings.retry_s, settings.dead_letter_share)
        return Consumer(group, stream, stage, settings, health, condition=condition)

    groups = GroupSink(GroupStore(database))
    await together(
        stop,
        settings.grace_s,
        indexer(GROUP, TAGGED, StoreSink(store, vocabulary, listeners), "partitions").run(stop),
        indexer(GROUPS_GROUP, GROUPS, groups, "groups").run(stop),
        indexer(SOURCES_GROUP, SOURCES, groups, "sources").run(stop),
        Tail(settings.bootstrap, ring, health).run(stop),
        live.run(),
        _reindexed(store, vocabulary, stop),
        dispatcher.run(stop),
        keyring.follow(KeyStore(database), stop),
        watch.database(database, health, stop),
        watch.broker(settings.bootstrap, health, stop),
    )


async def _reindexed(store: Store, vocabulary: Vocabulary, stop: asyncio.Event) -> None:
    await reindex(store, vocabulary, stop)
    await stop.wait()
