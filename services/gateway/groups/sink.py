"""The groups and sources streams -> the store: what their indexers do with the events that they read."""

from collections.abc import Sequence
from typing import Protocol

from services.gateway.groups.rows import AnyRow, row
from services.runtime.stage import Events, Incoming

GROUPS_GROUP = "dateline.gateway.groups"
SOURCES_GROUP = "dateline.gateway.sources"


class Rows(Protocol):
    """Where rows are kept."""

    async def add(self, rows: Sequence[AnyRow]) -> None: ...


class GroupSink:
    """Keeps the row of each event."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Return once the rows are committed."""
        found = [
            row(event, incoming.record.value or b"")
            for incoming, events in zip(batch, results, strict=True)
            for event in events
        ]
        await self._rows.add(found)
