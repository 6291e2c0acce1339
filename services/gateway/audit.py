"""What administrators did, one line an act: never changed, and written with the act or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from services.gateway.database import Database

WRITE: LiteralString = """
INSERT INTO audit (actor, act, target, detail) VALUES (%(actor)s, %(act)s, %(target)s, %(detail)s)
"""
NEWEST: LiteralString = "SELECT at, actor, act, target, detail FROM audit ORDER BY id DESC LIMIT %(limit)s"


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """`actor` did `act` to `target`. No secret is ever in `detail`."""

    at: datetime
    actor: str
    act: str
    target: str
    detail: dict[str, Any]


async def write(
    connection: AsyncConnection, actor: str, act: str, target: str, detail: Mapping[str, object]
) -> None:
    """Write an act down, in the transaction of `connection`."""
    values = {"actor": actor, "act": act, "target": target, "detail": Jsonb(dict(detail))}
    await connection.execute(WRITE, values)


class AuditLog:
    """What was written down. `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, limit: int) -> Sequence[Act]:
        """The last `limit` acts, newest first."""
        async with self._database.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Act))
            await cursor.execute(NEWEST, {"limit": limit})
            return await cursor.fetchall()
