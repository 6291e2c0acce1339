"""What is to be delivered: claimed for a while, and brought to its end or put off."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import LiteralString

import msgspec
from psycopg.rows import class_row

from schemas.article import Retraction
from schemas.envelope import Event, Message
from schemas.tagged import TaggedArticle
from services.gateway.database import Database
from services.gateway.webhooks import message, statements
from services.gateway.webhooks.fanout import Listeners
from services.gateway.webhooks.sender import Outcome

KEPT_DAYS = 14
REPLAYED_AT_ONCE = 200
STRUCTS: Mapping[str, type[TaggedArticle | Retraction]] = {"tagged": TaggedArticle, "retracted": Retraction}


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery in hand: this is its `attempts`-th attempt."""

    webhook_id: uuid.UUID
    event_id: uuid.UUID
    attempts: int
    url: str
    whole: bool
    secret: str
    old_secret: str | None
    article_id: uuid.UUID
    kind: str
    producer: str
    happened_at: datetime
    doc: bytes
    withdrawn: bool

    @property
    def secrets(self) -> Sequence[str]:
        """Those that sign now."""
        return [self.secret] if self.old_secret is None else [self.secret, self.old_secret]

    def body(self) -> bytes:
        """What goes out."""
        return message.body(
            self.event_id, self.article_id, self.kind, self.producer, self.happened_at, self.doc, self.whole
        )


class Deliveries:
    """The queue in PostgreSQL. Every method raises `Transient` while the database doesn't answer."""

    def __init__(self, database: Database, listeners: Listeners) -> None:
        self._database = database
        self._listeners = listeners

    async def claim(
        self, busy: Mapping[uuid.UUID, int], most: int, limit: int, lease_s: float
    ) -> Sequence[Due]:
        """At most `limit` deliveries that are due, and of each webhook `most` less those that are `busy`.

        They are this process's for `lease_s` seconds; then, if it has died, they are due again.
        """
        values = {
            "ids": list(busy),
            "counts": list(busy.values()),
            "most": most,
            "limit": limit,
            "lease_s": lease_s,
        }
        async with self._database.connection() as connection:
            cursor = connection.cursor(binary=True, row_factory=class_row(Due))
            await cursor.execute(statements.CLAIM, values)
            return await cursor.fetchall()

    async def done(self, due: Due, outcome: Outcome) -> None:
        """`due` arrived."""
        await self._finish(statements.DONE, due, outcome, {})

    async def again(
        self, due: Due, outcome: Outcome, pause_s: float | None, disable: str | None, now: bool = False
    ) -> None:
        """`due` did not arrive: try in `pause_s` seconds, or never.

        With `disable` the webhook rests, for that reason: `now`, or if nothing arrived for a day.
        """
        more = {"pause_s": pause_s, "disable": disable, "now": now}
        await self._finish(statements.AGAIN, due, outcome, more)

    async def drop(self, due: Due) -> None:
        """`due` is not to be sent any more: its article was withdrawn."""
        async with self._database.connection() as connection:
            await connection.execute(statements.DROP, {"webhook": due.webhook_id, "event": due.event_id})

    async def tested(self, webhook: uuid.UUID, event: uuid.UUID, outcome: Outcome) -> None:
        """Write down the attempt to deliver a test event."""
        async with self._database.connection() as connection:
            await connection.execute(statements.LOG, _logged(webhook, event, outcome))

    async def endpoint(self, webhook: uuid.UUID) -> tuple[str, Sequence[str]] | None:
        """Where `webhook` is, and its secrets."""
        async with self._database.connection() as connection:
            row = await (await connection.execute(statements.ENDPOINT, {"id": webhook})).fetchone()
        return None if row is None else (row[0], [one for one in row[1:] if one is not None])

    async def ages(self) -> tuple[float, float]:
        """Seconds since the oldest event that waits was stored, and since the delivery that is due longest was due."""
        async with self._database.connection() as connection:
            row = await (await connection.execute(statements.AGES)).fetchone()
        return (row[0], max(0.0, row[1])) if row else (0.0, 0.0)

    async def forget(self) -> None:
        """Let go of the log, and of deliveries that came to their end, after `KEPT_DAYS`."""
        async with self._database.connection() as connection:
            await connection.execute(statements.FORGET, {"days": KEPT_DAYS})

    async def replay(self) -> bool:
        """Queue the next part of a redelivery; whether there was one to do."""
        async with self._database.connection() as connection, connection.transaction():
            row = await (await connection.execute(statements.REPLAYING)).fetchone()
            if row is None:
                return False
            webhook, text, at, last = row
            cursor = connection.cursor(binary=True)
            await cursor.execute(statements.TOLD, {"at": at, "id": last, "limit": REPLAYED_AT_ONCE})
            told = await cursor.fetchall()
            listener = self._listeners.listener(webhook, text)
            events = [_event(*one) for one in told]
            wishes = self._listeners.wishes([listener], events) if listener else []
            values = {"webhook": webhook, "events": [wish.event for wish in wishes]}
            await connection.execute(statements.REQUEUE, values)
            place = {"at": told[-1][2], "event": told[-1][0]} if told else {"at": None, "event": None}
            await connection.execute(statements.REPLAYED, {"id": webhook, **place})
            return True

    async def _finish(
        self, query: LiteralString, due: Due, outcome: Outcome, more: Mapping[str, object]
    ) -> None:
        values = _logged(due.webhook_id, due.event_id, outcome)
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(query, values | dict(more))
            await connection.execute(statements.LOG, values)


def _logged(webhook: uuid.UUID, event: uuid.UUID, outcome: Outcome) -> dict[str, object]:
    return {
        "webhook": webhook,
        "event": event,
        "outcome": outcome.kind,
        "status": outcome.status,
        "seconds": outcome.seconds,
        "detail": outcome.detail.replace("\0", ""),
    }


def _event(event: uuid.UUID, kind: str, at: datetime, doc: bytes) -> Event[Message]:
    data = msgspec.json.decode(doc, type=STRUCTS[kind])
    return Event(id=str(event), source="", time=at.isoformat(), partitionkey="", data=data)
