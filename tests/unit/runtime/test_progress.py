"""Lag is the age of what is done while newer things wait, and nothing while none waits."""

import time

import pytest

from services.runtime import metrics
from services.runtime.progress import Progress


def lag(service: str) -> float:
    return float(metrics.LAG_SECONDS.labels(service, "stream", "0")._value.get())


@pytest.mark.parametrize(("highwater", "least", "most"), [(8, 0, 0), (None, 0, 0), (9, 59, 120)])
def test_lag_counts_only_while_records_wait(highwater: int | None, least: float, most: float) -> None:
    progress = Progress("lagging", "stream")
    progress.acknowledged(0, 7, time.time() - 60)
    progress.publish(lambda _: highwater)
    assert least <= lag("lagging") <= most


def test_after_a_rebalance_the_lag_of_lost_partitions_is_not_ours() -> None:
    progress = Progress("losing", "stream")
    progress.acknowledged(0, 7, time.time() - 60)
    progress.publish(lambda _: 100)
    progress.forget()
    progress.publish(lambda _: 100)
    assert lag("losing") == 0
