"""A host gets so many requests at once, so far apart, and none before the time it has asked for."""

import asyncio

import pytest

from services.ingest.web.turns import MOST_HOSTS, Turns
from services.runtime.outgoing.guard import FetchError


async def crowd(turns: Turns, hosts: list[str]) -> dict[str, int]:
    """The most requests that were at each host at once."""
    here, most = dict.fromkeys(hosts, 0), dict.fromkeys(hosts, 0)

    async def one(host: str) -> None:
        async with turns.turn(host):
            here[host] += 1
            most[host] = max(most[host], here[host])
            await asyncio.sleep(0)
            here[host] -= 1

    await asyncio.gather(*(one(host) for host in hosts for _ in range(10)))
    return most


def test_a_host_has_so_many_requests_at_once_whatever_other_hosts_do() -> None:
    assert asyncio.run(crowd(Turns(2, 0), ["a", "b"])) == {"a": 2, "b": 2}


@pytest.mark.parametrize(("ours", "theirs"), [(2.0, 0.0), (0.0, 2.0), (1.0, 2.0)])
def test_requests_to_a_host_start_apart(ours: float, theirs: float) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def run() -> None:
        turns = Turns(5, ours, lambda: 0.0, sleep)

        async def one() -> None:
            async with turns.turn("a", theirs):
                pass

        await asyncio.gather(*(one() for _ in range(4)))

    asyncio.run(run())
    assert waited == [2.0, 4.0, 6.0]


def test_a_host_that_wants_a_pause_gets_it_and_others_go_on() -> None:
    now = 0.0

    async def run() -> None:
        nonlocal now
        turns = Turns(2, 0, lambda: now)
        turns.hold("a", 30)
        turns.hold("a", 10)
        with pytest.raises(FetchError, match="30 s more") as raised:
            async with turns.turn("a"):
                pass
        assert (raised.value.kind, raised.value.retry_after_s) == ("held", 30)
        async with turns.turn("b"):
            now = 30.0
        async with turns.turn("a"):
            pass

    asyncio.run(run())


def test_a_fault_within_a_turn_ends_it() -> None:
    async def run() -> None:
        turns = Turns(1, 0)
        for _ in range(3):
            with pytest.raises(ValueError, match="oh"):
                async with turns.turn("a"):
                    raise ValueError("oh")

    asyncio.run(run())


def test_no_more_hosts_are_remembered_than_that() -> None:
    async def run() -> int:
        turns = Turns(1, 0)
        for number in range(MOST_HOSTS + 10):
            async with turns.turn(str(number)):
                pass
        return len(turns._hosts)

    assert asyncio.run(run()) == MOST_HOSTS
