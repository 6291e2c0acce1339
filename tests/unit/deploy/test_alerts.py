import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.prometheus.declared import names, used
from tests.prometheus.shown import ALERTS, SCRAPE, alerts
from tests.prometheus.tools import promtool

ROOT = Path(__file__).parents[3]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text()
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", RUNBOOK, re.MULTILINE | re.DOTALL))
PARTS = ["Meaning", "Impact", "Diagnosis", "Mitigation"]


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_an_alert_leads_to_its_section_of_the_runbook(alert: dict[str, Any]) -> None:
    name = alert["alert"]
    assert alert["annotations"]["runbook"] == f"docs/runbook.md#{name.lower()}"
    assert re.findall(r"^\*\*(\w+)\.\*\* ", SECTIONS[name], re.MULTILINE) == PARTS


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_an_alert_says_how_urgent_it_is_and_what_is_wrong(alert: dict[str, Any]) -> None:
    assert alert["labels"]["severity"] in {"critical", "warning"}
    assert alert["annotations"]["summary"]
    assert alert["for"]


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_an_alert_is_on_metrics_that_are_declared(alert: dict[str, Any]) -> None:
    assert used(alert["expr"]) <= names()


def test_the_runbook_holds_no_section_of_an_alert_that_is_gone() -> None:
    assert set(SECTIONS) == {alert["alert"] for alert in alerts()}


@pytest.mark.prometheus
def test_the_scrape_configuration_and_the_rules_are_valid(tmp_path: Path) -> None:
    config = yaml.safe_load(SCRAPE.read_text())
    assert config["rule_files"] == ["/etc/prometheus/alerts.yml"]  # where compose mounts it
    config["rule_files"] = [str(ALERTS)]
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config))
    promtool("check", "config", str(tmp_path / "prometheus.yml"))


@pytest.mark.prometheus
def test_alerts_fire_when_they_should_and_only_then() -> None:
    promtool("test", "rules", str(Path(__file__).with_name("alerts_test.yml")))
