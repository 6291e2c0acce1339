"""A real Prometheus on a free loopback port, which scrapes every second."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import yaml

from services.local.ports import HOST, free_port
from tests import asking
from tests.prometheus.shown import ALERTS, SCRAPE
from tests.prometheus.tools import tool
from tests.waiting import eventually

START_S, STOP_S = 60.0, 20.0


class Prometheus:
    """Runs the committed configuration over `targets` (a port of 127.0.0.1 by the service's name), under `folder`.

    Two things differ from deploy/prometheus: the pace, and how targets are found.
    """

    def __init__(self, folder: Path, targets: Mapping[str, int]) -> None:
        self._folder = folder
        self._url = f"http://{HOST}:{free_port()}"
        self._program = tool("prometheus")
        self._config = folder / "prometheus.yml"
        self._config.write_text(yaml.safe_dump(_configuration(targets)))
        self._process: subprocess.Popen[bytes] | None = None

    def query(self, expression: str) -> list[dict[str, Any]]:
        """The series that `expression` gives now, each with its labels (`metric`) and its `value`."""
        return list(self._get("query", query=expression)["result"])

    def rules(self) -> list[dict[str, Any]]:
        """The alert rules as Prometheus sees them."""
        return [rule for group in self._get("rules")["groups"] for rule in group["rules"]]

    def targets(self) -> list[dict[str, Any]]:
        """What is scraped."""
        return list(self._get("targets")["activeTargets"])

    def __enter__(self) -> Self:
        command = [
            self._program,
            f"--config.file={self._config}",
            f"--storage.tsdb.path={self._folder / 'tsdb'}",
            f"--web.listen-address={self._url.removeprefix('http://')}",
        ]
        with (self._folder / "prometheus.log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        eventually(lambda: self._ask("/-/ready").status_code == 200, START_S, "Prometheus ready")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(STOP_S)

    def _get(self, what: str, **parameters: str) -> dict[str, Any]:
        answer = self._ask(f"/api/v1/{what}", **parameters)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["data"])

    def _ask(self, path: str, **parameters: str) -> httpx.Response:
        return asking.get(self._url + path, params=parameters, timeout=10)


def _configuration(targets: Mapping[str, int]) -> dict[str, Any]:
    config = dict(yaml.safe_load(SCRAPE.read_text()))
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(ALERTS)]
    (job,) = config["scrape_configs"]
    del job["dns_sd_configs"], job["relabel_configs"]
    job["static_configs"] = [
        {"targets": [f"{HOST}:{port}"], "labels": {"service": name}} for name, port in targets.items()
    ]
    return config
