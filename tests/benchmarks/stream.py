"""The live stream with many clients: how late an event is, and what a client costs.

`python -m tests.benchmarks.stream [--clients 100,1000,5000] [--seconds S] [--rate EVENTS]`

A broker, a database and a gateway, each a process of its own; the clients are bare connections in this one. An event's
delay is from before it is sent to the broker until the last byte of it is at the client.
"""

import argparse
import asyncio
import re
import resource
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import httpx

from schemas.catalogue import TAGGED
from schemas.envelope import encode
from services.local.postgres import Postgres
from services.runtime import streams
from services.runtime.publisher import connected
from tests.gateway.events import tagged
from tests.gateway.process import GatewayProcess
from tests.kafka.embedded import EmbeddedBroker
from tests.waiting import eventually, eventually_async

TEXT = "The port is open again, said the mayor of Quillhaven. " * 60
END = b"\n\n"
QUESTION = b"GET /v1/stream?filter=lang:en HTTP/1.1\r\nHost: bench\r\n\r\n"
SETTLE_S = 60.0


class Client(asyncio.BufferedProtocol):
    """One connection: notes when each event was whole. All clients share the bytes into which they read."""

    buffer = bytearray(256 * 1024)

    def __init__(self, arrivals: list[tuple[int, float]]) -> None:
        self._arrivals = arrivals
        self._ended = False
        self.pieces = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        transport.write(QUESTION)  # type: ignore[attr-defined]  # it is a transport that writes

    def get_buffer(self, sizehint: int) -> bytearray:
        """Where to read to."""
        return self.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Count what came: the first piece says where the stream begins, each after it is an event."""
        begins = self._ended and self.buffer.startswith(b"\n", 0, nbytes)  # an end that came in two parts
        for _ in range(self.buffer.count(END, 0, nbytes) + begins):
            self.pieces += 1
            if self.pieces > 1:
                self._arrivals.append((self.pieces - 2, time.time()))
        self._ended = self.buffer.endswith(b"\n", 0, nbytes) and not self.buffer.endswith(END, 0, nbytes)


async def crowd(gateway: GatewayProcess, bootstrap: str, clients: int, seconds: float, rate: float) -> None:
    """Measure with so many clients, and print."""
    host, port = gateway.url.removeprefix("http://").split(":")
    before, arrivals = memory(gateway), list[tuple[int, float]]()
    loop = asyncio.get_running_loop()
    connections = []
    for _ in range(clients):
        connections.append(await loop.create_connection(lambda: Client(arrivals), host, int(port)))

    async def all_listen() -> bool:
        return all(client.pieces for _, client in connections)

    await eventually_async(all_listen, SETTLE_S, "every client listening")
    idle = memory(gateway)
    used, own, begun = cpu(gateway.pid), time.process_time(), time.perf_counter()
    sent, events = list[float](), int(seconds * rate)
    async with connected(bootstrap, "bench") as publisher:
        for number in range(events):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            sent.append(time.time())
            await publisher.send(TAGGED, [encode(tagged(f"{uuid.uuid4()}", text=TEXT))])

    async def all_heard() -> bool:
        return len(arrivals) == events * clients

    await eventually_async(all_heard, SETTLE_S, "every event at every client")
    took = time.perf_counter() - begun
    used, own = (cpu(gateway.pid) - used) / len(arrivals), (time.process_time() - own) / len(arrivals)
    delays = sorted(at - sent[number] for number, at in arrivals)
    middle, last = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    print(
        f"{clients:>6} clients {rate:>5.1f} events/s: delay p50 {middle * 1000:>6.0f} ms, p99 {last * 1000:>6.0f} ms, "
        f"max {delays[-1] * 1000:>6.0f} ms; {len(delays) / took:>7.0f} deliveries/s; {used * 1e6:>4.0f} us of CPU each "
        f"(a client's {own * 1e6:.0f}); {(idle - before) / clients:>5.1f} KiB a client",
        flush=True,
    )
    for transport, _ in connections:
        transport.close()
    await eventually_async(lambda: gone(gateway), SETTLE_S, "every client gone")


async def gone(gateway: GatewayProcess) -> bool:
    async with httpx.AsyncClient() as client:
        return "dateline_stream_clients 0.0" in (await client.get(f"{gateway.url}/metrics")).text


def memory(gateway: GatewayProcess) -> int:
    """Resident KiB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{gateway.pid}/status").read_text())
    assert found is not None
    return int(found[1])


def cpu(process: int) -> float:
    """Seconds of CPU."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", default="100,1000,5000")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=1)
    options = parser.parse_args(arguments)
    counts = [int(count) for count in options.clients.split(",")]
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print(f"events of {len(encode(tagged(str(uuid.uuid4()), text=TEXT)).value or b'')} bytes")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Postgres(Path(folder) / "pg") as postgres,
        EmbeddedBroker(Path(folder) / "broker") as broker,
    ):
        streams.apply(broker.bootstrap, replication=1)
        with GatewayProcess(
            broker.bootstrap,
            postgres.url,
            Path(folder) / "log",
            DATELINE_GATEWAY_STREAMS=str(max(counts) + 1),
            DATELINE_GATEWAY_HEARTBEAT_S="300",
        ) as gateway:
            eventually(lambda: httpx.get(f"{gateway.url}/readyz").status_code == 200, 30)
            for count in counts:
                asyncio.run(crowd(gateway, broker.bootstrap, count, options.seconds, options.rate))


if __name__ == "__main__":
    main()
