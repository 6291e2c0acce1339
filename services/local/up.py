"""`dateline up`: the whole pipeline on this machine until Ctrl-C."""

import os
import signal
import sys
import threading
from pathlib import Path

from services.local.machine import SERVICES, Machine
from services.local.ports import is_free
from services.runtime import logs

TEND_S = 1.0
EXAMPLE = '{"source":"me","guid":"1","title":"Tram kept","content":"The council of Quillhaven voted to keep its tram."}'
PROBES = {"ingest": 8001, "extraction": 8002, "tagging": 8003, "grouping": 8004}
"""Where the services' probes and metrics are by default; a free port in the place of a taken one."""


def up(folder: Path, port: int, broker_port: int) -> int:
    """Run under `folder` with the gateway on `port` until SIGINT or SIGTERM; the exit code.

    `ValueError` if a port is taken. `DATELINE_FEEDS` and the other settings of the environment reach every service.
    Documents dropped into the folder `DATELINE_FOLDER`, or `folder`/inbox, are ingested.
    """
    for option, wanted in (("--port", port), ("--broker-port", broker_port)):
        if not is_free(wanted):
            raise ValueError(f"{option}: {wanted} is in use")
    logs.configure("up", "info")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    inbox = Path(os.environ.get("DATELINE_FOLDER") or folder / "inbox").resolve()
    inbox.mkdir(parents=True, exist_ok=True)
    ports = {
        "gateway": port,
        "broker": broker_port,
        **{name: at for name, at in PROBES.items() if is_free(at)},
    }
    machine = Machine(folder, ports, {"DATELINE_FOLDER": str(inbox)})
    try:
        with machine:
            print(_welcome(machine, inbox), flush=True)
            while not stop.wait(TEND_S):
                machine.tend()
            print("stopping", flush=True)
    except RuntimeError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return 1
    return 0


def _welcome(machine: Machine, inbox: Path) -> str:
    return "\n".join(
        [
            f"Dateline is up on this machine. Everything it keeps is in {machine.folder}; Ctrl-C stops it.",
            f"  look        {machine.gateway_url}/",
            f"  articles    {machine.gateway_url}/v1/articles",
            f"  push        curl {machine.gateway_url}/v1/articles -H 'content-type: application/json' -d '{EXAMPLE}'",
            f"  drop files  {inbox}",
            f"  subscribe   Kafka at {machine.bootstrap}, stream dateline.tagged.v1",
            f"  read along  {Path(sys.executable).parent / 'dateline'} tail",
            *(f"  {name:<11} {machine.url(name)}/metrics" for name in SERVICES),
        ]
    )
