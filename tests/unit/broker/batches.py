"""Record batches for the tests."""

from aiokafka.record.default_records import DefaultRecordBatchBuilder

from services.broker.batch import records
from services.broker.log import Log
from services.broker.streams import DEFAULTS


def batch(
    *pairs: tuple[bytes | None, bytes | None],
    time: int = 1000,
    codec: int = 0,
    producer: tuple[int, int, int] = (-1, -1, -1),
) -> bytes:
    """One batch of keys and values, all of one time (ms), with one header each."""
    builder = DefaultRecordBatchBuilder(2, codec, 0, *producer, batch_size=1 << 30)
    for i, (key, value) in enumerate(pairs):
        builder.append(i, time, key, value, [("h", b"%d" % i)])
    return bytes(builder.build())


def config(**given: object) -> dict[str, str]:
    """A stream's settings with `_` for `.`."""
    return {**DEFAULTS, **{name.replace("_", "."): str(value) for name, value in given.items()}}


def held(log: Log) -> list[tuple[int, bytes | None, bytes | None]]:
    """Offset, key and value of every record that a log holds."""
    return [
        (r.offset, r.key, r.value)
        for segment in log.segments
        for raw, _ in segment.batches()
        for r in records(raw)
    ]
