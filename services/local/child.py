"""A child process with a log of its own, started again where it dies."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from services.runtime import logs

log = logs.get(__name__)
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0


class Child:
    """`argv` with `env` over this process's environment; its output goes to `log_file`."""

    def __init__(self, name: str, argv: Sequence[str], env: Mapping[str, str], log_file: Path) -> None:
        self.name = name
        self.log_file = log_file
        self._argv = list(argv)
        self._env = {**os.environ, **env}
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = FIRST_PAUSE_S
        self._retry_at = 0.0

    @property
    def pid(self) -> int:
        """The process id of its latest start; `RuntimeError` before the first."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The exit code, or None while it runs or was not started."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """Start it; its log goes on where it was."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("ab") as out:
            # In a session of its own: Ctrl-C in the terminal reaches us alone, and we stop children in order.
            self._process = subprocess.Popen(
                self._argv,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def tend(self) -> None:
        """Start it again where it has died, with growing pauses."""
        code = self.exit_code
        if code is None or time.monotonic() < self._retry_at:
            return
        log.warning("restarting", child=self.name, exit_code=code, log=str(self.log_file))
        self._retry_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
        self.start()

    def kill(self) -> None:
        """End it as a crash would."""
        os.kill(self.pid, signal.SIGKILL)
        if self._process:
            self._process.wait()

    def terminate(self) -> None:
        """Ask it to end."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait(self, grace_s: float) -> int | None:
        """Its exit code within `grace_s` seconds; killed after that. None where it was never started."""
        if self._process is None:
            return None
        try:
            return self._process.wait(grace_s)
        except subprocess.TimeoutExpired:
            log.warning("killed", child=self.name, after_s=grace_s)
            self._process.kill()
            return self._process.wait()

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self.log_file.exists():
            return ""
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-lines:])
