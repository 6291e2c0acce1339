"""A Faust app around a stage: reads a stream in batches, acknowledges what the stage has finished, drains on SIGTERM.

Three habits of Faust 0.15 are met here and in fence.py, so that no other file has to know them:
- An exception that leaves an agent's body acknowledges the record in hand. So nothing leaves it: the stage catches.
- `take` acknowledges a batch even when the agent is cancelled amid it. So `noack_take`, and acknowledging by hand.
- A record from before a rebalance is skipped AND acknowledged, while its second copy may be in work; and after a table
  is restored, streams flow before their committed positions are sought. So the fence.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from typing import cast

import faust
from faust.auth import SASLCredentials, SSLCredentials
from faust.streams import Stream
from faust.types import EventT, StreamT
from faust.types.auth import CredentialsT

from schemas.envelope import Record
from services.runtime import logs, metrics
from services.runtime.connection import of
from services.runtime.faults import Halted
from services.runtime.fence import FencedTransport
from services.runtime.health import Health
from services.runtime.progress import Progress
from services.runtime.settings import Settings
from services.runtime.stage import Incoming, Stage
from services.runtime.streams import LARGEST_RECORD

log = logs.get(__name__)
STOP_S = 5.0
"""Seconds that Faust has to leave the group, once the batch in hand is finished or given up."""


def build_app(service: str, settings: Settings) -> faust.App:
    """The Faust app of `service`: raw bytes in and out, commits by the clock, no web server of its own."""
    folder = settings.data / service
    folder.mkdir(parents=True, exist_ok=True)  # Faust makes the last folder only, even for tables in memory
    app = faust.App(
        f"dateline.{service}",
        broker=[f"kafka://{address}" for address in settings.bootstrap.split(",")],
        broker_credentials=_credentials(settings),
        key_serializer="raw",
        value_serializer="raw",
        store="memory://",
        datadir=str(folder),
        web_enabled=False,
        broker_commit_interval=settings.commit_s,
        broker_commit_every=100,
        broker_session_timeout=settings.session_s,
        broker_heartbeat_interval=settings.session_s / 3,
        broker_rebalance_timeout=settings.session_s * 3,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=LARGEST_RECORD,
        producer_max_request_size=LARGEST_RECORD,
        producer_linger=0.002,  # seconds
        stream_buffer_maxsize=settings.in_flight,
        stream_wait_empty=False,  # what is held at a stop is read again; to wait for it would wait for ever
        topic_disable_leader=True,
    )
    app.transport = FencedTransport(app.conf.broker_consumer, app)
    return app


def _credentials(settings: Settings) -> CredentialsT | None:
    """What `connection.of` says, in Faust's terms; None in the clear."""
    options = of(settings)
    context = options.get("ssl_context")
    if "sasl_mechanism" in options:
        return SASLCredentials(
            username=options["sasl_plain_username"],
            password=options["sasl_plain_password"],
            ssl_context=context,
            mechanism=options["sasl_mechanism"],
        )
    return SSLCredentials(context) if context else None


class Worker:
    """Runs `stage` over `stream` until it is told to stop, or until the stage halts."""

    def __init__(self, app: faust.App, stage: Stage, stream: str, settings: Settings, health: Health) -> None:
        self._app = app
        self._stage = stage
        self._stream = stream
        self._settings = settings
        self._health = health
        self._stopping = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._halted = asyncio.Event()
        self._progress = Progress(health.service, stream)
        source = app.topic(stream, key_type=bytes, value_type=bytes)
        app.agent(source, name=f"{health.service}.agent", concurrency=1)(self._consume)
        app.on_partitions_assigned.connect(self._assigned)
        app.on_partitions_revoked.connect(self._revoked)

    async def run(self, stop: asyncio.Event) -> int:
        """Work until `stop` is set (exit code 0) or the stage halts (exit code 1)."""
        await self._app.start()
        lag = asyncio.create_task(self._watch_lag())
        try:
            await self._until(stop)
            await self._drain()
        finally:
            lag.cancel()
            await self._end()
        return 1 if self._halted.is_set() else 0

    async def _until(self, stop: asyncio.Event) -> None:
        waits = [asyncio.create_task(event.wait()) for event in (stop, self._halted)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _drain(self) -> None:
        self._stopping.set()
        self._health.down("partitions", "stopping")
        try:
            async with asyncio.timeout(self._settings.grace_s):
                await self._idle.wait()
                await self._app.consumer.commit()
        except TimeoutError:
            log.warning("grace is over", grace_s=self._settings.grace_s)

    async def _end(self) -> None:
        try:
            async with asyncio.timeout(STOP_S):
                await self._app.stop()
        except TimeoutError:
            # Nothing is lost by it: what was not acknowledged is read again.
            log.error("could not stop in time", stop_s=STOP_S)
            os._exit(1)

    async def _consume(self, stream: StreamT[bytes]) -> None:
        batches = cast(Stream[bytes], stream).noack_take(self._settings.batch, self._settings.batch_wait_s)
        async for values in batches:
            events = cast(Sequence[EventT[bytes]], values)  # what `noack_take` gives, whatever it says
            if self._stopping.is_set() or self._halted.is_set():
                await asyncio.Event().wait()  # hold the batch, unacknowledged, until the app is stopped
            self._idle.clear()
            try:
                await self._finish(events)
            except Halted:
                self._halted.set()
            except Exception:
                # A fault of ours, which the stage should have caught. To go on would be to stand still in good health.
                log.exception("halted")
                metrics.HALTED.labels(self._health.service, "crash").set(1)
                self._halted.set()
            finally:
                self._idle.set()

    async def _finish(self, events: Sequence[EventT[bytes]]) -> None:
        metrics.IN_FLIGHT.labels(self._health.service).set(len(events))
        await self._stage.process([_incoming(event) for event in events])
        for event in events:
            event.ack()
            message = event.message
            self._progress.acknowledged(message.partition, message.offset, message.timestamp)
        metrics.IN_FLIGHT.labels(self._health.service).set(0)

    async def _watch_lag(self) -> None:
        while True:
            self._progress.publish(self._app.consumer.highwater)
            await asyncio.sleep(1)

    async def _assigned(self, *_: object, **__: object) -> None:
        self._health.up("partitions")

    async def _revoked(self, *_: object, **__: object) -> None:
        self._progress.forget()
        self._health.down("partitions", "rebalancing")


def _incoming(event: EventT[bytes]) -> Incoming:
    message = event.message
    headers = message.headers or ()
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return Incoming(
        stream=message.topic,
        partition=message.partition,
        offset=message.offset,
        record=Record(key=message.key, value=message.value, headers=tuple(pairs)),
    )
