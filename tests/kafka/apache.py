"""Apache Kafka in KRaft mode: one node, broker and controller, from the jars that fetch.sh copied to lib/."""

import base64
import os
import re
import shutil
import subprocess
import uuid
from pathlib import Path

from tests.kafka.process import BrokerProcess, free_port

HERE = Path(__file__).parent
LIB = HERE / "lib"
OLDEST_JAVA = 17
# A small JVM that starts fast: about 2 s and 370 MB.
JVM = ["-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def java() -> str:
    """The program; `AssertionError` where there is none."""
    found = _java()
    assert found is not None
    return str(Path(found).resolve())


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", "java")) if home else shutil.which("java")


def _java_version() -> int | None:
    java = _java()
    if java is None:
        return None
    try:
        told = subprocess.run(
            [java, "-version"], capture_output=True, text=True, timeout=30, check=False
        ).stderr
    except OSError:
        return None
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else None


def available() -> str | None:
    """None where Apache Kafka can be started, else the reason why not, in a sentence."""
    version = _java_version()
    if version is None:
        return "Java is not installed"
    if version < OLDEST_JAVA:
        return f"Java {version} is older than {OLDEST_JAVA}"
    if not any(LIB.glob("kafka_*.jar")):
        return f"the artifacts are not in {LIB.name}/ (tests/kafka/fetch.sh fetches them)"
    return None


class ApacheKafka(BrokerProcess):
    """`with ApacheKafka(folder) as kafka: kafka.bootstrap`."""

    READY = "Kafka Server started"
    FORMAT: tuple[str, ...] = ()
    """More arguments with which its storage is formatted."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self._controller_port = free_port()
        self._settings = data_dir / "server.properties"

    def start(self) -> None:
        if not self._settings.exists():
            self._format()
        super().start()

    def command(self) -> list[str]:
        return self._run("kafka.Kafka", str(self._settings))

    def _run(self, main: str, *args: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"
        return [java(), *JVM, logging, "-cp", str(LIB / "*"), main, *args]

    def _format(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._settings.write_text("".join(f"{name}={value}\n" for name, value in self._properties().items()))
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        command = self._run(
            "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(self._settings), *self.FORMAT
        )
        subprocess.run(command, check=True, capture_output=True, timeout=60)

    def _properties(self) -> dict[str, str]:
        broker, controller = f"127.0.0.1:{self.port}", f"127.0.0.1:{self._controller_port}"
        return {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{controller}",
            "listeners": f"PLAINTEXT://{broker},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{broker}",
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "PLAINTEXT",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(self.data_dir / "logs"),
            "auto.create.topics.enable": "false",
            "num.partitions": "1",
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "transaction.state.log.num.partitions": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            "share.coordinator.state.topic.num.partitions": "1",
            "group.initial.rebalance.delay.ms": "0",
            # So that a test of expiry or compaction does not have to wait for production's patience.
            "group.min.session.timeout.ms": "1000",
            # A killed broker may come back once its old session is over.
            "broker.session.timeout.ms": "3000",
            "broker.heartbeat.interval.ms": "500",
            "log.retention.check.interval.ms": "500",
            "log.initial.task.delay.ms": "500",
            "log.cleaner.backoff.ms": "300",
            "log.cleaner.dedupe.buffer.size": str(8 << 20),
        }
