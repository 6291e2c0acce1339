"""A real Prometheus over the running services: what the dashboard and the alerts ask for is there."""

import math
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import pytest

from schemas.catalogue import SUBMISSIONS
from schemas.envelope import Record
from services.local import samples
from services.local.feedserver import FeedServer
from services.local.machine import SERVICES, Machine
from tests import asking
from tests.machines import pipeline
from tests.prometheus.declared import FOREIGN, all_metrics, names
from tests.prometheus.server import Prometheus
from tests.prometheus.shown import DASHBOARDS, alerts, queries
from tests.prometheus.tools import tool
from tests.submitting import publish, tagged
from tests.waiting import eventually

pytestmark = [pytest.mark.prometheus, pytest.mark.timeout(300)]
# Nothing failed for a moment here, and nothing gave up: these have no series.
FAULTS_ONLY = {"dateline_retries_total", "dateline_stage_halted"}


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """It has watched the whole pipeline while articles came in every way, twice."""
    tool("prometheus")
    folder, own = tmp_path_factory.mktemp("watched"), tmp_path_factory.mktemp("prometheus")
    with FeedServer() as feeds:
        items = samples.feed_items(samples.FOLDER)[:4]
        fed = {
            "DATELINE_FEEDS": ",".join(f"{item.source}={feeds.url(item.source)}" for item in items),
            "DATELINE_FETCH_ALLOW": f"127.0.0.1:{feeds.port}",
        }
        with (
            pipeline("embedded", folder / "machine", **fed) as machine,
            Prometheus(own, {name: machine.ports[name] for name in SERVICES}) as server,
        ):
            for number in (1, 2):  # a rate needs two sights of a counter that has grown between them
                for item in items[2 * number - 2 : 2 * number]:
                    feeds.publish(item, datetime.now(UTC))
                bring_in(machine, number)
                wait_until_scraped(server, number)
            yield server


# No webhook is made here, and of no answers there is no percentile.
NOBODY_SUBSCRIBED = {"Time of an endpoint, p95"}


def bring_in(machine: Machine, number: int) -> None:
    """With the feed's two, four articles: one by file, one pushed; and something that is no article."""
    shutil.copy(samples.files(samples.FOLDER)[number], machine.folder / "inbox")
    pushed = {"source": "desk", "guid": f"pushed-{number}", "title": "Rain", "content": "It rained in Porto."}
    url = f"{machine.gateway_url}/v1/articles"
    answer = asking.post(url, json=pushed, timeout=20).raise_for_status()
    publish(machine.bootstrap, SUBMISSIONS, [Record(key=b"junk", value=b"{", headers=())])
    eventually(lambda: len(tagged(machine)) == 4 * number, 60, "every article tagged")
    one = f"{url}/{answer.json()['id']}"
    eventually(lambda: asking.get(one, timeout=10).status_code == 200, 60, "it is served")


def wait_until_scraped(server: Prometheus, rounds: int) -> None:
    """Return once Prometheus has seen what `rounds` rounds left behind: articles tagged and indexed, dead letters."""
    for query, least in (
        ('sum(dateline_records_produced_total{service="tagging"})', 4 * rounds),
        ('sum(dateline_records_consumed_total{service="gateway"})', 4 * rounds),
        ("sum(dateline_records_dead_lettered_total)", rounds),
    ):
        eventually(partial(reached, server, query, least), 60, f"{query} at {least}")


def reached(server: Prometheus, query: str, least: float) -> bool:
    """Whether the one series of `query` is there and has come to `least`."""
    return any(float(series["value"][1]) >= least for series in server.query(query))


@pytest.mark.parametrize(
    ("title", "query"),
    [pytest.param(*one, id=f"{one[0]} {n}") for path in DASHBOARDS for n, one in enumerate(queries(path))],
)
def test_every_query_of_the_dashboard_gives_a_number(prometheus: Prometheus, title: str, query: str) -> None:
    numbers = [float(series["value"][1]) for series in prometheus.query(query)]
    assert numbers, f"{title}: no series"
    if title in NOBODY_SUBSCRIBED:
        return
    assert not all(math.isnan(number) for number in numbers), f"{title}: no number"


@pytest.mark.parametrize("name", sorted(names() - FAULTS_ONLY))
def test_every_declared_metric_is_scraped(prometheus: Prometheus, name: str) -> None:
    assert prometheus.query(name)


def test_a_series_bears_the_labels_that_are_declared(prometheus: Prometheus) -> None:
    for metric in all_metrics():
        name = f"{metric.name}_count" if metric.kind == "histogram" else metric.name
        for series in prometheus.query(name):
            labels = set(series["metric"]) - {"__name__", "job", "instance"}
            assert labels == set(metric.labels) | {"service"}


def test_every_service_is_a_target_that_answers(prometheus: Prometheus) -> None:
    found = {target["labels"]["service"]: target["health"] for target in prometheus.targets()}
    assert found == dict.fromkeys(SERVICES, "up")


def test_a_service_calls_itself_what_the_scrape_calls_it(prometheus: Prometheus) -> None:
    for series in prometheus.query("dateline_ready"):
        assert series["metric"].get("exported_service") is None
    assert {series["metric"]["service"] for series in prometheus.query("dateline_ready")} == set(SERVICES)


def test_the_processes_own_metrics_are_there_for_each_service(prometheus: Prometheus) -> None:
    for name in FOREIGN:
        assert {series["metric"]["service"] for series in prometheus.query(name)} == set(SERVICES)


def test_every_alert_is_loaded_evaluates_and_is_quiet(prometheus: Prometheus) -> None:
    rules = prometheus.rules()
    assert [rule["name"] for rule in rules] == [alert["alert"] for alert in alerts()]
    for rule in rules:
        assert rule["health"] == "ok", rule.get("lastError")
        assert rule["state"] != "firing"
