"""The examples of docs/subscribe.md do what they say."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.catalogue import TAGGED
from services.gateway.live.position import decode
from services.runtime import streams
from tests import asking
from tests.gateway.events import identify, retracted, tagged
from tests.gateway.process import GatewayProcess
from tests.gateway.running import publish
from tests.kafka.embedded import EmbeddedBroker
from tests.kafka.process import free_port
from tests.waiting import eventually

PAGE = Path(__file__).parents[3] / "docs" / "subscribe.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
ALL = [(language, code) for language, code in FENCE.findall(PAGE.read_text()) if language in ("sh", "python")]
EXAMPLES = [(language, code) for language, code in ALL if "WEBHOOK_SECRET" not in code]
(RECEIVER,) = [code for _, code in ALL if "WEBHOOK_SECRET" in code]
EVENTS = [tagged("first"), tagged("second", topics=("medtop:15000000",)), tagged("third"), retracted("third")]


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory, postgres_server: object) -> Iterator[dict[str, str]]:
    """What stands in the page for a broker and a gateway, and what stands there in this test."""
    folder = tmp_path_factory.mktemp("subscribe")
    url = str(getattr(postgres_server, "url"))  # noqa: B009  # the fixture's type is not ours
    with EmbeddedBroker(folder / "broker") as broker:
        streams.apply(broker.bootstrap, replication=1)
        asyncio.run(publish(broker.bootstrap, TAGGED, EVENTS))
        with GatewayProcess(
            broker.bootstrap, url, folder / "log", DATELINE_GATEWAY_WEBHOOK_ALLOW="127.0.0.1"
        ) as gateway:
            eventually(gateway.ready, 60, "the gateway is ready")
            gone = f"{gateway.url}/v1/articles/{identify('third')}"
            eventually(lambda: asking.get(gone).status_code == 410, 30)
            yield {
                "http://127.0.0.1:8000": gateway.url,
                "127.0.0.1:9092": broker.bootstrap,
                'limit": 100': 'limit": 1',
            }


class Running:
    """An example as somebody runs it; `said` grows while it runs."""

    def __init__(self, language: str, code: str, up: dict[str, str], **more: str) -> None:
        for documented, here in up.items():
            code = code.replace(documented, here)
        program = [sys.executable, "-u", "-c", code] if language == "python" else ["bash", "-c", code]
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = os.environ | {"PATH": path, "DATELINE_BOOTSTRAP": up["127.0.0.1:9092"], **more}
        self.process = subprocess.Popen(
            program,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def stop(self) -> None:
        """End it and everything that it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, 9)
        self.process.wait(10)
        self._reading.join(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


# Words of the example, and what it says: a list of pieces that must come, and whether it ends by itself.
SAYS = {
    "/v1/articles": (["first 1 ['medtop:04000000']"], True),
    "/v1/webhooks": (['"secret":"whsec_', '"enabled":true'], True),
    "/v1/export": (['"title":"first 1"'], True),
    "data-urlencode 'filter=topic:medtop:04000000 AND lang:en'": (
        ["event: tagged", "event: retracted", '"first 1"'],
        False,
    ),
    "Last-Event-ID": ([*(event.id for event in EVENTS), "dateline.article.retracted.v1"], False),
    "KafkaConsumer": (["first 1 0 mentions", f"withdrawn: {identify('third')}"], False),
    "dateline tail": (['"first 1"', '"reason": "withheld"'], True),
}


@pytest.mark.parametrize(("language", "code"), EXAMPLES, ids=[code[:40] for _, code in EXAMPLES])
def test_an_example_does_what_it_says(language: str, code: str, up: dict[str, str]) -> None:
    if code.startswith("curl") and not shutil.which("curl"):
        pytest.skip("there is no curl on this machine")
    ((pieces, ends),) = [found for word, found in SAYS.items() if word in code]
    example = Running(language, code, up)
    try:
        eventually(lambda: all(piece in example.said for piece in pieces), 30, "what the page promises")
        if ends:
            assert example.process.wait(20) == 0
    finally:
        example.stop()
    assert "second 1" not in example.said or "topic:" not in code
    assert "Traceback" not in example.said


def test_the_receiver_takes_what_is_signed_and_nothing_else(up: dict[str, str]) -> None:
    port, gateway = free_port(), up["http://127.0.0.1:8000"]
    url = f"http://127.0.0.1:{port}/"
    made = asking.post(f"{gateway}/v1/webhooks", json={"url": url}).json()
    example = Running("python", RECEIVER, up, WEBHOOK_SECRET=made["secret"], PORT=str(port))
    try:
        forged = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
        eventually(lambda: asking.post(url, content=b"{}", headers=forged).status_code == 401, 20)
        tried = asking.post(f"{gateway}/v1/webhooks/{made['webhook']['id']}/test", timeout=30).json()
        assert (tried["kind"], tried["status"]) == ("delivered", 204)
        eventually(lambda: "dateline.webhook.test.v1" in example.said, 10)
    finally:
        example.stop()


def test_the_ids_on_the_page_are_ids() -> None:
    shown = re.findall(r"^id: (\S+)$", PAGE.read_text(), re.MULTILINE)
    assert [decode(one) for one in shown] == [(12, 7, 0, 9), (13, 7, 0, 9)]


def test_every_expectation_has_its_example() -> None:
    assert [word for word in SAYS if not any(word in code for _, code in EXAMPLES)] == []
