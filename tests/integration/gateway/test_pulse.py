"""What the operations page learns of a broker on which everything waits."""

import asyncio
from pathlib import Path

from schemas.catalogue import TAGGED, dead_letters
from schemas.deadletter import DeadLetter, Origin
from schemas.envelope import Event, Message
from schemas.identity import event_id
from services.gateway.pulse import LETTERS, SERVICES, Pulse
from services.runtime import streams
from tests.gateway.events import tagged
from tests.gateway.running import publish
from tests.kafka.embedded import EmbeddedBroker
from tests.waiting import eventually

MANY = 12


def letter(number: int) -> Event[Message]:
    origin = Origin(stream=TAGGED, partition=0, offset=number)
    data = DeadLetter(stage="tagging", reason="invalid", detail=f"fault {number}", origin=origin, value=b"?")
    return Event(
        id=event_id("tagging", str(number), 1, "", "1"),
        source="dateline/tagging",
        time="2026-11-24T09:00:00+00:00",
        partitionkey=str(number),
        data=data,
    )


def test_what_waits_has_its_age_and_every_service_its_newest_letters(tmp_path: Path) -> None:
    with EmbeddedBroker(tmp_path) as broker:
        streams.apply(broker.bootstrap, replication=1)
        asyncio.run(publish(broker.bootstrap, TAGGED, [tagged(f"a{n}") for n in range(MANY)]))
        for service in SERVICES:
            letters = [letter(number) for number in range(MANY)]
            asyncio.run(publish(broker.bootstrap, dead_letters(service), letters))
        pulse = Pulse(broker.bootstrap)
        report = eventually(lambda: asyncio.run(pulse.report()), 60, "an answer in the time that it is given")
    reading = [one for one in report.stages if one.stream == TAGGED]
    assert [(one.stage, one.begun, one.waiting) for one in reading] == [
        ("grouping", False, MANY),
        ("gateway, articles", False, MANY),
    ]
    assert all(one.lag_s > 0 for one in reading)
    assert [(box.service, box.count) for box in report.letters] == [(name, MANY) for name in SERVICES]
    told = [f"fault {number}" for number in range(MANY - LETTERS, MANY)]
    assert all([one.detail for one in box.newest] == told for box in report.letters)
