"""The embedded broker as a process, started as an operator starts it."""

import sys

from tests.kafka.process import BrokerProcess


class EmbeddedBroker(BrokerProcess):
    """`with EmbeddedBroker(folder) as broker: broker.bootstrap`."""

    READY = '"event":"listening"'

    def command(self) -> list[str]:
        data = str(self.data_dir / "data")
        return [sys.executable, "-m", "services.broker", "--port", str(self.port), "--data-dir", data]
