"""The broker as a process: where it listens, how it ends, what it holds in memory."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from services.broker.node import Memory
from services.broker.service import main
from tests.kafka.clients import Wire
from tests.kafka.embedded import EmbeddedBroker
from tests.waiting import eventually


@pytest.mark.parametrize("host", ["192.168.1.1", "8.8.8.8", "::"])
def test_it_refuses_to_listen_beyond_this_machine(
    tmp_path: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--host", host, "--port", "0", "--data-dir", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert host in line
    assert "one machine" in line


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--port", "x", "--data-dir", "d"], "--port"),
        (["--port", "99999", "--data-dir", "d"], "99999"),
        (["--port", "0"], "--data-dir"),
        (["--port", "0", "--data-dir", "d", "--max-memory-mb", "0"], "--max-memory-mb"),
        (["--host", "nowhere", "--port", "0", "--data-dir", "d"], "nowhere"),
    ],
)
def test_wrong_arguments_are_told_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert named in line


def test_a_folder_has_one_broker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with EmbeddedBroker(tmp_path):
        assert main(["--port", "0", "--data-dir", str(tmp_path / "data")]) == 2
    assert "another broker" in capsys.readouterr().err


def test_a_port_in_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with EmbeddedBroker(tmp_path) as broker:
        assert main(["--port", str(broker.port), "--data-dir", str(tmp_path / "other")]) == 2
    assert str(broker.port) in capsys.readouterr().err


def test_it_says_what_it_is_for_and_ends_cleanly_with_clients_connected(tmp_path: Path) -> None:
    broker = EmbeddedBroker(tmp_path)
    broker.start()
    with Wire(broker.bootstrap) as wire:
        assert wire.alive()
        assert broker.stop() == 0
    assert "one machine" in broker.log.read_text()
    assert "Traceback" not in broker.log.read_text()


def test_port_zero_takes_a_free_one_and_prints_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "services.broker", "--port", "0", "--data-dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith('{"event":"listening","bootstrap":"127.0.0.1:')
        process.terminate()
        assert process.wait(20) == 0


def test_requests_wait_for_room_and_one_that_is_larger_than_all_has_its_turn() -> None:
    async def run() -> None:
        memory = Memory(100)
        with memory.taken(80):
            waiting = asyncio.create_task(memory.room(30))
            large = asyncio.create_task(memory.room(1000))
            await asyncio.sleep(0)
            await asyncio.wait_for(memory.room(20), 1)
            assert not waiting.done()
            assert not large.done()
        await asyncio.wait_for(asyncio.gather(waiting, large), 1)

    asyncio.run(run())


def test_a_broker_short_of_memory_still_serves_everyone(tmp_path: Path) -> None:
    class Short(EmbeddedBroker):
        def command(self) -> list[str]:
            return [*super().command(), "--max-memory-mb", "1"]

    with Short(tmp_path) as broker, Wire(broker.bootstrap) as first, Wire(broker.bootstrap) as second:
        first.send((3 << 20).to_bytes(4, "big"))
        eventually(second.alive)
