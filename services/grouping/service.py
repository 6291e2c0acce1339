"""Grouping's composition root: tagged articles in; copies, stories, trends out. One process works, others stand by."""

import asyncio
from contextlib import AsyncExitStack

from schemas.catalogue import GROUPS, TAGGED, dead_letters
from services.grouping.assignment import AllToOne
from services.grouping.delivery import InSteps
from services.grouping.memory import remember
from services.grouping.pictures import Pictures
from services.grouping.settings import GroupingSettings
from services.grouping.state import State
from services.grouping.work import SERVICE, Grouping
from services.runtime import probes
from services.runtime.cluster import wait_for_streams
from services.runtime.consumer import Consumer, Positions
from services.runtime.deadletters import DeadLetters
from services.runtime.health import Health
from services.runtime.publisher import connected
from services.runtime.stage import Stage

__all__ = ["SERVICE", "compose"]
GROUP = "dateline.grouping"
WINDOW_READ_S = 1800.0
"""Seconds that reading the window again may take before the group gives the member up."""


async def compose(settings: GroupingSettings, stop: asyncio.Event) -> int:
    """Run grouping until `stop` is set; the exit code. `Halted` where the stage stopped itself."""
    pictures = await asyncio.to_thread(Pictures.load, settings.models)
    grouping = Grouping(State(pictures, settings.limits, settings.rules))
    health = Health(SERVICE, "broker", "streams", "partitions")

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(probes.serve(health, settings.http_host, settings.http_port))
        needed = [TAGGED, GROUPS, dead_letters(SERVICE)]
        counts = await wait_for_streams(settings.bootstrap, needed, health, stop)
        if stop.is_set():
            return 0

        async def begin(positions: Positions) -> None:
            grouping.state = State(pictures, settings.limits, settings.rules)
            await remember(grouping.state, settings.bootstrap, counts, positions, settings.limits.window_s)

        publisher = await stack.enter_async_context(connected(settings.bootstrap, SERVICE))
        stage = Stage(
            SERVICE,
            grouping.work,
            InSteps(publisher, grouping.delivered),
            DeadLetters(publisher, SERVICE),
            health,
            settings.retry_s,
            settings.dead_letter_share,
        )
        consumer = Consumer(
            GROUP, TAGGED, stage, settings, health, begin=begin, assignor=AllToOne, busy_s=WINDOW_READ_S
        )
        await consumer.run(stop)
    return 0
