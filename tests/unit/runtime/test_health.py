"""A service is ready when it has all that it needs, and says what it lacks."""

import asyncio

import httpx
import pytest

from services.local.ports import free_port
from services.runtime import metrics, probes
from services.runtime.faults import LEAST, WINDOW, FaultShare, Halted
from services.runtime.health import Health


def test_a_service_is_ready_once_each_condition_holds() -> None:
    health = Health("test", "broker", "streams")
    assert health.report()["conditions"] == {"broker": "not seen yet", "streams": "not seen yet"}
    health.up("broker")
    assert not health.ready
    health.up("streams")
    assert health.report()["ready"] is True
    health.down("broker", "connection refused")
    assert health.report() == {
        "service": "test",
        "ready": False,
        "conditions": {"broker": "connection refused", "streams": "up"},
    }


def test_the_metrics_say_what_the_report_says() -> None:
    health = Health("metered", "broker")
    ready = metrics.READY.labels("metered")
    assert ready._value.get() == 0
    health.up("broker")
    assert (ready._value.get(), metrics.DEPENDENCY_UP.labels("metered", "broker")._value.get()) == (1, 1)


def test_the_probes_answer_over_http() -> None:
    port, health = free_port(), Health("probed", "broker")

    async def ask(path: str) -> httpx.Response:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            return await client.get(path)

    async def visit() -> list[httpx.Response]:
        async with probes.serve(health, "127.0.0.1", port):
            before = await ask("/readyz")
            health.up("broker")
            return [
                before,
                await ask("/readyz"),
                await ask("/healthz"),
                await ask("/metrics"),
                await ask("/else"),
            ]

    before, ready, alive, scraped, missing = asyncio.run(visit())
    assert [answer.status_code for answer in (before, ready, alive, scraped, missing)] == [
        503,
        200,
        200,
        200,
        404,
    ]
    assert before.json()["conditions"] == {"broker": "not seen yet"}
    assert 'dateline_ready{service="probed"} 1.0' in scraped.text


@pytest.mark.parametrize(("good", "bad"), [(0, LEAST - 1), (WINDOW, WINDOW // 2), (10, 10)])
def test_a_share_of_faults_within_bounds_is_let_pass(good: int, bad: int) -> None:
    share = FaultShare(0.5)
    share.succeeded(good)
    for _ in range(bad):
        share.failed()


@pytest.mark.parametrize("good", [0, 10, WINDOW])
def test_a_larger_share_of_faults_halts(good: int) -> None:
    share = FaultShare(0.5)
    share.succeeded(good)
    assert any(halts(share) for _ in range(WINDOW))


def halts(share: FaultShare) -> bool:
    try:
        share.failed()
    except Halted:
        return True
    return False
