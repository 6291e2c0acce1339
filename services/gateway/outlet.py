"""The way out to the streams: there once the broker is, so that the rest of the gateway need not wait for it."""

import asyncio
from collections.abc import Collection

from schemas.envelope import Record
from services.runtime.cluster import pause, wait_for_streams
from services.runtime.faults import Transient
from services.runtime.health import Health
from services.runtime.publisher import Publisher

PAUSE_S = 0.5


class Outlet:
    """A sender that may be used from the start; until the broker came, everything is `Transient`."""

    def __init__(self, bootstrap: str, service: str) -> None:
        self._bootstrap = bootstrap
        self._service = service
        self._publisher: Publisher | None = None

    async def connect(self, streams: Collection[str], health: Health, stop: asyncio.Event) -> None:
        """Return once the broker holds `streams` and takes records, or once `stop` is set."""
        await wait_for_streams(self._bootstrap, streams, health, stop)
        while not stop.is_set():
            publisher = Publisher(self._bootstrap, self._service)
            try:
                await publisher.start()
            except Transient as error:
                health.down("broker", error.detail)
                await publisher.stop()
                await pause(stop, PAUSE_S)
            else:
                health.up("broker")
                self._publisher = publisher
                return

    async def send(self, stream: str, records: list[Record]) -> None:
        """Write `records` and return once they are acknowledged."""
        if self._publisher is None:
            raise Transient("broker", "not connected yet")
        await self._publisher.send(stream, records)

    async def close(self) -> None:
        """Send what is buffered and disconnect."""
        if self._publisher is not None:
            await self._publisher.stop()
