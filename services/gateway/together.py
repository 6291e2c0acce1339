"""Parts of one process that live and end together."""

import asyncio
from collections.abc import Coroutine

from services.runtime import logs

log = logs.get(__name__)


async def together(stop: asyncio.Event, grace_s: float, *parts: Coroutine[None, None, None]) -> None:
    """Run `parts` until one of them ends, then set `stop` and give the others `grace_s` seconds to end too.

    Each part is expected to end soon after `stop` is set. What is not done by then is cancelled. The first exception
    is raised once all have ended.
    """
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        _, late = await asyncio.wait(tasks, timeout=grace_s)
        if late:
            log.warning("grace is over", grace_s=grace_s, unfinished=len(late))
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end
