"""What a parser does to itself harms nobody else: it is killed, and the next document is served."""

import os
import time
from collections.abc import Iterator

import pytest

from services.ingest.confined import Confined, Exhausted
from services.ingest.validity import InvalidSubmission

MOST_BYTES = 512 * 1024 * 1024


@pytest.fixture
def confined() -> Iterator[Confined]:
    built = Confined(2, MOST_BYTES, process)
    yield built
    built.close()


def double(number: int, *, plus: int = 0) -> int:
    return 2 * number + plus


def process() -> int:
    return os.getpid()


def refuse(field: str) -> None:
    raise InvalidSubmission(field, "wrong", "too_large")


def print_much() -> str:
    print("x" * 100_000)
    return "printed"


def hang() -> None:
    while True:
        time.sleep(1)


def load_slowly() -> None:
    time.sleep(1.2)


def spin(_: str) -> None:
    while True:
        pass


def swell() -> int:
    return len(bytearray(2 * MOST_BYTES))


def die() -> None:
    os._exit(3)


def hold() -> object:
    return lambda: None


def test_a_function_runs_in_another_process_which_stays(confined: Confined) -> None:
    assert confined.call(double, 4, plus=1) == 9
    first, second = confined.call(process), confined.call(process)
    assert first == second != os.getpid()


def test_an_exception_comes_through_whole(confined: Confined) -> None:
    with pytest.raises(InvalidSubmission, match="title: wrong") as raised:
        confined.call(refuse, "title")
    assert (raised.value.field, raised.value.reason) == ("title", "too_large")


def test_what_a_parser_prints_is_no_answer(confined: Confined) -> None:
    assert confined.call(print_much) == "printed"


@pytest.mark.parametrize(
    ("deadly", "why"), [(hang, "not done"), (swell, "died"), (die, "died")], ids=["hang", "swell", "die"]
)
def test_what_takes_too_much_is_killed_and_the_next_is_served(
    confined: Confined, deadly: object, why: str
) -> None:
    confined.call(double, 1)
    with pytest.raises(Exhausted, match=why):
        confined.call(deadly)  # type: ignore[arg-type]  # one of three functions
    assert confined.call(double, 2) == 4


def test_what_was_killed_once_is_not_tried_again(confined: Confined) -> None:
    with pytest.raises(Exhausted):
        confined.call(spin, "bad")
    child = confined.call(process)
    with pytest.raises(Exhausted, match="not done"):
        confined.call(spin, "bad")
    assert confined.call(process) == child


def test_what_takes_long_to_load_is_no_documents_fault() -> None:
    slow = Confined(1, MOST_BYTES, load_slowly)
    assert slow.call(double, 2) == 4
    slow.close()


def test_a_closed_one_starts_again(confined: Confined) -> None:
    first = confined.call(process)
    confined.close()
    confined.close()
    assert confined.call(process) != first


def test_an_answer_that_can_not_be_carried_is_an_error(confined: Confined) -> None:
    with pytest.raises(RuntimeError, match="carried"):
        confined.call(hold)
