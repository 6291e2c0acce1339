"""What the broker does unasked: put out silent group members, sync to the disk, retention, compaction."""

import asyncio
import logging
import time

from services.broker.compaction import compact
from services.broker.log import Log
from services.broker.node import Node

_log = logging.getLogger(__name__)


async def watch_groups(node: Node, every_s: float = 0.1) -> None:
    """For ever: let each group see the time."""
    while True:
        for group in list(node.groups.values()):
            group.tick()
        await asyncio.sleep(every_s)


async def keep_logs(node: Node, every_s: float = 1.0) -> None:
    """For ever: sync, retention and compaction, the long work in a thread."""
    while True:
        await asyncio.sleep(every_s)
        for log in node.logs():
            try:
                log.retain(_now())
                await asyncio.to_thread(log.sync)
                await _compact(log)
            except OSError as error:  # a full disk, or a stream that was deleted under us
                _log.warning("upkeep of %s: %s", log.folder, error)


async def _compact(log: Log) -> None:
    closed, end = log.segments[:-1], log.segments[-1].base
    dirty, total = sum(s.size for s in closed if s.end > log.compacted), sum(s.size for s in closed)
    enough = dirty > 0 and dirty >= float(log.config["min.cleanable.dirty.ratio"]) * total
    if "compact" in log.config["cleanup.policy"] and enough:
        copies = await asyncio.to_thread(compact, closed, _now() - int(log.config["delete.retention.ms"]))
        for old, copy in zip(closed, copies, strict=True):
            log.swap(old, copy)
        log.compacted = end


def _now() -> int:
    return time.time_ns() // 1_000_000
