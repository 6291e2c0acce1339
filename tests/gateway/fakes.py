"""A store and an intake in memory."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from schemas.envelope import Event, Message, Record, payload
from schemas.submission import Submission
from services.gateway.cursor import Filter, Position
from services.gateway.index import Row, row
from services.gateway.store import Found, Page
from services.gateway.submit import Accepted, envelope
from services.runtime.faults import Transient


class FakeArticles:
    """What a store holds after `events`, each article once."""

    def __init__(self, *events: Event[Message]) -> None:
        self.rows = {row.article_id: row for row in map(_row, events)}
        self.away = False

    async def get(self, article: uuid.UUID) -> Found | None:
        self._check()
        if (held := self.rows.get(article)) is None:
            return None
        return Found(
            event_id=held.event_id,
            producer=held.producer,
            happened_at=held.happened_at,
            retracted=held.kind == "retracted",
            doc=b"" if held.kind == "retracted" else held.doc,
        )

    async def page(self, wanted: Filter, after: Position | None, limit: int) -> Page:
        self._check()
        held = sorted(self.rows.values(), key=_place, reverse=True)
        found = [
            one
            for one in held
            if _matches(one, wanted) and (after is None or _place(one) < (after.sort_at, after.id))
        ]
        last = Position(*_place(found[limit - 1])) if len(found) > limit else None
        return Page(docs=tuple(one.doc for one in found[:limit]), last=last)

    def _check(self) -> None:
        if self.away:
            raise Transient("database", "password=secret host=10.0.0.1")


class FakeIntake:
    """Remembers what was submitted."""

    def __init__(self) -> None:
        self.taken: list[Submission] = []
        self.fault: Exception | None = None

    async def accept(self, submitted: Submission) -> Accepted:
        if self.fault:
            raise self.fault
        self.taken.append(submitted)
        event = envelope(submitted, datetime.now(UTC).isoformat())
        return Accepted(id=event.partitionkey, event_id=event.id, url=submitted.url)


class FakeSender:
    """Takes records for streams; `fault` is raised instead where it is set."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Record]] = []
        self.fault: Exception | None = None

    async def send(self, stream: str, records: Sequence[Record]) -> None:
        if self.fault:
            raise self.fault
        self.sent += [(stream, record) for record in records]


def _row(event: Event[Message]) -> Row:
    return row(event, payload(event.data))


def _place(held: Row) -> tuple[datetime, uuid.UUID]:
    return held.sort_at, held.article_id


def _matches(held: Row, wanted: Filter) -> bool:
    by_source = wanted.source in (None, held.source)
    by_topic = wanted.topic is None or wanted.topic in held.topics
    return held.kind == "tagged" and by_source and by_topic
