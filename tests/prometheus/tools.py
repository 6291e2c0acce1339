"""Debian's `prometheus` and `promtool`, which nothing on PyPI carries."""

import shutil
import subprocess

import pytest


def tool(name: str) -> str:
    """The path of `name`; skips the test, with the reason, where it is not installed."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed (Debian: apt install prometheus)")
    return path


def promtool(*arguments: str) -> None:
    """Run promtool; fails the test with its words where it finds a fault."""
    done = subprocess.run(
        [tool("promtool"), *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
