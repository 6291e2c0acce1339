"""Answers that took long are kept for a while."""

import asyncio

import pytest

from services.gateway.remembered import LONGEST_S, MOST, Remembered


class Slow:
    """Answers with how often it was asked, and takes `takes_s` seconds of a clock that only it moves."""

    def __init__(self, takes_s: float) -> None:
        self.now, self.asked = 100.0, 0
        self._takes_s = takes_s

    async def __call__(self) -> int:
        self.asked += 1
        await asyncio.sleep(0)
        self.now += self._takes_s
        return self.asked


@pytest.mark.parametrize(
    ("takes_s", "later_s", "asked"),
    [(0.1, 0, 2), (1, 19, 1), (1, 21, 2), (30, 59, 1), (30, LONGEST_S + 1, 2)],
)
def test_an_answer_is_kept_the_longer_the_longer_it_took(takes_s: float, later_s: float, asked: int) -> None:
    slow = Slow(takes_s)
    answers: Remembered[int] = Remembered(lambda: slow.now)

    async def play() -> None:
        await answers.get("a", slow)
        slow.now += later_s
        assert await answers.get("a", slow) == asked

    asyncio.run(play())


def test_who_asks_the_same_at_the_same_time_waits_for_one_answer() -> None:
    slow = Slow(0.1)
    answers: Remembered[int] = Remembered(lambda: slow.now)

    async def play() -> None:
        assert await asyncio.gather(*(answers.get("a", slow) for _ in range(5))) == [1] * 5
        assert await answers.get("b", slow) == 2

    asyncio.run(play())


def test_a_failure_is_everybodys_and_is_not_kept() -> None:
    async def fails() -> int:
        raise RuntimeError("ours")

    slow = Slow(1)
    answers: Remembered[int] = Remembered(lambda: slow.now)

    async def play() -> None:
        ends = await asyncio.gather(*(answers.get("a", fails) for _ in range(3)), return_exceptions=True)
        assert [str(end) for end in ends] == ["ours"] * 3
        assert await answers.get("a", slow) == 1

    asyncio.run(play())


def test_one_who_goes_takes_the_answer_from_nobody() -> None:
    slow = Slow(1)
    answers: Remembered[int] = Remembered(lambda: slow.now)

    async def play() -> None:
        gone, stays = (asyncio.ensure_future(answers.get("a", slow)) for _ in range(2))
        await asyncio.sleep(0)
        gone.cancel()
        assert await stays == 1

    asyncio.run(play())


def test_answers_that_are_kept_are_bounded() -> None:
    slow = Slow(1)
    answers: Remembered[int] = Remembered(lambda: slow.now)

    async def play() -> None:
        for number in range(MOST + 10):
            await answers.get(number, slow)
        assert answers.size() <= MOST

    asyncio.run(play())
