"""A store and an intake in memory."""

import uuid
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime

from schemas.envelope import Event, Message, Record
from schemas.filters.match import matches
from schemas.filters.subject import Subject
from schemas.filters.syntax import Filter
from schemas.submission import Submission
from schemas.tagged import TaggedArticle
from services.gateway.audit import Act
from services.gateway.breakdown import Breakdown, Value
from services.gateway.cursor import Position
from services.gateway.facets import About, Counted
from services.gateway.groups.store import NULL, Belongs, Lines, SourceLine, StoryPage
from services.gateway.index import Row
from services.gateway.live.answer import Why
from services.gateway.live.direct import Direct
from services.gateway.live.live import Begin
from services.gateway.positions import Where
from services.gateway.pulse import Report
from services.gateway.search import Page, Sample, Trial
from services.gateway.store import Found, Kept
from services.gateway.submit import Accepted, envelope
from services.gateway.wanted import Wanted
from services.gateway.webhooks.sender import Outcome
from services.gateway.webhooks.store import Full
from services.gateway.webhooks.subscription import Attempt, NewWebhook, Webhook, WebhookChange
from services.runtime.faults import Transient
from tests.gateway.events import VOCABULARY, row_of


class FakeArticles:
    """What a store holds after `events`, each article once; it searches by the filter's own predicate."""

    def __init__(self, *events: Event[Message]) -> None:
        self.rows = {row.article_id: row for row in map(row_of, events)}
        self.subjects = {
            uuid.UUID(event.partitionkey): Subject(event.data, VOCABULARY)
            for event in events
            if isinstance(event.data, TaggedArticle)
        }
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

    async def event(self, article: uuid.UUID, event: uuid.UUID) -> Found | None:
        found = await self.get(article)
        return found if found and found.event_id == event else None

    async def history(self, article: uuid.UUID) -> Sequence[Kept]:
        self._check()
        if (held := self.rows.get(article)) is None:
            return []
        known = {name: getattr(held, name) for name in Kept.__struct_fields__ if hasattr(held, name)}
        return [Kept(**known, size=len(held.doc), current=True)]

    async def read(self, article: uuid.UUID, versions: Sequence[int]) -> Mapping[int, bytes]:
        self._check()
        held = self.rows.get(article)
        return {held.version: held.doc} if held and held.version in versions else {}

    async def page(self, wanted: Wanted, after: Position | None, limit: int) -> Page:
        found = [
            one for one in self.found(wanted) if after is None or _place(one) < (after.sort_at, after.id)
        ]
        last = Position(*_place(found[limit - 1])) if len(found) > limit else None
        return Page(docs=tuple(one.doc for one in found[:limit]), last=last)

    async def ranked(self, wanted: Wanted, limit: int) -> Page:
        """The oldest first: any order that is not the usual one."""
        return Page(docs=tuple(one.doc for one in self.found(wanted)[::-1][:limit]), last=None)

    async def trial(self, wanted: Wanted, count: int, samples: int) -> Trial:
        found = self.found(wanted)
        shown = [
            Sample(
                id=one.article_id,
                version=one.version,
                title=one.title,
                source=one.source,
                language=one.language or "",
                published=one.published,
            )
            for one in found[:samples]
        ]
        return Trial(count=min(len(found), count), more=len(found) > count, samples=tuple(shown))

    def found(self, wanted: Wanted) -> list[Row]:
        self._check()
        held = sorted(self.rows.values(), key=_place, reverse=True)
        return [one for one in held if one.kind == "tagged" and self._matches(one, wanted)]

    def _matches(self, held: Row, wanted: Wanted) -> bool:
        by_filter = wanted.filter is None or matches(wanted.filter, self.subjects[held.article_id])
        return by_filter and all(f" {word} " in held.words for word in (wanted.text or "").split())

    def _check(self) -> None:
        if self.away:
            raise Transient("database", "password=secret host=10.0.0.1")


class FakeBreakdowns:
    """Counts what the articles' own search finds."""

    def __init__(self, articles: FakeArticles) -> None:
        self._articles = articles

    async def of(self, wanted: Wanted) -> Breakdown:
        found = self._articles.found(wanted)
        sources = Counter(one.source for one in found)
        return Breakdown(
            count=len(found),
            more=False,
            sources=tuple(Value(name, name, count) for name, count in sources.most_common()),
            languages=(),
            topics=(),
            entities=(),
            days=tuple(sorted(Counter(one.sort_at.date() for one in found).items())),
        )


