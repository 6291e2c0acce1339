"""Rows that an older release indexed are indexed anew, from the events that are kept, while everything runs."""

import asyncio
import uuid
from collections.abc import Sequence
from typing import Protocol

import msgspec

from schemas.article import Retraction
from schemas.envelope import Event, Message
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway.index import Row, row
from services.gateway.store import Stale
from services.runtime import logs
from services.runtime.cluster import pause
from services.runtime.faults import Poison, Transient

log = logs.get(__name__)
BATCH = 50
PAUSE_S = 2.0
STRUCTS: dict[str, type[TaggedArticle | Retraction]] = {"tagged": TaggedArticle, "retracted": Retraction}


class Rows(Protocol):
    """Where rows are kept."""

    async def stale(self, after: uuid.UUID | None, limit: int) -> Sequence[Stale]: ...

    async def again(self, rows: Sequence[Row]) -> None: ...


async def reindex(rows: Rows, vocabulary: Vocabulary, stop: asyncio.Event) -> None:
    """Index every row of an older form anew, then return; a database that goes away is waited for."""
    after: uuid.UUID | None = None
    done = 0
    while not stop.is_set():
        try:
            found = await rows.stale(after, BATCH)
            await rows.again(await asyncio.to_thread(_all, found, vocabulary))
        except Transient:
            await pause(stop, PAUSE_S)
            continue
        except Poison as error:
            log.warning("not reindexed", after=str(after), articles=len(found), detail=error.detail)
        if not found:
            break
        after, done = found[-1].article_id, done + len(found)
    log.info("reindexed", articles=done)


def _all(found: Sequence[Stale], vocabulary: Vocabulary) -> list[Row]:
    return [one for stale in found if (one := _row(stale, vocabulary))]


def _row(stale: Stale, vocabulary: Vocabulary) -> Row | None:
    event: Event[Message] = Event(
        id=str(stale.event_id),
        source=stale.producer,
        time=stale.happened_at.isoformat(),
        partitionkey=str(stale.article_id),
        receivedtime=stale.received_at.isoformat(),
        data=msgspec.json.decode(stale.doc, type=STRUCTS[stale.kind]),
    )
    try:
        return row(event, stale.doc, vocabulary)
    except Poison as error:
        log.warning("not reindexed", article=event.partitionkey, detail=error.detail)
        return None
