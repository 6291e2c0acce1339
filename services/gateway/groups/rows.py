"""An event of the groups or sources stream -> what the store keeps of it. Pure."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

from schemas.envelope import Event, Message
from schemas.groups import Duplicates, Story, StoryMerged, StorySplit, StorySubject
from schemas.source import Source, SourceMemory
from schemas.trends import Trend
from services.gateway.columns import time_of, uuid_of
from services.runtime.faults import Poison

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
HIGHEST_REVISION = 2**31 - 1


class StoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """A story in a list: how many articles it has, and not which."""

    id: str
    revision: int
    language: str
    articles: int
    sources: int
    title: str | None
    central: str | None
    first: str | None
    last: str | None
    subjects: tuple[StorySubject, ...]
    merged_into: str | None
    split_from: str | None


class CopiesLine(msgspec.Struct, frozen=True, kw_only=True):
    """Copies of one text in a line."""

    id: str
    revision: int
    articles: int
    head: str | None


class GroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story or copies of one text. `line` and `doc` are JSON; `last` is the time of its newest article."""

    id: uuid.UUID
    kind: Literal["story", "duplicates"]
    revision: int
    language: str | None
    last: datetime
    articles: tuple[uuid.UUID, ...]
    line: bytes
    doc: bytes


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A story that became part of another (`merged`), or gave articles to a new one (`split`)."""

    event_id: uuid.UUID
    story_id: uuid.UUID
    kind: Literal["merged", "split"]
    into_id: uuid.UUID
    at: datetime
    similarity: float
    articles: int


class TrendRow(msgspec.Struct, frozen=True, kw_only=True):
    """A trend. `until` is when it is over, or was."""

    id: uuid.UUID
    revision: int
    kind: str
    score: float
    began: datetime
    until: datetime
    doc: bytes


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a source; `doc` without what only its poller needs."""

    id: uuid.UUID
    name: str
    checked: datetime
    doc: bytes


AnyRow = GroupRow | ChangeRow | TrendRow | SourceRow


def row(event: Event[Message], doc: bytes) -> AnyRow:
    """The row of `event`, whose payload is `doc`; `Poison` names the field that is wrong."""
    match event.data:
        case Story() as story:
            return _story(story, doc)
        case Duplicates() as copies:
            return _copies(copies, doc)
        case StoryMerged() | StorySplit() as change:
            return _change(event, change)
        case Trend() as trend:
            return _trend(trend, doc)
        case Source() as source:
            return _source(source)
        case other:
            raise Poison("unsupported", f"ce_type: {type(other).__name__} does not belong on this stream")


def _story(story: Story, doc: bytes) -> GroupRow:
    known = {name: getattr(story, name) for name in StoryLine.__struct_fields__ if name != "articles"}
    return GroupRow(
        id=uuid_of("id", story.id),
        kind="story",
        revision=_revision(story.revision),
        language=story.language,
        last=time_of("last", story.last) if story.last else NEVER,
        articles=_articles([one.article for one in story.articles]),
        line=msgspec.json.encode(StoryLine(**known, articles=len(story.articles))),
        doc=doc,
    )


def _copies(copies: Duplicates, doc: bytes) -> GroupRow:
    count = len(copies.copies)
    line = CopiesLine(id=copies.id, revision=copies.revision, articles=count, head=copies.head)
    return GroupRow(
        id=uuid_of("id", copies.id),
        kind="duplicates",
        revision=_revision(copies.revision),
        language=None,
        last=max((time_of("copies.time", one.time) for one in copies.copies), default=NEVER),
        articles=_articles([one.article for one in copies.copies]),
        line=msgspec.json.encode(line),
        doc=doc,
    )


def _change(event: Event[Message], change: StoryMerged | StorySplit) -> ChangeRow:
    return ChangeRow(
        event_id=uuid_of("ce_id", event.id),
        story_id=uuid_of("id", change.id),
        kind="merged" if isinstance(change, StoryMerged) else "split",
        into_id=uuid_of("into", change.into),
        at=time_of("ce_time", event.time),
        similarity=change.similarity,
        articles=len(change.articles),
    )


def _trend(trend: Trend, doc: bytes) -> TrendRow:
    return TrendRow(
        id=uuid_of("id", trend.id),
        revision=_revision(trend.revision),
        kind=trend.kind,
        score=trend.score,
        began=time_of("began", trend.began),
        until=time_of("ended", trend.ended) if trend.ended else time_of("expires", trend.expires),
        doc=doc,
    )


def _source(source: Source) -> SourceRow:
    shown = msgspec.structs.replace(source, memory=SourceMemory())
    return SourceRow(
        id=uuid_of("id", source.id),
        name=source.name,
        checked=time_of("checked", source.checked),
        doc=msgspec.json.encode(shown),
    )


def _articles(ids: Sequence[str]) -> tuple[uuid.UUID, ...]:
    return tuple(dict.fromkeys(uuid_of("articles.article", one) for one in ids))


def _revision(value: int) -> int:
    if not 0 <= value <= HIGHEST_REVISION:
        raise Poison("invalid", f"revision: {value} is not in 0..{HIGHEST_REVISION}")
    return value