class FakeFacets:
    """Counts that a test has set."""

    def __init__(self) -> None:
        self.known: dict[str, About] = {}
        self.counts: dict[str, int] = {}
        self.asked: list[object] = []
        self.away = False

    async def entities(self, days: int, type_: str | None, name: str | None, limit: int) -> Sequence[Counted]:
        self._ask(days, type_, name, limit)
        fields = Counted.__struct_fields__
        return [Counted(**{field: getattr(one, field) for field in fields}) for one in self.known.values()]

    async def entity(self, key: str, days: int) -> About | None:
        self._ask(key, days)
        return self.known.get(key)

    async def topics(self, days: int) -> Mapping[str, int]:
        self._ask(days)
        return self.counts

    def _ask(self, *question: object) -> None:
        if self.away:
            raise Transient("database", "away")
        self.asked.append(question)


class FakeGroups:
    """Stories, trends and sources that a test has set."""

    def __init__(self) -> None:
        self.lines = Lines((), None)
        self.pages: dict[uuid.UUID, StoryPage] = {}
        self.belongs = Belongs(story=NULL, duplicates=NULL, copies=())
        self.rising: dict[uuid.UUID, bytes] = {}
        self.lists: list[SourceLine] = []
        self.asked: list[object] = []

    async def stories(self, days: int, language: str | None, after: Position | None, limit: int) -> Lines:
        self.asked.append((days, language, after, limit))
        return self.lines

    async def story(self, id_: uuid.UUID) -> StoryPage | None:
        return self.pages.get(id_)

    async def of_article(self, article: uuid.UUID) -> Belongs:
        self.asked.append(article)
        return self.belongs

    async def trends(self, kind: str | None, past: bool, days: int, limit: int) -> Sequence[bytes]:
        self.asked.append((kind, past, days, limit))
        return list(self.rising.values())

    async def trend(self, id_: uuid.UUID) -> bytes | None:
        return self.rising.get(id_)

    async def sources(self, days: int) -> Sequence[SourceLine]:
        self.asked.append(days)
        return self.lists


class FakePositions:
    """Every place is in Ljubljana."""

    async def of(self, keys: Sequence[str]) -> Mapping[str, Where]:
        return dict.fromkeys(keys, Where(46.05, 14.51, "SI"))


class FakePulse:
    """A report that a test has set."""

    def __init__(self) -> None:
        self.told = Report(at=datetime(2026, 11, 24, tzinfo=UTC), stages=(), letters=())
        self.away = False

    async def report(self) -> Report:
        if self.away:
            raise Transient("broker", "password=secret host=10.0.0.1")
        return self.told


class FakeWebhooks:
    """No webhooks, and no acts."""

    async def shown(self, id_: uuid.UUID | None, owner: str | None) -> Sequence[Webhook]:
        return []

    async def add(self, asked: NewWebhook, owner: str, actor: str) -> tuple[uuid.UUID, str]:
        raise Full

    async def change(self, id_: uuid.UUID, asked: WebhookChange, actor: str) -> None: ...

    async def rotate(self, id_: uuid.UUID, overlap_s: float, actor: str) -> str:
        return ""

    async def remove(self, id_: uuid.UUID, actor: str) -> None: ...

    async def redeliver(self, id_: uuid.UUID, since: datetime, actor: str) -> None: ...

    async def attempts(self, id_: uuid.UUID, limit: int) -> Sequence[Attempt]:
        return []

    async def test(self, webhook: uuid.UUID) -> Outcome | None:
        return None

    async def newest(self, limit: int) -> Sequence[Act]:
        return []


class FakeStreams:
    """Gives the same bytes to everybody, and remembers what was asked for."""

    def __init__(self, *chunks: bytes) -> None:
        self.chunks = chunks
        self.asked: list[tuple[Begin, Filter | None]] = []
        self.ended: list[str] = []
        self.fault: Exception | None = None

    async def open(
        self, begin: Begin, wanted: Filter | None, direct: Direct | None = None
    ) -> AsyncIterator[bytes]:
        if self.fault:
            raise self.fault
        self.asked.append((begin, wanted))
        return self._sent()

    def recent(self) -> str | None:
        return "1-7.0-0badcafe"

    async def _sent(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk

    def entered(self) -> None:
        pass

    def left(self, why: Why) -> None:
        self.ended.append(why)


class FakeIntake:
    """Remembers what was submitted."""

    def __init__(self) -> None:
        self.taken: list[Submission] = []
        self.fault: Exception | None = None

    async def accept(self, submitted: Sequence[Submission]) -> list[Accepted]:
        if self.fault:
            raise self.fault
        self.taken.extend(submitted)
        events = [envelope(one, datetime.now(UTC).isoformat()) for one in submitted]
        return [Accepted(id=event.partitionkey, event_id=event.id, url=event.data.url) for event in events]


class FakeSender:
    """Takes records for streams; `fault` is raised instead where it is set."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Record]] = []
        self.fault: Exception | None = None

    async def send(self, stream: str, records: Sequence[Record]) -> None:
        if self.fault:
            raise self.fault
        self.sent += [(stream, record) for record in records]


def _place(held: Row) -> tuple[datetime, uuid.UUID]:
    return held.sort_at, held.article_id
