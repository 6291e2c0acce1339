"""A Faust table whose writes are acknowledged: the memory of a stage that must remember what it has said."""

import asyncio
from collections.abc import Mapping
from typing import Generic, TypeVar

import faust
import msgspec

V = TypeVar("V", bound=msgspec.Struct)


class Ledger(Generic[V]):
    """Key to struct, kept in a changelog stream and read back from it at start.

    Faust writes the changelog some time after a table is set, so an input could be acknowledged before it. `put`
    returns once the broker has the entry, and only then lets readers see it. Setting is idempotent: a replay sets the
    same values again. It must be partitioned as the stage's input stream is, hence `partitions`.
    """

    def __init__(self, app: faust.App, name: str, kind: type[V], partitions: int) -> None:
        self._decoder = msgspec.json.Decoder(kind)
        self._encoder = msgspec.json.Encoder(order="deterministic")
        self._table = app.Table(
            name,
            key_type=bytes,
            value_type=bytes,
            partitions=partitions,
        )

    def get(self, key: str) -> V | None:
        """What was last put under `key`, or None."""
        raw = self._table.data.get(key.encode())
        return None if raw is None else self._decoder.decode(raw)

    async def put(self, partition: int, entries: Mapping[str, V]) -> None:
        """Set `entries`, whose keys belong to `partition` of the input; return once the broker has them."""
        raw = {key.encode(): self._encoder.encode(value) for key, value in entries.items()}
        await asyncio.gather(
            *(self._table.send_changelog(partition, key, value) for key, value in raw.items())
        )
        self._table.data.update(raw)
