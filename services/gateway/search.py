"""Articles found in PostgreSQL: the newest that match, page by page, or the best of the newest."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg.rows import class_row
from psycopg.sql import SQL, Composable, Composed

from services.gateway import statements
from services.gateway.cursor import Position
from services.gateway.database import Database
from services.gateway.wanted import Wanted
from services.gateway.where import Where

PAGE_BYTES = 8 * 1024 * 1024
"""Bytes of the documents of one page, unless the first alone is larger."""

RANKED = 100
"""Hits that are ranked: the newest."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Payloads, and the position of the last one where more follow."""

    docs: tuple[bytes, ...]
    last: Position | None


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """An article in a line."""

    id: uuid.UUID
    version: int
    title: str
    source: str
    language: str
    published: datetime | None


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What a filter finds: how many articles (`more` than `count` where it is so), and the newest of them."""

    count: int
    more: bool
    samples: tuple[Sample, ...]


class Search:
    """Reads what the store wrote. Every method raises `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, wanted: Wanted, after: Position | None, limit: int) -> Page:
        """At most `limit` articles that match `wanted`, newest first, from the one after `after`."""
        where = Where()
        condition = _condition(where, wanted, after)
        query = SQL(statements.PAGE).format(condition=condition)
        rows = await self._documents(query, where.values | {"limit": limit, "budget": PAGE_BYTES})
        shown = [(Position(sort_at, article), doc) for article, sort_at, doc in rows if doc is not None]
        more = len(shown) < len(rows)
        return Page(docs=tuple(doc for _, doc in shown), last=shown[-1][0] if more else None)

    async def ranked(self, wanted: Wanted, limit: int) -> Page:
        """At most `limit` of the newest `RANKED` articles that match `wanted`, which has a text, best first."""
        where = Where()
        query = SQL(statements.RANKED).format(
            condition=_condition(where, wanted, None), query=_query(where, wanted.text or "")
        )
        values = where.values | {"ranked": RANKED, "limit": limit, "budget": PAGE_BYTES}
        rows = await self._documents(query, values)
        return Page(docs=tuple(doc for _, _, doc in rows if doc is not None), last=None)

    async def trial(self, wanted: Wanted, count: int, samples: int) -> Trial:
        """How many articles match `wanted`, counted up to `count`, and the newest `samples` of them."""
        where = Where()
        condition = _condition(where, wanted, None)
        async with self._database.connection() as connection:
            counted = await connection.execute(
                SQL(statements.COUNT).format(condition=condition), where.values | {"limit": count}
            )
            (found,) = await counted.fetchone() or (0,)
            cursor = connection.cursor(row_factory=class_row(Sample))
            await cursor.execute(
                SQL(statements.NEWEST).format(condition=condition), where.values | {"limit": samples}
            )
            return Trial(count=min(found, count), more=found > count, samples=tuple(await cursor.fetchall()))

    async def _documents(
        self, query: Composed, values: dict[str, object]
    ) -> Sequence[tuple[uuid.UUID, datetime, bytes | None]]:
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(query, values)
            return await cursor.fetchall()


def _condition(where: Where, wanted: Wanted, after: Position | None) -> Composable:
    parts: list[Composable] = [SQL(statements.NOT_RETRACTED)]
    if wanted.filter is not None:
        parts.append(where.of(wanted.filter))
    if wanted.text is not None:
        parts.append(SQL(statements.FOUND).format(_query(where, wanted.text)))
    if after is not None:
        parts.append(SQL(statements.AFTER).format(where.value(after.sort_at), where.value(after.id)))
    return SQL(" AND ").join(parts)


def _query(where: Where, text: str) -> Composable:
    return SQL(statements.QUERY).format(where.value(text))
