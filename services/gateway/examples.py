"""The examples in the OpenAPI document, made from the contract itself so that they can't drift from it."""

import uuid
from datetime import UTC, datetime
from typing import Any

import msgspec

from schemas.article import Article, Block
from schemas.entities import Entity, Mention, Processor, Quote
from schemas.identity import text_digest
from schemas.selectors import Selector, select
from schemas.tagged import TaggedArticle, Topic
from services.gateway.cursor import Filter, Position, encode
from services.gateway.submission import identify, submission
from services.gateway.submit import Accepted, envelope

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
TITLE = "Harbour reopens"
BODY = "“The port is open again,” said Mayor Ilse Brandt."
TEXT = f"{TITLE}\n\n{BODY}"


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
    return {"items": [tagged()], "next": encode(position, Filter())}


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
