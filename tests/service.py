"""A service as a process of its own, which a test may kill."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest

from tests import asking
from tests.kafka.process import free_port


class ServiceProcess:
    """`with ServiceProcess("ingest", bootstrap, log) as ingest: …`; killed at the end if it still runs.

    `url` is where it answers; `settings` are more of its environment.
    """

    def __init__(self, service: str, bootstrap: str, log: Path, **settings: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._command = [sys.executable, "-m", "services.cli", "run", service]
        self._log = log
        self._environment = os.environ | {
            "DATELINE_BOOTSTRAP": bootstrap,
            "DATELINE_HTTP_PORT": str(port),
            "DATELINE_SESSION_S": "3",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, env=self._environment, stdout=log, stderr=log)

    @property
    def pid(self) -> int:
        """The process id while it runs."""
        assert self._process is not None
        return self._process.pid

    def ready(self) -> bool:
        """Whether it says so; it fails the test where the process has ended."""
        if self._process is not None and self._process.poll() is not None:
            pytest.fail(f"the service ended with {self._process.returncode}:\n{self._last_words()}")
        return asking.get(f"{self.url}/readyz").status_code == 200

    def acknowledged(self) -> float:
        """How many records it has done since it was started."""
        text = asking.get(f"{self.url}/metrics").text
        found = re.findall(r"^dateline_records_consumed_total{.*} (\S+)$", text, re.M)
        return sum(float(value) for value in found)

    def end(self, sign: signal.Signals) -> int:
        """Send `sign` and wait; the exit code."""
        assert self._process is not None
        self._process.send_signal(sign)
        return self._process.wait(40)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            print(f"{self._log}, its last lines:\n{self._last_words()}")  # pytest shows it with the failure
        self.end(signal.SIGKILL)

    def _last_words(self, lines: int = 60) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])
