"""Keys in the database. Each act on them is written down with it, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

import msgspec
from psycopg.rows import class_row, scalar_row

from services.gateway import audit
from services.gateway.access import keys
from services.gateway.access.keys import Key, Scope
from services.gateway.database import Database

ACTIVE: LiteralString = """
SELECT id, name, digest, scopes, rate, expires_at FROM api_keys WHERE expires_at IS NULL OR expires_at > now()
"""
LISTED: LiteralString = """
SELECT id, name, scopes, rate, created_at, expires_at FROM api_keys ORDER BY created_at, id
"""
ADD: LiteralString = """
INSERT INTO api_keys (id, name, digest, scopes, rate, expires_at)
VALUES (%(id)s, %(name)s, %(digest)s, %(scopes)s, %(rate)s, %(expires_at)s)
"""
IN_USE: LiteralString = """
SELECT id FROM api_keys WHERE name = %(name)s AND (expires_at IS NULL OR expires_at > now()) LIMIT 1
"""
END: LiteralString = """
UPDATE api_keys SET expires_at = now() + make_interval(secs => %(seconds)s)
WHERE id = %(id)s AND (expires_at IS NULL OR expires_at > now() + make_interval(secs => %(seconds)s))
RETURNING id, name, digest, scopes, rate, expires_at
"""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A key as an operator sees it."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    rate: int | None
    created_at: datetime
    expires_at: datetime | None


class KeyStore:
    """Every method raises `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def active(self) -> Sequence[Key]:
        """The keys that have not ended."""
        async with self._database.connection() as connection:
            rows = await (await connection.execute(ACTIVE)).fetchall()
        return [
            Key(id=id_, name=name, digest=bytes(digest), scopes=frozenset(held), rate=rate, expires_at=ends)
            for id_, name, digest, held, rate, ends in rows
        ]

    async def all(self) -> Sequence[Listed]:
        """Every key that ever was."""
        async with self._database.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Listed))
            await cursor.execute(LISTED)
            return await cursor.fetchall()

    async def add(self, key: Key, actor: str) -> None:
        """Keep `key`; `ValueError` where a living key has its name."""
        async with self._database.connection() as connection, connection.transaction():
            cursor = connection.cursor(row_factory=scalar_row)
            await cursor.execute(IN_USE, {"name": key.name})
            if (other := await cursor.fetchone()) is not None:
                raise ValueError(f"{key.name}: the key {other} has this name; rotate it, or choose another")
            await connection.execute(ADD, _values(key))
            detail = {"name": key.name, "scopes": sorted(key.scopes), "rate": key.rate}
            await audit.write(connection, actor, "key.create", key.id, detail)

    async def rotate(self, id_: str, overlap_s: float, actor: str) -> tuple[Key, str]:
        """A new key in the place of `id_`, which ends after `overlap_s` seconds; `ValueError` where it has ended."""
        async with self._database.connection() as connection, connection.transaction():
            row = await (await connection.execute(END, {"id": id_, "seconds": overlap_s})).fetchone()
            if row is None:
                raise ValueError(f"{id_}: no such key, or it ends before that")
            _, name, _, held, rate, _ = row
            key, word = keys.make(name, held, rate, None)
            await connection.execute(ADD, _values(key))
            await audit.write(connection, actor, "key.rotate", id_, {"new": key.id, "overlap_s": overlap_s})
        return key, word

    async def revoke(self, id_: str, actor: str) -> None:
        """End the key `id_` now; `ValueError` where there is none that lives."""
        async with self._database.connection() as connection, connection.transaction():
            if await (await connection.execute(END, {"id": id_, "seconds": 0})).fetchone() is None:
                raise ValueError(f"{id_}: no such key, or it has ended")
            await audit.write(connection, actor, "key.revoke", id_, {})


def _values(key: Key) -> dict[str, object]:
    return msgspec.structs.asdict(key) | {"scopes": sorted(key.scopes)}
