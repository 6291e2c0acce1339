"""A whole Faust service from its work alone: stream in, pure work, stream out, probes beside it."""

import asyncio
from collections.abc import Callable, Sequence

from schemas.envelope import encode
from services.runtime import probes
from services.runtime.cluster import wait_for_streams
from services.runtime.deadletters import DeadLetters
from services.runtime.health import Health
from services.runtime.publisher import Publisher, connected
from services.runtime.settings import Settings
from services.runtime.stage import Events, Incoming, Stage, Work
from services.runtime.streams import dead_letters
from services.runtime.worker import Worker, build_app

Delivered = Callable[[Sequence[Events]], None]


class StreamSink:
    """Publishes each result to one stream, in order; `delivered` hears of what was acknowledged."""

    def __init__(self, publisher: Publisher, stream: str, delivered: Delivered) -> None:
        self._publisher = publisher
        self._stream = stream
        self._delivered = delivered

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Return once the broker has acknowledged every result."""
        await self._publisher.send(self._stream, [encode(event) for events in results for event in events])
        self._delivered(results)


async def run_stage(
    service: str,
    settings: Settings,
    stop: asyncio.Event,
    source: str,
    target: str,
    work: Work,
    delivered: Delivered = lambda _: None,
) -> int:
    """Run `work` from stream `source` to stream `target` until `stop`; the exit code."""
    health = Health(service, "broker", "streams", "partitions")
    async with probes.serve(health, settings.http_host, settings.http_port):
        await wait_for_streams(settings.bootstrap, [source, target, dead_letters(service)], health, stop)
        if stop.is_set():
            return 0
        async with connected(settings.bootstrap, service) as publisher:
            stage = Stage(
                service,
                work,
                StreamSink(publisher, target, delivered),
                DeadLetters(publisher, service),
                health,
                settings.retry_s,
                settings.dead_letter_share,
            )
            return await Worker(build_app(service, settings), stage, source, settings, health).run(stop)
