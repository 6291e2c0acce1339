"""What a newcomer types first does what it says, and ends."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from services.local.ports import free_port
from tests import asking
from tests.waiting import eventually

pytestmark = pytest.mark.timeout(500)
DATELINE = [sys.executable, "-m", "services.cli"]


def test_the_demo_shows_every_article_checks_it_and_ends_well(tmp_path: Path) -> None:
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(
        [*DATELINE, "demo", "--keep", str(tmp_path / "kept")],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    for sign in (
        "who",
        "where",
        "which",
        "said",
        "topic",
        "articles/s",
        "p50",
        "p95",
        "make up",
        "points at its words",
    ):
        assert sign in done.stdout
    assert "wrong:" not in done.stdout


def test_the_demo_without_samples_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "feed").mkdir()
    done = subprocess.run(
        [*DATELINE, "demo", "--samples", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dateline: no sample articles in")
    assert len(done.stderr.splitlines()) == 1


def test_up_serves_until_it_is_told_to_stop_and_starts_again_what_dies(tmp_path: Path) -> None:
    port, broker = free_port(), free_port()
    ports = ["--port", str(port), "--broker-port", str(broker), "--probe-port", str(four_free_ports())]
    command = [*DATELINE, "up", "--data", str(tmp_path / "data"), *ports]

    def said() -> str:
        return (tmp_path / "out").read_text()

    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        eventually(lambda: "Dateline is up" in said() or process.poll() is not None, 240, "the welcome")
        assert "Dateline is up" in said(), said()
        ready = f"http://127.0.0.1:{port}/readyz"
        assert asking.get(ready).status_code == 200
        assert f"Kafka at 127.0.0.1:{broker}" in said()
        os.kill(child(process.pid, "gateway"), signal.SIGKILL)
        eventually(lambda: "restarting" in said(), 60, "the restart")
        eventually(lambda: asking.get(ready).status_code == 200, 120, "the gateway ready again")
    finally:
        for log in [tmp_path / "out", *(tmp_path / "data" / "logs").glob("*.log")]:
            print(log.name, log.read_text()[-3000:], sep="\n")  # pytest shows it with a failure
        process.send_signal(signal.SIGINT)
        code = process.wait(60)
    assert code == 0


def test_up_on_a_port_that_is_taken_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [*DATELINE, "up", "--data", str(tmp_path), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        f"dateline: --port: {port}, the port of gateway, is in use\n",
    )


def four_free_ports() -> int:
    """The first of four ports in a row that nothing listens on now."""

    def is_free(port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) != 0

    return eventually(
        lambda: (first := free_port()) + 3 < 65_536 and all(map(is_free, range(first, first + 4))) and first
    )


def child(parent: int, service: str) -> int:
    """The process of `service` that `parent` has started."""
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        if Path(f"/proc/{number}/cmdline").read_bytes().endswith(f"\0{service}\0".encode()):
            return int(number)
    raise LookupError(service)
