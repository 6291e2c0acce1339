import re
from pathlib import Path

import pytest

from tests.prometheus.declared import Metric, all_metrics

PAGE = (Path(__file__).parents[3] / "docs" / "metrics.md").read_text()
ROW = re.compile(r"^\| `(dateline_\w+)` \| (\w+) \| (.*?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_the_page_lists_every_metric_as_it_is_declared_and_no_other() -> None:
    documented = [
        Metric(name, kind, tuple(re.findall(r"`(\w+)`", labels)))
        for name, kind, labels, _, _ in ROW.findall(PAGE)
    ]
    assert documented == all_metrics()


@pytest.mark.parametrize("metric", all_metrics(), ids=lambda metric: metric.name)
def test_a_name_says_what_it_counts_and_in_which_unit(metric: Metric) -> None:
    assert re.fullmatch(r"dateline_[a-z_]+", metric.name)
    if metric.kind == "histogram":
        assert metric.name.endswith("_seconds")
    assert (metric.kind == "counter") == metric.name.endswith("_total")


def test_no_label_can_hold_what_comes_from_outside() -> None:
    bounded = {
        "service", "version", "dependency", "source", "stream", "partition", "reason", "step", "source_class",
        "collector", "outcome", "route", "method", "status",
    }  # fmt: skip
    assert {label for metric in all_metrics() for label in metric.labels} <= bounded
