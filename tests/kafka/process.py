"""A broker as a child process on one loopback port, which tests may stop, kill and start again."""

import signal
import socket
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.waiting import eventually

START_S = 60.0
STOP_S = 30.0


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class BrokerProcess:
    """One broker with its data folder; the port and the data stay the same over restarts.

    A subclass says how it is started (`command`) and what in its output means that it is ready (`READY`).
    """

    READY = ""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.log = data_dir / "broker.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        """Start and return once clients are served; RuntimeError with the end of its log otherwise."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(self.command(), stdout=log, stderr=subprocess.STDOUT)
        eventually(self._settled, START_S, f"{type(self).__name__} ready")
        if self._process.poll() is not None:
            raise RuntimeError(f"the broker ended: {self._output()[-3000:]}")

    def _settled(self) -> bool:
        assert self._process is not None
        return self._process.poll() is not None or self.READY in self._output()

    def _output(self) -> str:
        return self.log.read_text(errors="replace")

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(STOP_S)

    def kill9(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(STOP_S)

    def restart(self) -> None:
        """Start again on the same port and data, after a clean stop where it still runs."""
        if self._process is not None and self._process.poll() is None:
            self.stop()
        self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self.stop()
