"""Connections to PostgreSQL, and what its faults mean."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

import psycopg
from psycopg import AsyncConnection, errors
from psycopg_pool import AsyncConnectionPool

from services.runtime.faults import Poison, Transient

CONNECT_S = 5
POOL_WAIT_S = 5.0
WAITING = 200
STATEMENT_S, READ_S = 15.0, 3.0
"""Seconds that a statement of ours may take, and one that somebody asks for."""

OPTIONS = (
    "-c timezone=UTC -c application_name=dateline.gateway"
    " -c jit=off -c work_mem=16MB"  # queries are short, and a bitmap that is too large for its memory costs texts
)
LIMITS = (errors.ProgramLimitExceeded, errors.StatementTooComplex)
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, errors.ReadOnlySqlTransaction)


class TooSlow(Transient):
    """A statement took longer than it may. What was asked for is too much; the database is there."""


class Database:
    """A pool of connections to the database at `url`, on which no statement takes longer than `statement_s` seconds."""

    def __init__(self, url: str, connections: int = 10, statement_s: float = STATEMENT_S) -> None:
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
                "options": f"{OPTIONS} -c statement_timeout={round(statement_s * 1000)}",
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
                "tcp_user_timeout": round(STATEMENT_S * 1000),
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
        async with self.connection() as connection:
            await connection.execute("SELECT 1")

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection for a while. `Transient` where the database is away, or a statement takes too long (`TooSlow`);
        `Poison` where it can't hold a value.
        """
        try:
            async with self._pool.connection() as connection:
                yield connection
        except (psycopg.DataError, *LIMITS) as error:
            raise Poison("invalid", f"the database can't hold it: {_first_line(error)}") from error
        except errors.QueryCanceled as error:
            raise TooSlow("database", _first_line(error)) from error
        except AWAY as error:
            raise Transient("database", _first_line(error)) from error


def _first_line(error: psycopg.Error) -> str:
    return f"{type(error).__name__}: {str(error).strip().split(chr(10), 1)[0]}"
