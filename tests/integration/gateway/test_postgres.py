"""The embedded PostgreSQL: starts for any user, keeps what was committed, gives its password to nobody."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from services.local import leftover
from services.local.account import NOBODY, choose
from services.local.binaries import binaries
from services.local.postgres import Postgres
from tests.waiting import eventually


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared") / "pg"


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Postgres]:
    with Postgres(folder) as server:
        yield server


def write(url: str, row: int) -> None:
    with psycopg.connect(url) as session:
        session.execute("CREATE TABLE IF NOT EXISTS kept (row int)")
        session.execute("INSERT INTO kept VALUES (%s)", [row])


def rows(url: str) -> list[int]:
    with psycopg.connect(url) as session:
        return [row for (row,) in session.execute("SELECT row FROM kept ORDER BY row")]


def test_what_was_committed_survives_a_stop_and_a_crash(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "pg")
    write(first := server.start(), 1)
    server.stop()
    write(server.start(), 2)
    server.kill()
    assert server.start() == first
    assert rows(first) == [1, 2]
    server.stop()


def test_a_server_that_outlived_its_starter_is_taken_over(tmp_path: Path) -> None:
    orphaned = Postgres(tmp_path / "pg")
    write(orphaned.start(), 1)
    assert orphaned._lock is not None
    orphaned._lock.close()  # what the system does when the starter is killed
    with Postgres(tmp_path / "pg") as server:
        assert rows(server.url) == [1]
    eventually(lambda: orphaned.pid is None)


def test_a_lock_file_that_names_an_unrelated_process_is_removed(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{tmp_path}\n")
    leftover.end(tmp_path)
    assert not lock.exists()


def test_the_password_is_private_needed_and_in_no_log(running: Postgres, folder: Path) -> None:
    password = (folder / "password").read_text()
    assert len(password) >= 32
    assert (folder / "password").stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(running.url.replace(password, "guess"))
    shown = [(folder / "log").read_text(), repr(running), Path(f"/proc/{running.pid}/cmdline").read_text()]
    assert not any(password in text for text in shown)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("listen_addresses", "127.0.0.1"), ("unix_socket_directories", ""), ("server_encoding", "UTF8")],
)
def test_it_listens_on_loopback_alone_and_holds_any_text(running: Postgres, setting: str, value: str) -> None:
    with psycopg.connect(running.url) as session:
        assert session.execute(f"SHOW {setting}").fetchone() == (value,)


@pytest.mark.usefixtures("running")
def test_two_may_not_use_one_folder(folder: Path) -> None:
    with pytest.raises(RuntimeError, match="in use by another process"):
        Postgres(folder).start()


def test_a_taken_port_is_replaced(running: Postgres, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "port").write_text((folder / "port").read_text())
    with Postgres(tmp_path) as other:
        assert other.url != running.url
        assert (tmp_path / "port").read_text() != (folder / "port").read_text()


def test_a_cluster_of_another_major_version_is_refused_with_both_named(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(RuntimeError, match=r"is of PostgreSQL 9, but .* holds \d+"):
        Postgres(tmp_path).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the user")
def test_root_starts_it_as_nobody_where_nobody_can_reach_it(open_folder: Path) -> None:
    open_folder.mkdir()
    open_folder.chmod(0o711)
    if choose(open_folder, binaries()).uid is None:
        pytest.skip("this checkout is closed to other users")
    with Postgres(open_folder) as server:
        write(server.url, 1)
        assert Path(f"/proc/{server.pid}").stat().st_uid == NOBODY
        assert rows(server.url) == [1]


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root and unshare")
def test_root_starts_it_in_a_closed_folder_that_was_open_before(open_folder: Path) -> None:
    with Postgres(open_folder) as server:
        write(server.url, 1)
    open_folder.chmod(0o700)
    with Postgres(open_folder) as server:
        assert rows(server.url) == [1]


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs root and unshare")
def test_a_normal_user_starts_it(tmp_path: Path) -> None:
    program = (
        "import os; from pathlib import Path; from services.local.postgres import Postgres\n"
        f"with Postgres(Path({str(tmp_path / 'pg')!r})) as server: print(os.geteuid(), server.pid is not None)"
    )
    user = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    done = subprocess.run([*user, sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "1000 True\n"), done.stderr


def test_a_killed_server_is_started_again_on_the_same_port_with_what_was_committed(tmp_path: Path) -> None:
    with Postgres(tmp_path / "pg") as server:
        write(url := server.url, 1)
        for row in (2, 3):
            killed = server.pid
            assert killed
            os.kill(killed, signal.SIGKILL)
            eventually(partial(again, server, row), 30, "the server after its death")
            assert server.url == url
            assert server.pid != killed
        assert rows(url) == [1, 2, 3]


def test_a_server_that_was_stopped_on_purpose_stays_stopped(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "pg")
    server.start()
    server.stop()
    server.tend()
    assert server.pid is None


def again(server: Postgres, row: int) -> bool:
    server.tend()
    write(server.url, row)
    return True
