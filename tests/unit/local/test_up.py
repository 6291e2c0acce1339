"""`dateline up`: refuses taken ports before it starts anything; another process's answer is never a child's."""

import socket
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from services.cli import main
from services.local.child import Child
from services.local.machine import Machine
from services.local.ports import HOST, free_port, is_free


class Ready(BaseHTTPRequestHandler):
    """Says that it is ready, whoever asks."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def stranger() -> Iterator[int]:
    """The port of a process of somebody else that answers every request with 200."""
    with HTTPServer((HOST, 0), Ready) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def four_free_in_a_row() -> int:
    """The first of four neighbouring ports that nothing listens on."""
    tried = (free_port() - 4 for _ in range(100))
    return next(first for first in tried if all(is_free(first + i) for i in range(4)))


PLACES: dict[str, Callable[[int], tuple[str, int]]] = {
    "gateway": lambda taken: ("--port", taken),
    "broker": lambda taken: ("--broker-port", taken),
    "ingest": lambda taken: ("--probe-port", taken),
    "grouping": lambda taken: ("--probe-port", taken - 3),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_taken_port_is_one_line_that_names_it_and_nothing_starts(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = four_free_in_a_row()
    with socket.socket() as other:
        other.bind((HOST, first + 3))
        other.listen()
        option, number = PLACES[name](first + 3)
        options = {"--port": free_port(), "--broker-port": free_port(), option: number}
        words = [str(word) for pair in options.items() for word in pair]
        with pytest.raises(SystemExit) as ended:
            main(["up", "--data", str(tmp_path / "data"), *words])
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"dateline: {option}: {first + 3}, the port of {name}, is in use\n"
    assert not (tmp_path / "data").exists()


def test_a_child_that_has_ended_is_not_ready_whoever_answers_on_its_port(
    stranger: int, tmp_path: Path
) -> None:
    machine = Machine(tmp_path, {"ingest": stranger})
    child = Child("ingest", [sys.executable, "-c", "print('port in use')"], {}, tmp_path / "log")
    child.start()
    child.wait(30)
    machine.children["ingest"] = child
    with pytest.raises(RuntimeError, match="ingest did not start:\nport in use"):
        machine.wait_ready(5)
