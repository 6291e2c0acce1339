"""What `make` passes on."""

import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]


def test_up_takes_the_options_of_the_command() -> None:
    given = ["make", "--no-print-directory", "-n", "up", "ARGS=--port 9000 --broker-port 9192"]
    shown = subprocess.run(given, cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=30)
    assert shown.stdout.splitlines()[-1].endswith("dateline up --port 9000 --broker-port 9192")
