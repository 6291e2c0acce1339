"""`dateline up`: the whole pipeline on this machine until Ctrl-C."""

import os
import shlex
import signal
import sys
import threading
from pathlib import Path

from services.local import private
from services.local.machine import SERVICES, Machine
from services.local.ports import is_free
from services.runtime import logs

TEND_S = 1.0
EXAMPLE = '{"source":"me","guid":"1","title":"Tram kept","content":"The council of Quillhaven voted to keep its tram."}'
PROBED = tuple(name for name in SERVICES if name != "gateway")


def up(folder: Path, port: int, broker_port: int, probe_port: int) -> int:
    """Run under `folder` with the gateway on `port` until SIGINT or SIGTERM; the exit code.

    The probes and metrics of the other services are on `probe_port` and the three after it. `ValueError` if a port is
    taken. `folder`/environment tells a shell where all this is, while it runs.

    `DATELINE_FEEDS` and the other settings of the environment reach every service. Documents dropped
    into the folder `DATELINE_FOLDER`, or `folder`/inbox, are ingested.
    """
    ports = _ports(port, broker_port, probe_port)
    logs.configure("up", "info")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    inbox = Path(os.environ.get("DATELINE_FOLDER") or folder / "inbox").resolve()
    inbox.mkdir(parents=True, exist_ok=True)
    machine = Machine(folder, ports, {"DATELINE_FOLDER": str(inbox)})
    try:
        with machine, private.environment(_environment(machine), machine.addresses):
            print(_welcome(machine, inbox), flush=True)
            while not stop.wait(TEND_S):
                machine.tend()
            print("stopping", flush=True)
    except RuntimeError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return 1
    return 0


def _ports(port: int, broker_port: int, probe_port: int) -> dict[str, int]:
    """The port of each part by its name, all free."""
    ports: dict[str, int] = {}
    wanted = [("--port", "gateway", port), ("--broker-port", "broker", broker_port)]
    wanted += [("--probe-port", name, probe_port + i) for i, name in enumerate(PROBED)]
    for option, name, number in wanted:
        if number in ports.values() or not is_free(number):
            raise ValueError(f"{option}: {number}, the port of {name}, is in use")
        ports[name] = number
    return ports


def _environment(machine: Machine) -> Path:
    return machine.folder / "environment"


def _welcome(machine: Machine, inbox: Path) -> str:
    enter = f". {shlex.quote(str(_environment(machine)))}"
    return "\n".join(
        [
            f"Dateline is up on this machine. Everything it keeps is in {machine.folder}; Ctrl-C stops it.",
            f"  look        {machine.gateway_url}/",
            f"  articles    {machine.gateway_url}/v1/articles",
            f"  push        curl {machine.gateway_url}/v1/articles -H 'content-type: application/json' -d '{EXAMPLE}'",
            f"  drop files  {inbox}",
            f"  subscribe   Kafka at {machine.bootstrap}, stream dateline.tagged.v1",
            f"  read along  {enter} && {Path(sys.executable).parent / 'dateline'} tail",
            f"  commands    {enter}   # `dateline keys`, ingest, dlq, sources of this shell then talk to this pipeline",
            *(f"  {name:<11} {machine.url(name)}/metrics" for name in SERVICES),
        ]
    )
