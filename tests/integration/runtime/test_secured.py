"""On a cluster that asks for TLS and a password everything works as it does in the clear, by settings alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.runtime import connection, reader, streams
from tests.kafka.fixtures import require_apache
from tests.kafka.secured import PASSWORD, USER, SecuredKafka
from tests.service import ServiceProcess
from tests.waiting import eventually

pytestmark = pytest.mark.kafka


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[SecuredKafka]:
    require_apache(pytestconfig)
    with SecuredKafka(tmp_path_factory.mktemp("secured")) as broker:
        yield broker


@pytest.fixture
def settings(kafka: SecuredKafka, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """How one connects, for this process and its children."""
    given = {
        "DATELINE_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
        "DATELINE_KAFKA_CA": str(kafka.authority),
        "DATELINE_KAFKA_USERNAME": USER,
        "DATELINE_KAFKA_PASSWORD": PASSWORD,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    connection.options.cache_clear()
    yield given
    connection.options.cache_clear()


def test_an_article_goes_the_whole_way_of_a_service(
    kafka: SecuredKafka, settings: dict[str, str], tmp_path: Path
) -> None:
    streams.apply(kafka.bootstrap, replication=1)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text("River rises\n\nThe Drava rose in Quillhaven on Monday, the mayor said.")
    own = {"DATELINE_FOLDER": str(inbox), "DATELINE_FOLDER_INTERVAL_S": "0.2", "DATELINE_DATA": str(tmp_path)}
    with ServiceProcess("ingest", kafka.bootstrap, tmp_path / "ingest.log", **own):
        eventually(
            lambda: any(reader.events(kafka.bootstrap, "dateline.articles.v1", follow=False)),
            60,
            "the article on its stream",
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"DATELINE_KAFKA_PASSWORD": "wrong"},
        {"DATELINE_KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT"},
        {"DATELINE_KAFKA_CA": ""},
    ],
    ids=["password", "in the clear", "an authority that did not sign"],
)
def test_nobody_gets_in_or_is_believed_otherwise(
    kafka: SecuredKafka, settings: dict[str, str], wrong: dict[str, str]
) -> None:
    environment = {**os.environ, **settings, "DATELINE_BOOTSTRAP": kafka.bootstrap, **wrong}
    command = [sys.executable, "-m", "services.cli", "streams", "apply", "--wait-s", "1"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{kafka.bootstrap} does not answer" in done.stderr
    assert "wrong" not in done.stderr
