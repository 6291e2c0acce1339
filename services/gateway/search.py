"""Articles found in PostgreSQL: the newest that match, page by page, or the best of the newest."""

import contextlib
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.sql import SQL, Composable

from services.gateway import statements
from services.gateway.cursor import Position
from services.gateway.database import Database
from services.gateway.index import PAIRED
from services.gateway.wanted import Wanted
from services.gateway.where import Where, narrow, phrases, texts

PAGE_BYTES = 8 * 1024 * 1024
"""Bytes of the documents of one page, unless the first alone is larger."""

RANKED = 100
"""Hits that are ranked: the newest."""


FEW, FEW_TEXTS = 1_000, 5_000
"""Hits up to which all of them are collected and sorted; of more, the newest are soon met going down the order, which
costs more where it looks at texts."""

PROMISING = 2
"""How many times as many the database may expect where it is worth while to see whether they are few."""

MANY = 200_000
"""Hits of which the index is read to count some. Of more, it is sooner done to count the newest."""


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


class Hit(NamedTuple):
    """Where an article stands, and its payload: which event, and how many bytes."""

    id: uuid.UUID
    sort_at: datetime
    event_id: uuid.UUID
    size: int


class Search:
    """Reads what the store wrote. Every method raises `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, wanted: Wanted, after: Position | None, limit: int) -> Page:
        """At most `limit` articles that match `wanted`, newest first, from the one after `after`."""
        async with self._database.connection() as connection:
            hits = await newest(connection, wanted, after, limit + 1)
            shown = _within(hits[:limit], PAGE_BYTES)
            docs = await _documents(connection, shown)
        more = len(shown) < len(hits)
        return Page(docs=docs, last=Position(shown[-1].sort_at, shown[-1].id) if more else None)

    async def ranked(self, wanted: Wanted, limit: int) -> Page:
        """At most `limit` of the newest `RANKED` articles that match `wanted`, which has a text, best first."""
        async with self._database.connection() as connection:
            hits = await newest(connection, wanted, None, RANKED)
            values = {"text": wanted.text, "ids": [hit.id for hit in hits]}
            ranks = dict(await (await connection.execute(statements.RANK, values)).fetchall())
            best = sorted(
                hits, key=lambda hit: -ranks.get(hit.id, 0.0)
            )  # the newer one of equals stays first
            return Page(docs=await _documents(connection, _within(best[:limit], PAGE_BYTES)), last=None)

    async def trial(self, wanted: Wanted, count: int, samples: int) -> Trial:
        """How many articles match `wanted`, counted up to `count`, and the newest `samples` of them."""
        async with self._database.connection() as connection:
            hits = await newest(connection, wanted, None, samples)
            cursor = connection.cursor(row_factory=class_row(Sample))
            await cursor.execute(statements.SAMPLES, {"ids": [hit.id for hit in hits]})
            rows = {sample.id: sample for sample in await cursor.fetchall()}
            found = await _count(connection, wanted, count)
        shown = tuple(rows[hit.id] for hit in hits if hit.id in rows)
        return Trial(count=min(found, count), more=found > count, samples=shown)


async def newest(
    connection: AsyncConnection, wanted: Wanted, after: Position | None, limit: int
) -> Sequence[Hit]:
    """By the indexes where they find few, else down the order: either would be slow in the other's place."""
    where = await _where(connection, wanted)
    condition, may_be = _condition(where, wanted, after), _condition(where, wanted, after, whole=False)
    few = FEW_TEXTS if _texts(wanted) else FEW
    values = where.values | {"limit": limit, "few": few}
    if _narrow(wanted) and await _expected(connection, condition, where.values) <= PROMISING * few:
        async with _by_index(connection), connection.cursor(binary=True) as cursor:
            await cursor.execute(SQL(statements.FEW_HITS).format(may_be=may_be, condition=condition), values)
            rows = await cursor.fetchall()
        if rows[0][-1] <= few:
            return [Hit(*row[:-1]) for row in rows if row[0] is not None]
    async with connection.cursor(binary=True) as cursor:
        await cursor.execute(SQL(statements.NEWEST_HITS).format(condition=condition), values)
        return [Hit(*row) for row in await cursor.fetchall()]


async def _expected(
    connection: AsyncConnection, condition: Composable, values: Mapping[str, object]
) -> float:
    """How many hits the database expects, from its statistics: asked in less than a millisecond."""
    row = await (
        await connection.execute(SQL(statements.EXPECTED).format(condition=condition), values)
    ).fetchone()
    return float(row[0][0]["Plan"]["Plan Rows"]) if row else 0.0


async def _count(connection: AsyncConnection, wanted: Wanted, most: int) -> int:
    """How many articles match, `most` + 1 where there are more than `most`."""
    where = await _where(connection, wanted)
    condition = _condition(where, wanted, None)
    few = _narrow(wanted) and await _expected(connection, condition, where.values) <= MANY
    query = SQL(statements.COUNT if few else statements.COUNT_NEWEST).format(condition=condition)
    async with _by_index(connection) if few else contextlib.nullcontext():
        row = await (await connection.execute(query, where.values | {"limit": most})).fetchone()
    return int(row[0]) if row else 0


@asynccontextmanager
async def _by_index(connection: AsyncConnection) -> AsyncIterator[None]:
    async with connection.transaction():
        await connection.execute(statements.BY_INDEX)
        yield


async def _documents(connection: AsyncConnection, hits: Sequence[Hit]) -> tuple[bytes, ...]:
    async with connection.cursor(binary=True) as cursor:
        await cursor.execute(statements.DOCUMENTS, {"events": [hit.event_id for hit in hits]})
        docs: dict[uuid.UUID, bytes] = dict(await cursor.fetchall())
    return tuple(docs[hit.event_id] for hit in hits)


def _within(hits: Sequence[Hit], budget: int) -> Sequence[Hit]:
    """The first of `hits` whose payloads have at most `budget` bytes together, or the very first alone."""
    total, shown = 0, list[Hit]()
    for hit in hits:
        total += hit.size
        if shown and total > budget:
            break
        shown.append(hit)
    return shown


def _narrow(wanted: Wanted) -> bool:
    return (
        wanted.text is not None
        or wanted.story is not None
        or (wanted.filter is not None and narrow(wanted.filter))
    )


def _texts(wanted: Wanted) -> bool:
    return wanted.text is not None or (wanted.filter is not None and texts(wanted.filter))


async def _where(connection: AsyncConnection, wanted: Wanted) -> Where:
    """Conditions that find phrases by their pairs, unless there are rows that have none yet."""
    if wanted.filter is None or not phrases(wanted.filter):
        return Where()
    row = await (await connection.execute(statements.UNPAIRED, {"paired": PAIRED})).fetchone()
    return Where(paired=row == (False,))


def _condition(where: Where, wanted: Wanted, after: Position | None, whole: bool = True) -> Composable:
    """What is wanted; unless `whole`, as much of it as the indexes can tell."""
    parts: list[Composable] = [SQL(statements.NOT_RETRACTED)]
    if wanted.filter is not None:
        parts.append(where.of(wanted.filter) if whole else where.may_be(wanted.filter))
    if wanted.text is not None:
        query = SQL(statements.QUERY).format(where.value(wanted.text))
        found = SQL(statements.FOUND).format(query)
        parts.append(found if whole else SQL(statements.QUERY_MAY_BE).format(query=query))
    if wanted.story is not None:
        parts.append(SQL(statements.OF_STORY).format(where.value(wanted.story)))
    if after is not None:
        parts.append(SQL(statements.AFTER).format(where.value(after.sort_at), where.value(after.id)))
    return SQL(" AND ").join(parts)
