"""Records to streams: one idempotent producer a process, each send awaited until the broker has acknowledged it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from schemas.envelope import Record
from services.runtime import metrics
from services.runtime.connection import options
from services.runtime.faults import Poison, Transient
from services.runtime.streams import LARGEST_LETTER

TIMEOUT_S = 30.0


class Publisher:
    """Sends records with acks=all. `service` labels the metrics."""

    def __init__(self, bootstrap: str, service: str, timeout_s: float = TIMEOUT_S) -> None:
        self._service = service
        self._producer = AIOKafkaProducer(
            bootstrap_servers=bootstrap,
            client_id=f"dateline-{service}",
            enable_idempotence=True,
            linger_ms=2,
            max_request_size=LARGEST_LETTER,
            request_timeout_ms=int(timeout_s * 1000),
            **options(),
        )

    async def start(self) -> None:
        """Connect; `Transient` where the broker can't be reached."""
        try:
            await self._producer.start()
        except KafkaError as error:
            await self._producer.stop()  # else it complains when it is collected
            raise Transient("broker", repr(error)) from error

    async def stop(self) -> None:
        """Send what is buffered and disconnect."""
        await self._producer.stop()

    async def send(self, stream: str, records: Sequence[Record]) -> None:
        """Write `records` to `stream` in their order; return once all of them are acknowledged.

        `Poison` where one is too large for the broker, `Transient` for any other fault of the broker or the network.
        """
        try:
            acks = [await self._send(stream, record) for record in records]
            await asyncio.gather(*acks)
        except (MessageSizeTooLargeError, RecordListTooLargeError) as error:
            raise Poison("too_large", f"the record is larger than {stream} takes") from error
        except (KafkaError, ConnectionError, TimeoutError) as error:
            raise Transient("broker", repr(error)) from error
        metrics.PRODUCED.labels(self._service, stream).inc(len(records))

    async def _send(self, stream: str, record: Record) -> "asyncio.Future[object]":
        return await self._producer.send(  # type: ignore[no-any-return]  # the client is untyped
            stream, key=record.key, value=record.value, headers=list(record.headers)
        )


@asynccontextmanager
async def connected(bootstrap: str, service: str) -> AsyncIterator[Publisher]:
    """A publisher that is started before the block and stopped after it."""
    publisher = Publisher(bootstrap, service)
    await publisher.start()
    try:
        yield publisher
    finally:
        await publisher.stop()
