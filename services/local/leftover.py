"""A PostgreSQL server that outlived its starter, or the lock file of one that did not."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

STOP_S = 30.0
PAUSE_S = 0.05


def end(cluster: Path) -> None:
    """Stop the server that still runs on `cluster`, and remove a lock file that names an unrelated process.

    Only to be called by whoever has locked the cluster's folder. `RuntimeError` if the server doesn't end.
    """
    lock = cluster / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ValueError, ProcessLookupError):
        pid = int(lock.read_text().split("\n", 1)[0])
        command = _command(pid)
        if str(cluster) in command:
            os.kill(pid, signal.SIGINT)
            _wait(pid, cluster)
        elif command:
            # The number was given to another program since: the server would take that for itself and not start.
            lock.unlink()


def _wait(pid: int, cluster: Path) -> None:
    until = time.monotonic() + STOP_S
    while str(cluster) in _command(pid):
        if time.monotonic() > until:
            raise RuntimeError(f"the server of {cluster} (process {pid}) doesn't stop")
        time.sleep(PAUSE_S)


def _command(pid: int) -> str:
    """The command line of a process; empty if there is no such process or it is a zombie."""
    if Path("/proc/self/cmdline").exists():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    ps = ["ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(ps, capture_output=True, text=True, check=False).stdout
