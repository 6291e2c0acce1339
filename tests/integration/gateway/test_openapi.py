"""Whatever the OpenAPI document allows to be asked, and much that it does not, is answered without a fault of ours."""

import asyncio
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error

from schemas.catalogue import TAGGED
from services.runtime import streams
from tests import asking
from tests.gateway.events import identify, tagged
from tests.gateway.process import GatewayProcess
from tests.gateway.running import publish
from tests.kafka.embedded import EmbeddedBroker
from tests.waiting import eventually

EXAMPLES = 5
ENDLESS = "/v1/stream"
"""It is asked for in tests of its own."""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, postgres_server: object) -> Iterator[str]:
    """The address of a gateway with one article, on a real broker and a real database."""
    folder = tmp_path_factory.mktemp("openapi")
    url = str(getattr(postgres_server, "url"))  # noqa: B009  # the fixture's type is not ours
    with EmbeddedBroker(folder / "broker") as broker:
        streams.apply(broker.bootstrap, replication=1)
        asyncio.run(publish(broker.bootstrap, TAGGED, [tagged("a")]))
        with GatewayProcess(
            broker.bootstrap, url, folder / "log", DATELINE_GATEWAY_KEY="an environment key of enough length"
        ) as process:
            eventually(process.ready, 60, "the gateway is ready")
            eventually(
                lambda: asking.get(f"{process.url}/v1/articles/{identify('a')}").status_code == 200, 30
            )
            yield process.url


def test_nothing_that_is_asked_for_is_a_fault_of_ours(gateway: str) -> None:
    document = schemathesis.openapi.from_url(f"{gateway}/openapi.json").exclude(path=ENDLESS)
    headers = {"Authorization": "Bearer an environment key of enough length"}
    asked = 0
    for found in document.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, checks=[not_a_server_error])

        ask()
        asked += 1
    assert asked >= 25
