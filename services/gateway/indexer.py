"""The tagged stream -> the store: what the gateway's indexer does with the events that it reads."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from schemas.envelope import Event, Message
from schemas.mediatopics import Vocabulary
from services.gateway.index import Row, row
from services.gateway.webhooks.fanout import Listener, Wish
from services.runtime.stage import Events, Incoming

GROUP = "dateline.gateway"


class Rows(Protocol):
    """Where rows are kept."""

    async def add(self, rows: Sequence[Row], wishes: Sequence[Wish] = ()) -> None: ...


class Heard(Protocol):
    """Who is to be told of events."""

    async def now(self) -> Sequence[Listener]: ...

    def wishes(self, listeners: Sequence[Listener], events: Sequence[Event[Message]]) -> list[Wish]: ...


class StoreSink:
    """Keeps the row of each event, and who is to be told of it. The payload is kept as it came, whole."""

    def __init__(self, rows: Rows, vocabulary: Vocabulary, heard: Heard) -> None:
        self._rows = rows
        self._vocabulary = vocabulary
        self._heard = heard

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Return once the rows are committed."""
        # In a thread: to find the words of long articles takes a while, and answers must not wait for it.
        await self._rows.add(*await asyncio.to_thread(self._all, batch, results, await self._heard.now()))

    def _all(
        self, batch: Sequence[Incoming], results: Sequence[Events], listeners: Sequence[Listener]
    ) -> tuple[list[Row], list[Wish]]:
        told = [
            (event, incoming.record.value or b"")
            for incoming, events in zip(batch, results, strict=True)
            for event in events
        ]
        rows = [row(event, doc, self._vocabulary) for event, doc in told]
        return rows, self._heard.wishes(listeners, [event for event, _ in told]) if listeners else []


def pass_on(events: Events, /) -> Sequence[Events]:
    """The indexer adds nothing to an event."""
    return [(event,) for event in events]
