"""kill -9 of the extraction worker loses nothing, and what is repeated is the same to the byte."""

import random
from collections.abc import Callable

import pytest

from schemas.catalogue import ENTITIES
from schemas.envelope import decode
from services.local.machine import Machine
from tests.chaos.river import submissions
from tests.submitting import ends, send, stored, tagged
from tests.waiting import eventually

pytestmark = [pytest.mark.chaos, pytest.mark.kafka, pytest.mark.timeout(900)]
ARTICLES = 1000
Moment = Callable[[Machine], int]


def delivered(machine: Machine) -> int:
    """Results that the broker has: when this has just grown, their input is not yet acknowledged."""
    return ends(machine.bootstrap, ENTITIES)


def indexed(machine: Machine) -> int:
    """Results that have come all the way: when this grows, extraction is amid a later batch."""
    return stored(machine)[0]


MOMENTS: tuple[Moment, ...] = (delivered, indexed, delivered)


def test_three_kills_amid_a_thousand_articles_lose_none(
    apache_machine: Machine, record_property: Callable[[str, object], None]
) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    expected = send(apache_machine.bootstrap, submissions(ARTICLES))
    for moment in MOMENTS:
        wait_for_more(moment, apache_machine, chance.randrange(30, 220))
        apache_machine.children["extraction"].kill()
        eventually(lambda: restarted(apache_machine), 30, "a new worker")
    eventually(lambda: stored(apache_machine)[0] >= ARTICLES, 400, "every article in the store")

    copies = tagged(apache_machine)
    missing = expected - copies.keys()
    duplicates = sum(len(records) - 1 for records in copies.values())
    for name, value in {"seed": seed, "missing": len(missing), "duplicates": duplicates}.items():
        record_property(name, value)
    print(f"seed {seed}: {len(missing)} missing, {duplicates} duplicates of {ARTICLES} articles")
    assert copies.keys() == expected
    for records in copies.values():
        assert len({(decode(record).id, record.value) for record in records}) == 1
    assert stored(apache_machine) == (ARTICLES, ARTICLES)


def wait_for_more(moment: Moment, machine: Machine, count: int) -> None:
    goal = min(ARTICLES - 100, moment(machine) + count)
    eventually(lambda: moment(machine) >= goal, 200, f"{goal} articles {moment.__name__}")


def restarted(machine: Machine) -> bool:
    machine.tend()
    return machine.children["extraction"].exit_code is None
