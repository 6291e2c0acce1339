"""`dateline up`: the whole pipeline on this machine until Ctrl-C."""

import signal
import sys
import threading
from pathlib import Path

from services.local.machine import Machine
from services.local.ports import is_free
from services.runtime import logs

TEND_S = 1.0


def up(folder: Path, port: int) -> int:
    """Run under `folder` with the gateway on `port` until SIGINT or SIGTERM; the exit code.

    `ValueError` if the port is taken.

    `DATELINE_FEEDS` and the other settings of the environment reach every service. Documents dropped into
    `folder`/inbox are ingested.
    """
    if not is_free(port):
        raise ValueError(f"--port: {port} is in use")
    logs.configure("up", "info")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    inbox = folder / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    machine = Machine(folder, {"gateway": port}, {"DATELINE_FOLDER": str(inbox.resolve())})
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
            f"  articles    {machine.gateway_url}/v1/articles",
            f"  push        curl -X POST {machine.gateway_url}/v1/articles -H 'content-type: application/json' "
            """-d '{"source":"me","guid":"1","title":"A title","content":"Some text."}'""",
            f"  drop files  {inbox}",
            f"  subscribe   Kafka at {machine.bootstrap}, stream dateline.tagged.v1",
            "  metrics     "
            + "  ".join(f"{machine.url(name)}/metrics" for name in machine.ports if name != "broker"),
        ]
    )
