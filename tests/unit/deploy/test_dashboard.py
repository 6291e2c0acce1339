from itertools import combinations
from pathlib import Path

import pytest
import yaml

from tests.prometheus.declared import names, used
from tests.prometheus.shown import DASHBOARDS, DEPLOY, dashboard, panels, queries
from tests.prometheus.tools import promtool

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}


@pytest.fixture(params=DASHBOARDS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_every_metric_of_a_query_is_declared(path: Path) -> None:
    assert {(title, name) for title, query in queries(path) for name in used(query) - names()} == set()


def test_every_declared_metric_that_operators_watch_is_shown() -> None:
    shown = {name for path in DASHBOARDS for _, query in queries(path) for name in used(query)}
    histograms = {name.removesuffix("_bucket") for name in names() if name.endswith("_bucket")}
    for histogram in histograms:
        assert f"{histogram}_bucket" in shown
    assert {name for name in names() if not name.startswith(tuple(histograms))} <= shown | {
        "process_start_time_seconds"
    }


def test_panels_have_ids_titles_and_descriptions_of_their_own(path: Path) -> None:
    ids = [panel["id"] for panel in dashboard(path)["panels"]]
    titles = [panel["title"] for panel in panels(path)]
    assert len(set(ids)) == len(ids)
    assert len(set(titles)) == len(titles)
    assert all(panel["description"].endswith(".") for panel in panels(path))


def test_panels_do_not_overlap_and_fit_the_screen(path: Path) -> None:
    places = [panel["gridPos"] for panel in dashboard(path)["panels"]]
    assert all(place["x"] + place["w"] <= 24 for place in places)
    for one, other in combinations(places, 2):
        apart = (
            one["x"] + one["w"] <= other["x"]
            or other["x"] + other["w"] <= one["x"]
            or one["y"] + one["h"] <= other["y"]
            or other["y"] + other["h"] <= one["y"]
        )
        assert apart, (one, other)


def test_every_query_asks_the_data_source_that_the_reader_chose(path: Path) -> None:
    (variable,) = dashboard(path)["templating"]["list"]
    assert (variable["name"], variable["type"], variable["query"]) == (
        "datasource",
        "datasource",
        "prometheus",
    )
    for panel in panels(path):
        assert panel["datasource"] == DATASOURCE
        assert all(target["datasource"] == DATASOURCE for target in panel["targets"])


def test_a_panel_names_its_queries_apart(path: Path) -> None:
    for panel in panels(path):
        references = [target["refId"] for target in panel["targets"]]
        assert len(set(references)) == len(references)
        assert all(target["legendFormat"] for target in panel["targets"])


def test_dashboards_have_uids_of_their_own() -> None:
    uids = [dashboard(path)["uid"] for path in DASHBOARDS]
    assert len(set(uids)) == len(uids)
    assert all(uid.startswith("dateline-") for uid in uids)


def test_grafana_finds_its_data_source_where_compose_runs_it() -> None:
    provisioned = yaml.safe_load((DEPLOY / "grafana/provisioning/datasources/prometheus.yml").read_text())[
        "datasources"
    ]
    compose = yaml.safe_load((DEPLOY.parent / "docker-compose.yml").read_text())
    assert [source["url"] for source in provisioned] == ["http://prometheus:9090"]
    assert "prometheus" in compose["services"]


@pytest.mark.prometheus
def test_prometheus_can_parse_every_query(path: Path, tmp_path: Path) -> None:
    rules = [{"record": f"query:{n}", "expr": query} for n, (_, query) in enumerate(queries(path))]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    promtool("check", "rules", str(tmp_path / "rules.yml"))
