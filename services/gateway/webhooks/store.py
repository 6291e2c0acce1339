"""Webhooks in PostgreSQL: what their owners do with them."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from psycopg.rows import class_row

from services.gateway import audit
from services.gateway.database import Database
from services.gateway.webhooks import signing, statements
from services.gateway.webhooks.subscription import Attempt, NewWebhook, Webhook, WebhookChange

MOST = 100
"""Webhooks of one owner."""


class Full(Exception):
    """The owner has as many webhooks as may be."""


class WebhookStore:
    """Each act is written to the audit log with it. `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shown(self, id_: uuid.UUID | None, owner: str | None) -> Sequence[Webhook]:
        """The webhooks of `owner`, or of all; only the one of `id_` where that is given."""
        async with self._database.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Webhook))
            await cursor.execute(statements.SHOWN, {"id": id_, "owner": owner})
            return await cursor.fetchall()

    async def add(self, asked: NewWebhook, owner: str, actor: str) -> tuple[uuid.UUID, str]:
        """The id and the secret of a new webhook; `Full` where its owner has too many."""
        id_, secret = uuid.uuid4(), signing.secret()
        values = asked.model_dump() | {"id": id_, "owner": owner, "secret": secret}
        async with self._database.connection() as connection, connection.transaction():
            row = await (await connection.execute(statements.COUNT, {"owner": owner})).fetchone()
            if row and row[0] >= MOST:
                raise Full
            await connection.execute(statements.ADD, values)
            detail = {"url": asked.url, "filter": asked.filter}
            await audit.write(connection, actor, "webhook.create", str(id_), detail)
        return id_, secret

    async def change(self, id_: uuid.UUID, asked: WebhookChange, actor: str) -> None:
        """Change what `asked` names."""
        values = asked.model_dump()
        detail = {name: value for name, value in values.items() if value is not None}
        await self._act(statements.CHANGE, {"id": id_, **values}, actor, "webhook.change", detail)

    async def rotate(self, id_: uuid.UUID, overlap_s: float, actor: str) -> str:
        """The new secret; the old one goes on to sign for `overlap_s` seconds."""
        secret = signing.secret()
        values = {"id": id_, "overlap_s": overlap_s, "secret": secret}
        await self._act(statements.ROTATE, values, actor, "webhook.rotate", {"overlap_s": overlap_s})
        return secret

    async def remove(self, id_: uuid.UUID, actor: str) -> None:
        """Forget the webhook, and what is still to be delivered to it."""
        await self._act(statements.REMOVE, {"id": id_}, actor, "webhook.remove", {})

    async def redeliver(self, id_: uuid.UUID, since: datetime, actor: str) -> None:
        """Have everything that it wants and that was tagged from `since` on delivered again."""
        detail: dict[str, object] = {"from": since.isoformat()}
        await self._act(statements.REPLAY, {"id": id_, "at": since}, actor, "webhook.redeliver", detail)

    async def attempts(self, id_: uuid.UUID, limit: int) -> Sequence[Attempt]:
        """The newest attempts, newest first."""
        async with self._database.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Attempt))
            await cursor.execute(statements.ATTEMPTS, {"id": id_, "limit": limit})
            return await cursor.fetchall()

    async def _act(
        self, query: LiteralString, values: dict[str, object], actor: str, act: str, detail: dict[str, object]
    ) -> None:
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(query, values)
            await audit.write(connection, actor, act, str(values["id"]), detail)
