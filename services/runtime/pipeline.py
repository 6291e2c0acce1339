"""A whole Faust service from its work and its sink: stream in, results out, probes beside it."""

import asyncio
from collections.abc import Callable, Sequence

import faust
import msgspec

from schemas.catalogue import dead_letters
from schemas.envelope import encode
from services.runtime import probes
from services.runtime.cluster import wait_for_streams
from services.runtime.deadletters import DeadLetters
from services.runtime.health import Health
from services.runtime.publisher import Publisher, connected
from services.runtime.settings import Settings
from services.runtime.stage import Events, Incoming, Sink, Stage, Work
from services.runtime.worker import Worker, build_app

Delivered = Callable[[Sequence[Events]], None]


class Wiring(msgspec.Struct, frozen=True, kw_only=True):
    """What a stage is assembled from: its app, its producer, and the partitions of its input stream."""

    app: faust.App
    publisher: Publisher
    partitions: int


Assemble = Callable[[Wiring], tuple[Work, Sink]]


class StreamSink:
    """Publishes each result to one stream, in order; `delivered` hears of what was acknowledged."""

    def __init__(self, publisher: Publisher, stream: str, delivered: Delivered = lambda _: None) -> None:
        self._publisher = publisher
        self._stream = stream
        self._delivered = delivered

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Return once the broker has acknowledged every result."""
        await self._publisher.send(self._stream, [encode(event) for events in results for event in events])
        self._delivered(results)


def pure(work: Work, target: str, delivered: Delivered = lambda _: None) -> Assemble:
    """The assembly of a stage without memory: `work`, then stream `target`."""
    return lambda wiring: (work, StreamSink(wiring.publisher, target, delivered))


async def run_stage(
    service: str,
    settings: Settings,
    stop: asyncio.Event,
    source: str,
    target: str,
    assemble: Assemble,
    others: Sequence[str] = (),
) -> int:
    """Run the stage that `assemble` makes, from stream `source` to stream `target`, until `stop`; the exit code.

    `others` are further streams that it needs.
    """
    health = Health(service, "broker", "streams", "partitions")
    async with probes.serve(health, settings.http_host, settings.http_port):
        needed = [source, target, dead_letters(service), *others]
        partitions = await wait_for_streams(settings.bootstrap, needed, health, stop)
        if stop.is_set():
            return 0
        async with connected(settings.bootstrap, service) as publisher:
            app = build_app(service, settings)
            work, sink = assemble(Wiring(app=app, publisher=publisher, partitions=partitions[source]))
            letters = DeadLetters(publisher, service)
            stage = Stage(service, work, sink, letters, health, settings.retry_s, settings.dead_letter_share)
            return await Worker(app, stage, source, settings, health).run(stop)
