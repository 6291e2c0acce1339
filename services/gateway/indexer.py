"""The tagged stream -> the store: what the gateway's indexer does with the events that it reads."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from schemas.mediatopics import Vocabulary
from services.gateway.index import Row, row
from services.runtime.stage import Events, Incoming

GROUP = "dateline.gateway"


class Rows(Protocol):
    """Where rows are kept."""

    async def add(self, rows: Sequence[Row]) -> None: ...


class StoreSink:
    """Keeps the row of each event. The payload is kept as it came, with fields that we don't know yet."""

    def __init__(self, rows: Rows, vocabulary: Vocabulary) -> None:
        self._rows = rows
        self._vocabulary = vocabulary

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Return once the rows are committed."""
        # In a thread: to find the words of long articles takes a while, and answers must not wait for it.
        await self._rows.add(await asyncio.to_thread(self._all, batch, results))

    def _all(self, batch: Sequence[Incoming], results: Sequence[Events]) -> list[Row]:
        return [
            row(event, incoming.record.value or b"", self._vocabulary)
            for incoming, events in zip(batch, results, strict=True)
            for event in events
        ]


def pass_on(events: Events, /) -> Sequence[Events]:
    """The indexer adds nothing to an event."""
    return [(event,) for event in events]
