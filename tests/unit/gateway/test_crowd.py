"""Clients of the live stream that are served together: each gets what it would get alone."""

import asyncio
import random
from collections.abc import AsyncIterator

import h11
import pytest

from schemas.filters.syntax import Filter, Source
from services.gateway.live.crowd import Crowd, Seat
from services.gateway.live.direct import EXTENSION, Direct, direct, framed
from services.gateway.live.ring import Ring
from services.gateway.live.session import Pace, Session
from tests.gateway.events import VOCABULARY
from tests.unit.gateway.test_live import ring, shown
from tests.waiting import eventually_async


class Wire:
    """A transport: what is written is taken at once, unless it is `full`."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.full = self.closing = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def get_write_buffer_size(self) -> int:
        return 1 if self.full else 0

    def is_closing(self) -> bool:
        return self.closing


class Client:
    """One client: what its own task sends and what the crowd writes end up on the same wire."""

    def __init__(
        self, held: Ring, crowd: Crowd, wanted: Filter | None = None, heartbeat_s: float = 9
    ) -> None:
        self.wire = Wire()
        seat = Seat(crowd, Direct(self.wire))  # type: ignore[arg-type]  # as much of a transport as is needed
        pace, slots = Pace(heartbeat_s=heartbeat_s), asyncio.Semaphore(1)
        chunks = Session(held, held.head, wanted, VOCABULARY, pace, "", slots, seat).chunks()
        self.task = asyncio.create_task(self._send(chunks))

    async def _send(self, chunks: AsyncIterator[bytes]) -> None:
        async for chunk in chunks:
            self.wire.write(framed(chunk))
            await asyncio.sleep(0)

    @property
    def heard(self) -> bytes:
        """The body, as a client of HTTP/1.1 reads it."""
        reader = h11.Connection(h11.CLIENT)
        reader.send(h11.Request(method="GET", target="/", headers=[("host", "x")]))
        reader.send(h11.EndOfMessage())
        reader.receive_data(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + b"".join(self.wire.written)
        )
        body = b""
        while isinstance(event := reader.next_event(), h11.Response | h11.Data):
            body += event.data if isinstance(event, h11.Data) else b""
        return body

    def titles(self) -> list[str]:
        """What it was told of, in order."""
        return [part.split('"', 1)[0] for part in self.heard.decode().split('"title":"')[1:]]


async def settled() -> None:
    """Let everybody do what can be done now."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_the_same_bytes_go_to_everybody_who_wants_the_same() -> None:
    async def play() -> None:
        held = ring(3)
        crowd = Crowd(held, 9)
        running = asyncio.create_task(crowd.run())
        await settled()
        filters = [None, None, Source("wire"), Source("other")]
        clients = [Client(held, crowd, wanted) for wanted in filters]
        await settled()
        held.add(0, 3, shown(3))
        held.wake()
        await settled()
        last = [client.wire.written[-1] for client in clients]
        assert last[0] is last[1] is last[2]
        assert [len(client.titles()) for client in clients] == [1, 1, 1, 0]
        held.close()
        await running
        await asyncio.gather(*(client.task for client in clients))

    asyncio.run(play())


def test_who_does_not_take_it_goes_on_alone_and_misses_nothing() -> None:
    async def play() -> None:
        held = ring(1)
        crowd = Crowd(held, 9)
        running = asyncio.create_task(crowd.run())
        await settled()
        slow, quick = Client(held, crowd), Client(held, crowd)
        await settled()
        slow.wire.full = True
        for number in range(1, 6):
            held.add(0, number, shown(number))
            held.wake()
            await settled()
        slow.wire.full = False
        held.add(0, 6, shown(6))
        held.wake()
        await settled()
        held.add(0, 7, shown(7))
        held.wake()
        await settled()
        assert slow.titles() == quick.titles() == [f"n{number} 1" for number in range(1, 8)]
        assert slow.wire.written[-1] is quick.wire.written[-1]  # it is back in the crowd
        held.close()
        await running

    asyncio.run(play())


def test_silence_is_broken_for_everybody_with_the_place_they_have_reached() -> None:
    async def play() -> None:
        held = ring(1)
        crowd = Crowd(held, 0.05)
        running = asyncio.create_task(crowd.run())
        await settled()
        client = Client(held, crowd, Source("nobody"))
        await settled()
        held.add(0, 1, shown(1))
        held.wake()

        async def moved() -> bool:
            return b"id: 1-2.0-" in client.heard

        await eventually_async(moved, 5, "a heartbeat behind what was not wanted")
        assert b"data:" not in client.heard
        held.close()
        await running

    asyncio.run(play())


def test_who_is_gone_is_written_to_no_more_and_forgotten() -> None:
    async def play() -> None:
        held = ring(1)
        crowd = Crowd(held, 9)
        running = asyncio.create_task(crowd.run())
        await settled()
        gone, closing = Client(held, crowd), Client(held, crowd)
        await settled()
        gone.task.cancel()
        closing.wire.closing = True
        await settled()
        before = [len(client.wire.written) for client in (gone, closing)]
        held.add(0, 1, shown(1))
        held.wake()
        await settled()
        assert len(gone.wire.written) == before[0]
        closing.task.cancel()
        await settled()
        assert crowd.members() == 0
        held.close()
        await running

    asyncio.run(play())


def test_without_the_crowd_a_client_serves_itself() -> None:
    async def play() -> None:
        held = ring(1)
        client = Client(held, Crowd(held, 9))
        await settled()
        held.add(0, 1, shown(1))
        held.wake()
        await settled()
        assert client.titles() == ["n1 1"]
        held.close()
        await client.task

    asyncio.run(play())


@pytest.mark.parametrize("seed", range(10))
def test_whoever_comes_goes_and_stalls_each_gets_exactly_what_it_wants_in_order(seed: int) -> None:
    dice = random.Random(seed)
    sources = ["wire", "other", "third"]

    async def play() -> None:
        held = ring(2)
        crowd = Crowd(held, 9)
        running = asyncio.create_task(crowd.run())
        clients = list[tuple[Client, int, Filter | None]]()
        said = list[tuple[int, str]]()
        for number in range(2, 150):
            if dice.random() < 0.3:
                wanted = dice.choice([None, *map(Source, sources)])
                clients.append((Client(held, crowd, wanted), number, wanted))
                for _ in range(dice.randrange(3)):
                    await asyncio.sleep(0)
            source = dice.choice(sources)
            said.append((number, source))
            held.add(0, number, shown(number, source))
            if dice.random() < 0.6:
                held.wake()
            for client, _, _ in clients:
                client.wire.full = dice.random() < 0.2
            for _ in range(dice.randrange(4)):
                await asyncio.sleep(0)
        held.wake()
        await settled()
        for client, begun, wanted in clients:
            assert client.titles() == [
                f"n{number} 1"
                for number, source in said
                if number >= begun and (wanted is None or wanted == Source(source))
            ]
        held.close()
        await running
        await asyncio.gather(*(client.task for client, _, _ in clients))

    asyncio.run(play())


def test_what_the_server_does_not_leave_is_not_used() -> None:
    wire = Wire()
    assert direct({"http_version": "1.1"}) is None
    assert direct({"http_version": "1.0", "extensions": {EXTENSION: wire}}) is None
    assert direct({"http_version": "1.1", "extensions": {EXTENSION: wire}}) is not None
