"""The examples in the OpenAPI document, made from the contract itself so that they can't drift from it."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from schemas.article import Article, Block
from schemas.entities import Entity, Mention, Processor, Quote
from schemas.identity import text_digest
from schemas.selectors import Selector, select
from schemas.tagged import TaggedArticle, Topic
from services.gateway.cursor import Position, encode
from services.gateway.facets import About, Counted, Day
from services.gateway.live import position
from services.gateway.search import Sample, Trial
from services.gateway.store import Kept
from services.gateway.submission import identify, submission
from services.gateway.submit import Accepted, envelope
from services.gateway.tree import Branch, TopicNode
from services.gateway.wanted import Wanted

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TITLE = "Harbour reopens"
BODY = "“The port is open again,” said Mayor Ilse Brandt."
TEXT = f"{TITLE}\n\n{BODY}"
ECONOMY = Branch(id="medtop:04000000", label="economy, business and finance", articles=1)
COUNTED = Counted(
    key="person:ilse brandt", id=None, name="Ilse Brandt", type="person", articles=1, mentions=1
)


def pushed() -> dict[str, object]:
    """A body of `POST /v1/articles`."""
    return {
        "source": "harbour-post",
        "url": "https://news.example/harbour-reopens",
        "title": TITLE,
        "text": BODY,
        "language": "en",
        "published": "2026-11-24T09:30:00Z",
    }


def accepted() -> Any:
    """The answer to `pushed`."""
    event = envelope(submission(pushed(), NOW), NOW.isoformat())
    return _json(Accepted(id=event.partitionkey, event_id=event.id, url=event.data.url))


def tagged() -> Any:
    """What becomes of `pushed`: the payload of its tagged event."""
    return _json(_tagged())


def page() -> Any:
    """A page of the list, with more to come."""
    position = Position(NOW, uuid.UUID(_tagged().article.id))
    return {"items": [tagged()], "next": encode(position, Wanted())}


def history() -> Any:
    """The one event of `pushed`."""
    event = envelope(submission(pushed(), NOW), NOW.isoformat())
    kept = Kept(
        event_id=uuid.UUID(event.id),
        version=1,
        kind="tagged",
        producer="dateline/tagging",
        happened_at=NOW,
        received_at=NOW,
        size=len(msgspec.json.encode(_tagged())),
        current=True,
    )
    return {"id": event.partitionkey, "items": [_json(kept)]}


def filter_test() -> Any:
    """A body of `POST /v1/filters/test`."""
    return {"filter": 'topic:medtop:04000000 AND score>=0.7 AND entity:"Ilse Brandt"'}


def trial() -> Any:
    """What `filter_test` finds where `tagged` is all there is."""
    article = _article()
    sample = Sample(
        id=uuid.UUID(article.id),
        version=article.version,
        title=article.title,
        source=article.source,
        language=article.language,
        published=NOW - timedelta(minutes=1),
    )
    return _json(Trial(count=1, more=False, samples=(sample,)))


def event() -> str:
    """The beginning of an event of the live stream."""
    data = '{"specversion":"1.0","id":"…","type":"dateline.article.tagged.v1","data":{"article":{}}}'
    return f"id: {position.encode((12, 7, 0, 9))}\nevent: tagged\ndata: {data}\n\n"


def entities() -> Any:
    """The list of entities where `tagged` is all there is."""
    return {"items": [_json(COUNTED)]}


def about() -> Any:
    """The entity of `tagged`."""
    day = Day(day=NOW.date(), articles=1, mentions=1)
    counted = msgspec.structs.asdict(COUNTED)
    return _json(About(**counted, first=NOW, last=NOW, timeline=(day,), beside=()))


def topics() -> Any:
    """A part of the top of the tree."""
    return {"items": [_json(ECONOMY)]}


def topic() -> Any:
    """A topic in its place."""
    return _json(
        TopicNode(
            id="medtop:20000170",
            label="business information",
            definition="Information about individual businesses, including financial and organizational news",
            wikidata=None,
            articles=1,
            broader=(ECONOMY,),
            narrower=(),
        )
    )


def _json(message: msgspec.Struct) -> Any:
    return msgspec.json.decode(msgspec.json.encode(message))


def _tagged() -> TaggedArticle:
    tagger = Processor(name="example", version="1", method="rule")
    person, quoted, topical = (
        _evidence(words) for words in ("Ilse Brandt", "The port is open again,", "port")
    )
    return TaggedArticle(
        article=_article(),
        mentions=(Mention(type="person", entity="e1", evidence=person, score=0.98, extractor=tagger),),
        entities=(
            Entity(
                key="e1",
                name="Ilse Brandt",
                type="person",
                mentions=1,
                evidence=person,
                score=0.98,
                extractor=tagger,
                abstained="unknown",
            ),
        ),
        quotes=(
            Quote(
                kind="direct", evidence=quoted, score=0.95, extractor=tagger, speaker=person[0], entity="e1"
            ),
        ),
        topics=(
            Topic(
                id="medtop:04000000",
                label="economy, business and finance",
                evidence=topical,
                score=0.81,
                extractor=tagger,
            ),
        ),
    )


def _article() -> Article:
    submitted = submission(pushed(), NOW)
    return Article(
        id=identify(submitted),
        version=1,
        digest=text_digest(TEXT),
        source=submitted.source,
        source_class=submitted.source_class,
        title=TITLE,
        text=TEXT,
        blocks=(
            Block(kind="title", start=0, end=len(TITLE)),
            Block(kind="body", start=len(TITLE) + 2, end=len(TEXT)),
        ),
        language="en",
        url=submitted.url,
        published=submitted.published,
    )


def _evidence(words: str) -> tuple[Selector, ...]:
    start = TEXT.index(words)
    return (select(TEXT, start, start + len(words)),)
