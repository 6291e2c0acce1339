"""Events of the tagged stream, made by hand."""

import uuid

from schemas.article import Article, Block, Retraction
from schemas.entities import Entity, EntityType, Processor
from schemas.envelope import Event, Message, payload
from schemas.identity import article_id, event_id, text_digest
from schemas.mediatopics import TABLE, Vocabulary
from schemas.selectors import select
from schemas.tagged import TaggedArticle, Topic
from services.gateway.index import Row, row
from services.runtime.settings import REPOSITORY

PROCESSOR = Processor(name="topics", version="1", method="rule")
VOCABULARY = Vocabulary.load(REPOSITORY / "models" / TABLE)


def identify(name: str) -> str:
    """The id of the article called `name`."""
    return article_id(f"https://example.org/{name}", "wire", None)


def tagged(
    name: str,
    version: int = 1,
    *,
    published: str | None = "2026-11-01T12:00:00+00:00",
    received: str = "2026-11-02T00:00:00+00:00",
    source: str = "wire",
    topics: tuple[str, ...] = ("medtop:04000000",),
    text: str = "Rates stay where they are.",
    processor: str = "1",
    entities: tuple[Entity, ...] = (),
    language: str = "en",
    score: float = 0.5,
) -> Event[Message]:
    """The tagged event of one version of the article called `name`."""
    article = Article(
        id=identify(name),
        version=version,
        digest=text_digest(text),
        source=source,
        source_class="push",
        title=f"{name} {version}",
        text=text,
        blocks=(Block(kind="body", start=0, end=len(text)),),
        language=language,
        published=published,
    )
    evidence = (select(text, 0, 5),)
    labels = tuple(
        Topic(id=topic, label=topic, evidence=evidence, score=score, extractor=PROCESSOR) for topic in topics
    )
    data = TaggedArticle(article=article, mentions=(), entities=entities, quotes=(), topics=labels)
    return enveloped(data, article.id, version, article.digest, received, processor)


def entity(
    name: str, type_: EntityType = "person", id_: str | None = None, score: float = 0.9, mentions: int = 1
) -> Entity:
    """Something named; it stands on the first words of any text."""
    evidence = (select("Rates stay", 0, 5),)
    key = f"e{abs(hash((name, type_, id_))) % 10**6}"
    return Entity(
        key=key,
        name=name,
        type=type_,
        mentions=mentions,
        evidence=evidence,
        score=score,
        extractor=PROCESSOR,
        id=id_,
    )


def retracted(name: str, version: int = 2) -> Event[Message]:
    """The retraction of the article called `name`."""
    data = Retraction(
        id=identify(name), version=version, digest=text_digest(""), source="wire", reason="withheld"
    )
    return enveloped(data, data.id, version, data.digest, "2026-11-03T00:00:00+00:00", "1")


def enveloped(
    data: Message, article: str, version: int, digest: str, received: str, processor: str
) -> Event[Message]:
    return Event(
        id=event_id("tagging", article, version, digest, processor),
        source="dateline/tagging",
        time="2026-11-02T00:00:01+00:00",
        partitionkey=article,
        receivedtime=received,
        data=data,
    )


def row_of(event: Event[Message]) -> Row:
    """What the store keeps of `event`."""
    return row(event, payload(event.data), VOCABULARY)


def uuid_of(name: str) -> uuid.UUID:
    return uuid.UUID(identify(name))
