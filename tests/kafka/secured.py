"""Apache Kafka that asks for TLS, a user name and a password, as a cluster that is let does."""

import subprocess
from pathlib import Path

from tests.kafka.apache import ApacheKafka, java
from tests.kafka.process import free_port

USER, PASSWORD = "dateline", "only-in-this-test"
STORE = "only-in-this-test-too"


class SecuredKafka(ApacheKafka):
    """`with SecuredKafka(folder) as kafka: kafka.bootstrap, kafka.authority`: SASL_SSL with SCRAM-SHA-512."""

    FORMAT = ("--add-scram", f"SCRAM-SHA-512=[name={USER},password={PASSWORD}]")

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.authority = data_dir / "authority.pem"
        self._store = data_dir / "broker.p12"
        self._inner_port = free_port()

    def start(self) -> None:
        if not self._store.exists():
            self._certify()
        super().start()

    def _certify(self) -> None:
        """A certificate for 127.0.0.1 that has signed itself."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        store = ("-alias", "broker", "-keystore", str(self._store), "-storepass", STORE)
        made = ("-genkeypair", "-keyalg", "RSA", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1")
        shown = ("-exportcert", "-rfc", "-file", str(self.authority))
        for arguments in (made, shown):
            command = [str(Path(java()).with_name("keytool")), *arguments, *store]
            subprocess.run(command, check=True, capture_output=True, timeout=60)

    def _properties(self) -> dict[str, str]:
        plain = super()._properties()
        outer, inner = f"SASL_SSL://127.0.0.1:{self.port}", f"PLAINTEXT://127.0.0.1:{self._inner_port}"
        controller = plain["listeners"].split(",")[1]
        scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        return plain | {
            "listeners": f"{outer},{inner},{controller}",
            "advertised.listeners": f"{outer},{inner}",
            "listener.security.protocol.map": "SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "sasl.enabled.mechanisms": "SCRAM-SHA-512",
            "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": scram,
            "ssl.keystore.type": "PKCS12",
            "ssl.keystore.location": str(self._store),
            "ssl.keystore.password": STORE,
        }
