"""What producers and consumers ask: append, fetch, look up offsets, the id of a producer."""

import asyncio
import secrets

from kafka import errors

from services.broker.node import Node
from services.broker.wire import Reply, Request, by_partition

LATEST, EARLIEST = -1, -2
FETCH_BYTES = 4 << 20  # the most in one answer, whatever a client asks for
FETCH_LEAST = 64 << 10  # even where memory is short


def produce(node: Node, request: Request) -> Reply | None:
    def append(stream: str, partition: Request) -> Reply:
        log = node.streams.log(stream, partition.index)
        return {"base_offset": log.append(bytes(partition.records or b"")), "log_start_offset": log.start}

    responses = by_partition(request.topic_data, append, partitions="partition_data", index="index")
    return {"responses": responses} if request.acks else None


async def fetch(node: Node, request: Request) -> Reply:
    await _available(node, request)
    left = max(FETCH_LEAST, min(request.max_bytes, FETCH_BYTES, node.memory.free))

    def read(stream: str, partition: Request) -> Reply:
        nonlocal left
        log = node.streams.log(stream, partition.partition)
        limit = min(left, partition.partition_max_bytes)
        records = log.read(partition.fetch_offset, limit) if left > 0 else b""
        left -= len(records)
        ends = {"high_watermark": log.end, "last_stable_offset": log.end, "log_start_offset": log.start}
        return {"records": records, "aborted_transactions": [], **ends}

    return {"responses": by_partition(request.topics, read, name="topic", index="partition")}


async def _available(node: Node, request: Request) -> None:
    """Wait until there are `min_bytes`, time is up, or a partition has an error to tell."""
    wanted = [(t.topic, p.partition, p.fetch_offset) for t in request.topics for p in t.partitions]
    event = asyncio.Event()
    try:
        logs = [(node.streams.log(stream, partition), offset) for stream, partition, offset in wanted]
    except errors.UnknownTopicOrPartitionError:
        return
    if any(not log.start <= offset <= log.end for log, offset in logs):
        return
    for log, _ in logs:
        log.waiting.add(event)
    try:
        async with asyncio.timeout(request.max_wait_ms / 1000):
            while sum(log.ahead(offset) for log, offset in logs) < request.min_bytes:
                event.clear()
                await event.wait()
    except TimeoutError:
        pass
    finally:
        for log, _ in logs:
            log.waiting.discard(event)


def list_offsets(node: Node, request: Request) -> Reply:
    def find(stream: str, partition: Request) -> Reply:
        log, time = node.streams.log(stream, partition.partition_index), partition.timestamp
        if time in (EARLIEST, LATEST):
            return {"offset": log.start if time == EARLIEST else log.end, "timestamp": -1}
        offset, found = log.since(time)
        return {"offset": offset, "timestamp": found}

    return {"topics": by_partition(request.topics, find)}


def init_producer_id(_node: Node, request: Request) -> Reply:
    if request.transactional_id is not None:
        raise errors.TransactionalIdAuthorizationFailedError
    return {"producer_id": secrets.randbits(62), "producer_epoch": 0}
