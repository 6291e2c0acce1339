"""What deploy/ shows to operators: the dashboard's panels and the alerts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
DASHBOARDS = sorted((DEPLOY / "grafana" / "dashboards").glob("*.json"))
ALERTS = DEPLOY / "prometheus" / "alerts.yml"
SCRAPE = DEPLOY / "prometheus" / "prometheus.yml"


def dashboard(path: Path) -> dict[str, Any]:
    """The dashboard at `path`."""
    return dict(json.loads(path.read_text()))


def panels(path: Path) -> list[dict[str, Any]]:
    """The panels of a dashboard that show something, those in folded rows too."""
    top = dashboard(path)["panels"]
    return [panel for one in top for panel in (one, *one.get("panels", ())) if panel["type"] != "row"]


def queries(path: Path, window: str = "1m") -> Iterator[tuple[str, str]]:
    """Title and expression of every query, with a window of `window` where Grafana would put its own."""
    for panel in panels(path):
        for target in panel["targets"]:
            expression = target["expr"]
            for variable in ("$__rate_interval", "$__range", "$__interval"):
                expression = expression.replace(variable, window)
            yield panel["title"], expression


def alerts() -> list[dict[str, Any]]:
    """The alert rules."""
    return [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
