"""What was read before a rebalance can't be acknowledged after it."""

import asyncio
from pathlib import Path

import pytest
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from services.runtime.fence import FencedConsumer
from services.runtime.settings import Settings
from services.runtime.worker import build_app

PARTITION = TP("stream", 0)


def message(generation: int) -> ConsumerMessage:
    return ConsumerMessage(
        topic="stream", partition=0, offset=5, timestamp=0.0, timestamp_type=0, headers={}, key=None, value=b"",
        checksum=None, tp=PARTITION, generation_id=generation,
    )  # fmt: skip


async def acknowledged(generation: int, folder: Path) -> tuple[bool, list[int]]:
    """Whether a consumer in generation 2 takes an acknowledgement, and the offsets that it would commit."""
    app = build_app("fenced", Settings(bootstrap="127.0.0.1:1", data=folder))
    app.topics.acking_topics.add("stream")
    app.consumer_generation_id = 2
    consumer = app.consumer
    assert isinstance(consumer, FencedConsumer)
    try:
        return consumer.ack(message(generation)), consumer._acked.get(PARTITION, [])
    finally:
        consumer._thread.thread_loop.close()  # of the thread that was made and never started


@pytest.mark.parametrize(("generation", "taken"), [(2, (True, [5])), (1, (False, []))])
def test_only_a_record_of_this_generation_counts_as_acknowledged(
    generation: int, taken: tuple[bool, list[int]], tmp_path: Path
) -> None:
    assert asyncio.run(acknowledged(generation, tmp_path)) == taken
