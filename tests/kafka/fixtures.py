"""Fixtures `apache_kafka` and `embedded_broker`: one broker of each kind for a whole session; `bootstrap`: either."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.runtime import streams
from tests.kafka.apache import ApacheKafka, available
from tests.kafka.embedded import EmbeddedBroker

# Where Java and the artifacts are there, a missing Apache leg is a failure: CI sets this.
REQUIRED = "DATELINE_TESTS_REQUIRE_KAFKA"
SKIPPED = pytest.StashKey[str]()


def require_apache(config: pytest.Config) -> None:
    """Skip with a notice, or fail where it is required, if Apache Kafka can't be started."""
    if reason := available():
        if os.environ.get(REQUIRED):
            pytest.fail(f"{REQUIRED} is set, but {reason}")
        config.stash[SKIPPED] = reason
        pytest.skip(f"Apache Kafka: {reason}")


@pytest.fixture(scope="session")
def apache_kafka(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[ApacheKafka]:
    """Apache Kafka on a free loopback port; where it cannot start: skip, and a notice at the end."""
    require_apache(pytestconfig)
    with ApacheKafka(tmp_path_factory.mktemp("apache")) as broker:
        yield broker


@pytest.fixture(scope="session")
def embedded_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    """The embedded broker on a free loopback port."""
    with EmbeddedBroker(Path(tmp_path_factory.mktemp("embedded"))) as broker:
        yield broker


@pytest.fixture(params=["embedded", pytest.param("apache", marks=pytest.mark.kafka)])
def bootstrap(request: pytest.FixtureRequest) -> str:
    """A broker of either kind, with the streams."""
    fixture = {"embedded": "embedded_broker", "apache": "apache_kafka"}[request.param]
    address = str(request.getfixturevalue(fixture).bootstrap)
    streams.apply(address, replication=1)
    return address


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if reason := config.stash.get(SKIPPED, None):
        terminalreporter.write_line(f"NOTICE: the tests on Apache Kafka were skipped: {reason}", yellow=True)
