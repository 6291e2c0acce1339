"""Which webhooks want an event: found while the event is indexed, and queued in the transaction that stores it."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from psycopg import AsyncConnection

from schemas.envelope import Event, Message
from schemas.filters.conditions import FilterError
from schemas.filters.match import matches
from schemas.filters.parse import parse
from schemas.filters.subject import Subject
from schemas.filters.syntax import Filter
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway.database import Database
from services.gateway.webhooks import statements
from services.runtime import logs

log = logs.get(__name__)


class Wish(NamedTuple):
    """An event that a webhook is to be told of."""

    webhook: uuid.UUID
    event: uuid.UUID


class Listener(NamedTuple):
    """A webhook and what it wants; None wants all."""

    webhook: uuid.UUID
    wanted: Filter | None

    def wants(self, subject: Subject | None) -> bool:
        """Whether it is to be told of `subject`; None is a retraction, of which it always is."""
        return self.wanted is None or subject is None or matches(self.wanted, subject)


class Listeners:
    """Reads who listens now."""

    def __init__(self, database: Database, vocabulary: Vocabulary) -> None:
        self._database = database
        self._vocabulary = vocabulary
        self._read: dict[str, Filter] = {}

    async def now(self) -> Sequence[Listener]:
        """Every webhook that is enabled."""
        async with self._database.connection() as connection:
            rows = await (await connection.execute(statements.ACTIVE)).fetchall()
        return [one for id_, text in rows if (one := self.listener(id_, text))]

    def listener(self, id_: uuid.UUID, text: str | None) -> Listener | None:
        """The webhook `id_` with its filter read; None where this release can't read it any more."""
        if text is None:
            return Listener(id_, None)
        try:
            if text not in self._read:
                self._read[text] = parse(text, self._vocabulary)
            return Listener(id_, self._read[text])
        except FilterError as error:
            log.warning("a webhook's filter can't be read", webhook=str(id_), detail=str(error))
            return None

    def wishes(self, listeners: Sequence[Listener], events: Sequence[Event[Message]]) -> list[Wish]:
        """Who is to be told of which of `events`."""
        return [
            Wish(one.webhook, uuid.UUID(event.id))
            for event in events
            for subject in [self._subject(event.data)]
            for one in listeners
            if one.wants(subject)
        ]

    def _subject(self, message: Message) -> Subject | None:
        return Subject(message, self._vocabulary) if isinstance(message, TaggedArticle) else None


async def queue(connection: AsyncConnection, wishes: Sequence[Wish]) -> None:
    """Queue `wishes`, in the transaction that then stores their events: those that are stored already were queued."""
    if wishes:
        values = {"webhooks": [one.webhook for one in wishes], "events": [one.event for one in wishes]}
        await connection.execute(statements.QUEUE, values)
