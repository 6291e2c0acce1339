"""Runs the embedded broker: `python -m services.broker --port 0 --data-dir FOLDER`."""

import argparse
import asyncio
import fcntl
import ipaddress
import json
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from services.broker import server, upkeep
from services.broker.node import Node

MEMORY_MB = 128
_log = logging.getLogger("broker")


class Unusable(Exception):
    """The broker cannot run like this; says why in one line."""


async def serve(
    host: str,
    port: int,
    data_dir: Path,
    stop: asyncio.Event,
    ready: Callable[[int], None],
    memory_mb: int = MEMORY_MB,
) -> None:
    """Serve `data_dir` on `host`:`port` (0: any free port, told to `ready`) until `stop`, then sync and close.

    Raises Unusable for a host beyond this machine, a port or a folder that another process has.
    """
    if not ipaddress.ip_address(host).is_loopback:
        raise Unusable(f"{host} is not a loopback address: the embedded broker is for one machine")
    with _locked(data_dir):
        node = Node(data_dir, memory_mb << 20)
        try:
            await _run(node, host, port, stop, ready)
        finally:
            node.close()


@contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unusable(f"another broker uses {data_dir}") from None
        yield


async def _run(node: Node, host: str, port: int, stop: asyncio.Event, ready: Callable[[int], None]) -> None:
    clients: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(server.serve(node, reader, writer))
        clients.add(task)
        task.add_done_callback(clients.discard)

    try:
        listener = await asyncio.start_server(connected, host, port)
    except (OSError, OverflowError) as error:
        raise Unusable(f"cannot listen on {host}:{port}: {error}") from None
    node.host, node.port = host, listener.sockets[0].getsockname()[1]
    _log.info("embedded broker for this one machine only: no replicas; use Apache Kafka beyond it")
    async with asyncio.TaskGroup() as group:
        upkeeps = [group.create_task(work) for work in (upkeep.watch_groups(node), upkeep.keep_logs(node))]
        ready(node.port)
        await stop.wait()
        listener.close()
        for task in (*upkeeps, *clients):
            task.cancel()
    await asyncio.gather(*clients, return_exceptions=True)


async def _main(args: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    def ready(port: int) -> None:
        print(
            json.dumps({"event": "listening", "bootstrap": f"{args.host}:{port}"}, separators=(",", ":")),
            flush=True,
        )

    await serve(args.host, args.port, args.data_dir, stop, ready, args.max_memory_mb)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Unusable(message)


def _positive(text: str) -> int:
    if int(text) < 1:
        raise ValueError
    return int(text)


def main(argv: list[str]) -> int:
    """The exit code: 0 after SIGTERM or SIGINT, 2 where the broker cannot run as it is told to."""
    parser = _Parser("python -m services.broker", description="Embedded Kafka-protocol broker.")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default: %(default)s)")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one, which is printed")
    parser.add_argument("--data-dir", type=Path, required=True, help="where the logs are kept")
    parser.add_argument(
        "--max-memory-mb", type=_positive, default=MEMORY_MB, help="for requests and answers in hand"
    )
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.INFO)
    try:
        asyncio.run(_main(parser.parse_args(argv)))
    except (Unusable, ValueError, OSError) as error:
        print(f"broker: {error}", file=sys.stderr)
        return 2
    return 0
