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
SENT = re.compile(rb'"title":"@(\d+\.\d+)@ 1"')
QUESTION = b"GET /v1/stream?filter=lang:en HTTP/1.1\r\nHost: bench\r\n\r\n"
SETTLE_S = 60.0


class Client(asyncio.Protocol):
    """One connection: notes how late each event is."""

    def __init__(self, delays: list[float]) -> None:
        self._delays = delays
        self._held = b""
        self.begun = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        transport.write(QUESTION)  # type: ignore[attr-defined]  # it is a transport that writes

    def data_received(self, data: bytes) -> None:
        """Take what came; an event ends with an empty line."""
        self.begun = True
        self._held += data
        whole, found, rest = self._held.rpartition(b"\n\n")
        if found:
            now = time.time()
            self._delays += [now - float(sent) for sent in SENT.findall(whole)]
            self._held = rest


async def crowd(gateway: GatewayProcess, bootstrap: str, clients: int, seconds: float, rate: float) -> None:
    """Measure with so many clients, and print."""
    host, port = gateway.url.removeprefix("http://").split(":")
    before, delays = memory(gateway), list[float]()
    loop = asyncio.get_running_loop()
    connections = []
    for _ in range(clients):
        connections.append(await loop.create_connection(lambda: Client(delays), host, int(port)))

    async def all_listen() -> bool:
        return all(client.begun for _, client in connections)

    await eventually_async(all_listen, SETTLE_S, "every client listening")
    idle = memory(gateway)
    used, begun = cpu(gateway), time.perf_counter()
    events = int(seconds * rate)
    async with connected(bootstrap, "bench") as publisher:
        for number in range(events):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            await publisher.send(TAGGED, [encode(tagged(f"@{time.time()}@", text=TEXT))])

    async def all_heard() -> bool:
        return len(delays) == events * clients

    await eventually_async(all_heard, SETTLE_S, "every event at every client")
    took, used = time.perf_counter() - begun, cpu(gateway) - used
    delays.sort()
    middle, last = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    print(
        f"{clients:>6} clients {rate:>5.1f} events/s: delay p50 {middle * 1000:>6.0f} ms, p99 {last * 1000:>6.0f} ms, "
        f"max {delays[-1] * 1000:>6.0f} ms; {len(delays) / took:>7.0f} deliveries/s; "
        f"{used / len(delays) * 1e6:>4.0f} us of CPU each; {(idle - before) / clients:>5.1f} KiB a client",
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


def cpu(gateway: GatewayProcess) -> float:
    """Seconds of CPU."""
    fields = Path(f"/proc/{gateway.pid}/stat").read_text().rpartition(")")[2].split()
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
    print(f"events of {len(encode(tagged('@1.0@', text=TEXT)).value or b'')} bytes")
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
        ) as gateway:
            eventually(lambda: httpx.get(f"{gateway.url}/readyz").status_code == 200, 30)
            for count in counts:
                asyncio.run(crowd(gateway, broker.bootstrap, count, options.seconds, options.rate))


if __name__ == "__main__":
    main()
