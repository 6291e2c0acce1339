"""A host gets so many requests at once, so far apart, and none before the time it has asked for."""

import asyncio

import pytest

from services.ingest.web.turns import MOST_HOSTS, SHARED_S, WHOLE_S, Turns
from services.runtime.outgoing.guard import FetchError


async def crowd(turns: Turns, hosts: list[str]) -> dict[str, int]:
    """The most requests that were at each host at once."""
    here, most = dict.fromkeys(hosts, 0), dict.fromkeys(hosts, 0)

    async def one(host: str) -> None:
        async with turns.turn(host, host):
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
            async with turns.turn("a", "a", theirs):
                pass

        await asyncio.gather(*(one() for _ in range(4)))

    asyncio.run(run())
    assert waited == [2.0, 4.0, 6.0]


class Paused:
    """Turns under a clock that stands where a test puts it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.turns = Turns(2, 0, lambda: self.now)

    async def left(self, host: str, address: str) -> float:
        """Seconds for which `address` is held; 0 where its turn comes."""
        try:
            async with self.turns.turn(host, address):
                return 0.0
        except FetchError as error:
            return error.retry_after_s if error.kind == "held" and error.retry_after_s else float("nan")


def test_an_address_that_wants_a_pause_gets_it_and_its_host_one_that_is_reasonable() -> None:
    async def run() -> list[list[float]]:
        paused, found = Paused(), []
        paused.turns.hold("a", "/1", 600)
        paused.turns.hold("a", "/1", 10)
        for paused.now in (0.0, SHARED_S, 600.0):
            found.append([await paused.left(*one) for one in (("a", "/1"), ("a", "/2"), ("b", "/1"))])
        return found

    assert asyncio.run(run()) == [[600, SHARED_S, 0], [600 - SHARED_S, 0, 0], [0, 0, 0]]


def test_a_short_pause_is_no_longer_for_the_others() -> None:
    async def run() -> float:
        paused = Paused()
        paused.turns.hold("a", "/1", 5)
        return await paused.left("a", "/2")

    assert asyncio.run(run()) == 5


@pytest.mark.parametrize(("second", "held"), [(600.0, 600.0), (86_400.0, WHOLE_S)])
def test_where_a_second_address_wants_a_pause_the_whole_host_does(second: float, held: float) -> None:
    async def run() -> float:
        paused = Paused()
        paused.turns.hold("a", "/1", 600)
        paused.now = 100.0
        paused.turns.hold("a", "/2", second)
        return await paused.left("a", "/3")

    assert asyncio.run(run()) == held


def test_a_fault_within_a_turn_ends_it() -> None:
    async def run() -> None:
        turns = Turns(1, 0)
        for _ in range(3):
            with pytest.raises(ValueError, match="oh"):
                async with turns.turn("a", "/"):
                    raise ValueError("oh")

    asyncio.run(run())


def test_no_more_hosts_are_remembered_than_that() -> None:
    async def run() -> int:
        turns = Turns(1, 0)
        for number in range(MOST_HOSTS + 10):
            async with turns.turn(str(number), "/"):
                pass
        return len(turns._hosts)

    assert asyncio.run(run()) == MOST_HOSTS
