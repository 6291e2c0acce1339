"""A gateway as a process of its own, which a test may kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from tests.kafka.process import free_port

PROGRAM = """
import sys
from services.gateway import service, settings
from services.runtime import program
sys.exit(program.run("gateway", settings.GatewaySettings, service.run))
"""


class GatewayProcess:
    """`with GatewayProcess(bootstrap, url, log) as gateway: gateway.url`; killed at the end if it still runs."""

    def __init__(self, bootstrap: str, database_url: str, log: Path, **settings: str) -> None:
        self._log = log
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._environment = os.environ | {
            "DATELINE_BOOTSTRAP": bootstrap,
            "DATELINE_DATABASE_URL": database_url,
            "DATELINE_HTTP_PORT": str(port),
            "DATELINE_SESSION_S": "3",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM], env=self._environment, stdout=log, stderr=log
            )

    @property
    def pid(self) -> int:
        """The process id while it runs."""
        assert self._process is not None
        return self._process.pid

    def end(self, sign: signal.Signals) -> int:
        """Send `sign` and wait; the exit code."""
        assert self._process is not None
        self._process.send_signal(sign)
        return self._process.wait(30)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGKILL)
