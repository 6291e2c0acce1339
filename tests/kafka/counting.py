"""A Faust app that counts words in a table with a changelog: `python -m tests.kafka.counting BOOTSTRAP NAME END`.

Reads words from the stream NAME, sends each with its count to NAME-out, and ends cleanly once the word END has come.
Words that begin with a dot are not counted. Prints what its table held before the first word, as a line of JSON.
"""

import asyncio
import json
import sys

import faust

from services.runtime.fence import FencedTransport


async def main(bootstrap: str, name: str, end: str) -> None:
    app = faust.App(
        f"{name}-app",
        broker=f"kafka://{bootstrap}",
        store="memory://",
        web_enabled=False,
        topic_disable_leader=True,
        topic_partitions=1,
        broker_commit_interval=0.3,
        broker_commit_every=100,
        broker_session_timeout=6,
        broker_heartbeat_interval=1,
        broker_rebalance_timeout=6,
        producer_linger=0.005,
    )
    # As the services run it: without the fence Faust may take records in flight for a gap once a table is restored.
    app.transport = FencedTransport(app.conf.broker_consumer, app)
    words = app.topic(name, key_type=bytes, value_type=bytes, value_serializer="raw", key_serializer="raw")
    out = app.topic(f"{name}-out", value_serializer="json")
    counts = app.Table("counts", default=int, partitions=1)
    first, ended = asyncio.Event(), asyncio.Event()
    first.set()

    @app.agent(words, concurrency=1)
    async def count(stream: faust.Stream[bytes]) -> None:
        async for word in stream:
            if first.is_set():
                print(json.dumps(dict(counts.items())), flush=True)
                first.clear()
            text = word.decode()
            if text == end:
                ended.set()
            if text.startswith("."):
                continue
            counts[text] += 1
            await (await out.send(key=text, value={"word": text, "count": counts[text]}))

    await app.start()
    await ended.wait()
    await asyncio.sleep(1)  # the agent acknowledges the last word, and the commit timer comes round
    await app.stop()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
