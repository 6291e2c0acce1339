"""The metrics of services/runtime/metrics.py, and the metrics that a query names."""

import re

import msgspec
from prometheus_client.metrics import MetricWrapperBase

from services.runtime import metrics

# The client library's own, of which Prometheus needs no declaration of ours.
FOREIGN = frozenset(
    {"process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds"}
)
_NAME = re.compile(r"\b(?:dateline|process|python)_[a-z0-9_]+")
_HISTOGRAM_PARTS = ("_bucket", "_sum", "_count")


class Metric(msgspec.Struct, frozen=True, order=True):
    """A metric as docs and queries know it."""

    name: str
    kind: str
    labels: tuple[str, ...]


def metric(declared: MetricWrapperBase) -> Metric:
    """`declared` by the name under which Prometheus stores it."""
    (described,) = declared.describe()
    suffix = "_total" if described.type == "counter" else ""
    return Metric(described.name + suffix, described.type, tuple(declared._labelnames))


def all_metrics() -> list[Metric]:
    """Every metric that any service has, in the order of declaration."""
    return [metric(value) for value in vars(metrics).values() if isinstance(value, MetricWrapperBase)]


def names() -> set[str]:
    """The names that a query may use: a histogram's are its parts."""
    found = set(FOREIGN)
    for one in all_metrics():
        found |= {one.name + part for part in _HISTOGRAM_PARTS} if one.kind == "histogram" else {one.name}
    return found


def used(expression: str) -> set[str]:
    """The metrics that a query names, beside Prometheus's own `up` and `ALERTS`."""
    return set(_NAME.findall(re.sub(r'"[^"]*"', "", expression)))
