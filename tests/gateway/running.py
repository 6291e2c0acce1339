"""A whole gateway on a real broker and a real database, in this process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer

from schemas.envelope import Event, Message, Record, encode
from services.gateway import service
from services.gateway.settings import GatewaySettings
from services.runtime.publisher import connected
from tests.kafka.process import free_port
from tests.waiting import eventually_async


class Gateway:
    """A client of a running gateway."""

    def __init__(self, client: httpx.AsyncClient, task: "asyncio.Task[int]") -> None:
        self.client = client
        self.task = task

    async def ready(self, deadline_s: float = 20) -> None:
        """Wait until `/readyz` says so."""
        await self.answers("/readyz", 200, deadline_s)

    async def answers(self, path: str, status: int, deadline_s: float = 20) -> httpx.Response:
        """Wait until `path` answers with `status`, and return that answer."""

        async def probe() -> httpx.Response | None:
            answer = await self.client.get(path)
            return answer if answer.status_code == status else None

        return await eventually_async(probe, deadline_s, f"{path} answering {status}")  # type: ignore[return-value]

    async def push(self, **fields: object) -> httpx.Response:
        return await self.client.post("/v1/articles", json={"source": "wire", "text": "Rates rise."} | fields)


@asynccontextmanager
async def gateway(bootstrap: str, database_url: str, **settings: Any) -> AsyncIterator[Gateway]:
    """A gateway that is stopped after the block, as SIGTERM would, and then must have ended well."""
    port, stop = free_port(), asyncio.Event()
    usual = {"session_s": 6, "gateway_open": "read,push,subscribe", "gateway_rate": 0}
    configured = GatewaySettings(
        bootstrap=bootstrap, database_url=database_url, http_port=port, **(usual | settings)
    )
    task = asyncio.create_task(service.run(configured, stop))
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            running = Gateway(client, task)
            await running.answers("/healthz", 200)
            yield running
    finally:
        stop.set()
        code = await task
    assert code == 0


async def publish(bootstrap: str, stream: str, records: Sequence[Event[Message] | Record]) -> None:
    """Write events, or raw records, to `stream`."""
    async with connected(bootstrap, "test") as publisher:
        await publisher.send(stream, [one if isinstance(one, Record) else encode(one) for one in records])


async def read(bootstrap: str, stream: str, count: int, deadline_s: float = 20) -> list[Record]:
    """The first `count` records of `stream`, or as many as there are at the deadline."""
    consumer = AIOKafkaConsumer(stream, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    found: list[Record] = []
    try:
        async with asyncio.timeout(deadline_s):
            while len(found) < count:
                one = await consumer.getone()
                found.append(Record(key=one.key, value=one.value, headers=tuple(one.headers)))
    except TimeoutError:
        pass
    finally:
        await consumer.stop()
    return found
