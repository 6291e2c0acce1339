"""Examples of stories, trends and sources for the OpenAPI document, made from the contract itself."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from schemas.envelope import Event, Message
from schemas.groups import Copy, Duplicates, Story, StoryArticle, StorySubject
from schemas.source import Source
from schemas.trends import Trend, TrendArticle, TrendSubject
from services.gateway import examples
from services.gateway.groups.rows import GroupRow, row
from services.gateway.groups.store import Belongs, Change, SourceLine, StoryPage
from services.gateway.search import Sample

STORY = "5b0c2f63-0a52-5c39-8f2c-3f0f0c5d7a10"
OTHER = "1f1c1a52-6f41-5a37-9a3c-0b6a4b0e9d77"
COPIES = "7a1de0c1-5a0b-5f0e-9b5e-2d3c4b5a6f70"
TREND = "33383c11-5eb2-5d29-bacd-0e9333000f11"
SOURCE = "5f7d6c0e-91a4-5b1f-8f0e-3d2b7f9a1c22"
TIME = "2026-11-24T09:30:00+00:00"


def stories() -> Any:
    """A page of stories."""
    return {"items": [msgspec.json.decode(_row(_story()).line)], "next": None}


def story() -> Any:
    """A story of the pushed example and one more that came to it."""
    row_ = _row(_story())
    change = Change(
        story=UUID(OTHER), kind="merged", into=row_.id, at=examples.NOW, similarity=0.41, articles=1
    )
    return _json(StoryPage(story=msgspec.Raw(row_.doc), articles=(_sample(),), changes=(change,)))


def belongs() -> Any:
    """What the pushed example belongs to."""
    copies = Duplicates(
        id=COPIES,
        revision=1,
        copies=(
            Copy(article=_id(), version=1, time=TIME, similarity=1.0, source="harbour-post"),
            Copy(article=OTHER, version=1, time=TIME, similarity=0.97, source="wire"),
        ),
        head=_id(),
    )
    line, duplicates = _row(_story()).line, _row(copies).line
    return _json(Belongs(story=msgspec.Raw(line), duplicates=msgspec.Raw(duplicates), copies=(_sample(),)))


def trends() -> Any:
    """What rises."""
    return {"items": [trend()]}


def trend() -> Any:
    """A trend that the pushed example supports."""
    return _json(
        Trend(
            id=TREND,
            revision=2,
            kind="entity",
            subjects=(TrendSubject(kind="entity", name="Ilse Brandt"),),
            start="2026-11-24T06:00:00+00:00",
            end="2026-11-24T12:00:00+00:00",
            articles=12,
            sources=7,
            usual=1.3,
            score=7.1,
            explanation="12 articles, 7 sources, usual 1.3",
            counts=(0, 1, 2, 1, 2, 1, 12),
            support=(TrendArticle(article=_id(), version=1, time=TIME, source="harbour-post"),),
            began=TIME,
            expires="2026-11-24T15:30:00+00:00",
        )
    )


def sources() -> Any:
    """A source that is polled."""
    state = Source(
        id=SOURCE,
        name="harbour-post",
        collector="feed",
        address="https://news.example/rss",
        checked=TIME,
        following="2026-11-24T09:35:00+00:00",
        succeeded=TIME,
        found=TIME,
        items=412,
        usual_s=1260.0,
    )
    polled = (msgspec.Raw(msgspec.json.encode(state)),)
    line = SourceLine(
        name="harbour-post", articles=31, newest=examples.NOW - timedelta(minutes=1), polled=polled
    )
    return {"items": [_json(line)]}


def _story() -> Story:
    articles = tuple(
        StoryArticle(article=one, version=1, time=TIME, source=source)
        for one, source in ((_id(), "harbour-post"), (OTHER, "wire"))
    )
    return Story(
        id=STORY,
        revision=3,
        language="en",
        articles=articles,
        title=examples.TITLE,
        central=_id(),
        first=TIME,
        last=TIME,
        sources=2,
        subjects=(StorySubject(kind="entity", name="Ilse Brandt", articles=2),),
    )


def _row(message: Message) -> GroupRow:
    event: Event[Message] = Event(
        id=STORY, source="dateline/grouping", time=TIME, partitionkey=STORY, data=message
    )
    made = row(event, msgspec.json.encode(message))
    assert isinstance(made, GroupRow)
    return made


def _sample() -> Sample:
    return msgspec.convert(examples.trial()["samples"][0], Sample)


def _id() -> str:
    return str(examples.accepted()["id"])


def _json(message: msgspec.Struct) -> Any:
    return msgspec.json.decode(msgspec.json.encode(message))
