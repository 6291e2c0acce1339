"""Fixtures: the whole pipeline on this machine, each service a process, on either broker."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.local.machine import Machine
from tests.kafka.apache import ApacheKafka
from tests.kafka.fixtures import require_apache

QUICK = {
    "DATELINE_SESSION_S": "6",
    "DATELINE_FOLDER_INTERVAL_S": "0.2",
    "DATELINE_FEED_INTERVAL_S": "0.5",
    "DATELINE_HOST_DELAY_S": "0",
    "DATELINE_LOG_LEVEL": "warning",
}
"""Settings under which a test has to wait less."""


@contextmanager
def pipeline(broker: str, folder: Path, **settings: str) -> Iterator[Machine]:
    """Everything on `broker` ("embedded" or "apache"), under `folder`, with `folder`/inbox watched."""
    (folder / "inbox").mkdir(parents=True)
    environment = {**QUICK, "DATELINE_FOLDER": str(folder / "inbox"), **settings}
    if broker == "embedded":
        with Machine(folder, environment=environment) as machine:
            yield machine
    else:
        with (
            ApacheKafka(folder / "kafka") as kafka,
            Machine(folder, environment=environment, bootstrap=kafka.bootstrap) as machine,
        ):
            yield machine


@pytest.fixture(scope="module", params=["embedded", pytest.param("apache", marks=pytest.mark.kafka)])
def machine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Machine]:
    """The whole pipeline, once on the embedded broker and once on Apache Kafka."""
    if request.param == "apache":
        require_apache(pytestconfig)
    with pipeline(request.param, tmp_path_factory.mktemp("machine")) as running:
        yield running


@pytest.fixture
def apache_machine(tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Machine]:
    """The whole pipeline on an Apache Kafka of its own."""
    require_apache(pytestconfig)
    with pipeline("apache", tmp_path) as running:
        yield running
