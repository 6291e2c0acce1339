"""The articles in PostgreSQL: upserts that may be repeated, and what is known of one article."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, LiteralString

import msgspec
from psycopg.rows import class_row

from schemas.filters.subject import BREAK
from services.gateway import statements
from services.gateway.database import Database
from services.gateway.index import FORM, Listed, Row
from services.gateway.webhooks.fanout import Wish, queue

MOST_EVENTS = 500


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The newest event of one article. `doc` is its payload as JSON; empty where the article is retracted."""

    event_id: uuid.UUID
    producer: str
    happened_at: datetime
    retracted: bool
    doc: bytes


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One event of an article, without its payload of `size` bytes. `current`: it is the one that is served."""

    event_id: uuid.UUID
    version: int
    kind: Literal["tagged", "retracted"]
    producer: str
    happened_at: datetime
    received_at: datetime
    size: int
    current: bool


class Stale(msgspec.Struct, frozen=True, kw_only=True):
    """The newest event of an article whose row is of an older form."""

    event_id: uuid.UUID
    article_id: uuid.UUID
    kind: Literal["tagged", "retracted"]
    producer: str
    happened_at: datetime
    received_at: datetime
    doc: bytes


class Store:
    """What the indexer writes. Every method raises `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, rows: Sequence[Row], wishes: Sequence[Wish] = ()) -> None:
        """Keep every event of `rows` and the newest version of each article, and queue `wishes`: all of it, or none.

        `Poison` where the database can't hold one of them.
        """
        await self._write(rows, again=False, wishes=wishes)

    async def again(self, rows: Sequence[Row]) -> None:
        """Index `rows` anew, each if it is still the newest of its article."""
        await self._write(rows, again=True)

    async def get(self, article: uuid.UUID) -> Found | None:
        """The newest event of `article`; None if none was seen."""
        return await self._found(statements.ONE, {"id": article})

    async def event(self, article: uuid.UUID, event: uuid.UUID) -> Found | None:
        """Any event of `article`, also one whose tags are superseded; None if it was not seen."""
        return await self._found(statements.EVENT, {"id": article, "event": event})

    async def _found(self, query: LiteralString, values: Mapping[str, object]) -> Found | None:
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(query, values)
            if (row := await cursor.fetchone()) is None:
                return None
            event, retracted, producer, happened_at, doc = row
            return Found(
                event_id=event,
                producer=producer,
                happened_at=happened_at,
                retracted=retracted,
                doc=b"" if retracted else doc,
            )

    async def history(self, article: uuid.UUID) -> Sequence[Kept]:
        """The newest `MOST_EVENTS` events of `article`, newest version first; none if none was seen."""
        async with self._database.connection() as connection:
            cursor = connection.cursor(binary=True, row_factory=class_row(Kept))
            await cursor.execute(statements.HISTORY, {"id": article, "limit": MOST_EVENTS})
            return await cursor.fetchall()

    async def stale(self, after: uuid.UUID | None, limit: int) -> Sequence[Stale]:
        """At most `limit` articles whose rows are of an older form, by id, from the one after `after`."""
        values = {"after": after, "limit": limit, "form": FORM}
        async with self._database.connection() as connection:
            cursor = connection.cursor(binary=True, row_factory=class_row(Stale))
            await cursor.execute(statements.STALE, values)
            return await cursor.fetchall()

    async def _write(self, rows: Sequence[Row], again: bool, wishes: Sequence[Wish] = ()) -> None:
        # Replicas that hold the same articles for a moment, in a rebalance, must lock them in the same order.
        ordered = sorted(rows, key=lambda row: row.article_id)
        values = [_values(row) | {"again": again} for row in ordered]
        async with (
            self._database.connection() as connection,
            connection.transaction(),
            connection.cursor() as cursor,
        ):
            if not again:
                await queue(connection, wishes)
                await cursor.executemany(statements.ADD_VERSION, values)
            await cursor.executemany(statements.ADD_ARTICLE, values)


def _values(row: Row) -> dict[str, Any]:
    return (
        {name: getattr(row, name) for name in Row.__struct_fields__}
        | {
            "doc": row.doc.decode(),
            "size": len(row.doc),
            "retracted": row.kind == "retracted",
            "form": FORM,
            "topics": list(row.topics),
            "topic_scores": list(row.topics.values()),
            "entities": list(row.entities),
            "entity_scores": list(row.entities.values()),
            "lexemes": sorted(set(row.words.split()) - {BREAK}),
            "pairs": list(row.pairs),
        }
        | _columns(row.listed)
    )


def _columns(listed: Sequence[Listed]) -> dict[str, Any]:
    """A list a column, for `unnest`."""
    return {
        "keys": [one.key for one in listed],
        "ids": [one.id for one in listed],
        "names": [one.name for one in listed],
        "folded": [one.folded for one in listed],
        "types": [one.type for one in listed],
        "mentions": [one.mentions for one in listed],
        "scores": [one.score for one in listed],
    }
