"""The articles in PostgreSQL: upserts that may be repeated, and reads of the newest versions."""

import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, LiteralString, Self

import msgspec
import psycopg
from psycopg import AsyncConnection, errors
from psycopg_pool import AsyncConnectionPool

from services.gateway import statements
from services.gateway.cursor import Filter, Position
from services.gateway.index import Row
from services.runtime.faults import Poison, Transient

CONNECT_S = 5
POOL_WAIT_S = 5.0
WAITING = 200
STATEMENT_S = 15
PAGE_BYTES = 8 * 1024 * 1024
"""Bytes of the documents of one page, unless the first alone is larger."""

OPTIONS = f"-c statement_timeout={STATEMENT_S}s -c timezone=UTC -c application_name=dateline.gateway"
LIMITS = (errors.ProgramLimitExceeded, errors.StatementTooComplex)
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, errors.ReadOnlySqlTransaction)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The newest event of one article. `doc` is its payload as JSON; empty where the article is retracted."""

    event_id: uuid.UUID
    producer: str
    happened_at: datetime
    retracted: bool
    doc: bytes


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Payloads, newest first, and the position of the last one where more follow."""

    docs: tuple[bytes, ...]
    last: Position | None


class Store:
    """A pool of connections to the database at `url`. Every method raises `Transient` while that doesn't answer."""

    def __init__(self, url: str, connections: int = 10) -> None:
        self._pool = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=connections,
            timeout=POOL_WAIT_S,
            max_waiting=WAITING,
            check=AsyncConnectionPool.check_connection,
            open=False,
            name="gateway",
            # A dead peer is noticed by TCP, because cancelling a query on it would wait just as long.
            kwargs={
                "autocommit": True,
                "connect_timeout": CONNECT_S,
                "options": OPTIONS,
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
                "tcp_user_timeout": STATEMENT_S * 1000,
            },
        )

    async def __aenter__(self) -> Self:
        """Open without waiting for the database: it may start later."""
        await self._pool.open(wait=False)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.close()

    async def ping(self) -> None:
        """Return if the database answers."""
        async with self._connection() as connection:
            await connection.execute("SELECT 1")

    async def add(self, rows: Sequence[Row]) -> None:
        """Keep every event of `rows` and the newest version of each article: all of them, or none.

        `Poison` where the database can't hold one of them.
        """
        # Replicas that hold the same articles for a moment, in a rebalance, must lock them in the same order.
        ordered = sorted(rows, key=lambda row: row.article_id)
        values = [_values(row) for row in ordered]
        async with self._connection() as connection, connection.transaction(), connection.cursor() as cursor:
            await cursor.executemany(statements.ADD_VERSION, values)
            await cursor.executemany(statements.ADD_ARTICLE, values)

    async def get(self, article: uuid.UUID) -> Found | None:
        """The newest event of `article`; None if none was seen."""
        async with self._connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(statements.ONE, {"id": article})
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

    async def page(self, wanted: Filter, after: Position | None, limit: int) -> Page:
        """At most `limit` articles that match `wanted`, newest first, from the one after `after`."""
        conditions: list[LiteralString] = []
        if wanted.source is not None:
            conditions.append(statements.SOURCE)
        if wanted.topic is not None:
            conditions.append(statements.TOPIC)
        if after is not None:
            conditions.append(statements.AFTER)
        values = {
            "source": wanted.source,
            "topic": wanted.topic,
            "sort_at": after and after.sort_at,
            "id": after and after.id,
            "limit": limit,
            "budget": PAGE_BYTES,
        }
        query = statements.PAGE.format(conditions=" ".join(conditions))
        async with self._connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(query, values)
            return _page(await cursor.fetchall())

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._pool.connection() as connection:
                yield connection
        except (psycopg.DataError, *LIMITS) as error:
            raise Poison("invalid", f"the database can't hold it: {_first_line(error)}") from error
        except AWAY as error:
            raise Transient("database", _first_line(error)) from error


def _values(row: Row) -> dict[str, Any]:
    return msgspec.structs.asdict(row) | {
        "doc": row.doc.decode(),
        "size": len(row.doc),
        "topics": list(row.topics),
        "retracted": row.kind == "retracted",
    }


def _page(rows: Sequence[tuple[uuid.UUID, datetime, bytes | None]]) -> Page:
    shown = [(Position(sort_at, article), doc) for article, sort_at, doc in rows if doc is not None]
    more = len(shown) < len(rows)
    return Page(docs=tuple(doc for _, doc in shown), last=shown[-1][0] if more else None)


def _first_line(error: psycopg.Error) -> str:
    return f"{type(error).__name__}: {str(error).strip().split(chr(10), 1)[0]}"
