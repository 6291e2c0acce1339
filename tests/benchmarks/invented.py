"""Articles made up for measuring: words, names and topics with the frequencies of language (Zipf), the same each time.

The first `ORIGINALS` are written out word by word. Of more, each is one of them once more, with an id, an event and a
time of its own: a million are stored in minutes, every word is as frequent as it would be, and none shares its bytes.
"""

import random
import uuid
from datetime import UTC, datetime, timedelta
from hashlib import md5

from schemas.article import Article, Block
from schemas.entities import Entity, Processor
from schemas.envelope import Event, Message
from schemas.identity import article_id, event_id, text_digest
from schemas.mediatopics import TABLE, Vocabulary
from schemas.selectors import select
from schemas.tagged import TaggedArticle, Topic
from services.runtime.settings import REPOSITORY

WORDS, NAMES, LENGTH, DAYS = 60_000, 20_000, 350, 60
ORIGINALS = 20_000
TOOL = Processor(name="bench", version="1", method="made up")
VOCABULARY = Vocabulary.load(REPOSITORY / "models" / TABLE)
TOPICS = [topic.id for topic in VOCABULARY if topic.retired is None]
TOP = [topic.id for topic in VOCABULARY if topic.retired is None and topic.parent is None]
NOW = datetime.now(UTC)


def zipf(dice: random.Random, most: int) -> int:
    """A rank from 0 to `most` - 1, the first ones by far the most often."""
    return int(most ** dice.random()) - 1


def word(rank: int) -> str:
    """The word of a rank: no two ranks have the same one."""
    digits = [rank >> shift for shift in (12, 8, 4, 0) if rank >> shift or not shift]
    return "".join("bcdfghklmnprstvw"[digit & 15] + "aeiou"[digit % 5] for digit in digits)


def name(rank: int) -> str:
    """The name of a rank."""
    return f"{word(rank).title()} {word(rank * 7 % WORDS).title()}"


def id_of(number: int) -> str:
    """The id of the article of this number."""
    copy, original = divmod(number, ORIGINALS)
    id_ = article_id(f"https://bench.example/{original}", "bench", None)
    return str(uuid.UUID(md5(f"{id_}{copy}".encode()).hexdigest())) if copy else id_  # noqa: S324  # no secret


def story_id(number: int) -> str:
    """The id of the story of this number."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"story {number}"))


def published(number: int, articles: int) -> datetime:
    """When it was published, of so many: they came evenly over `DAYS`, and stand in the order in which they came."""
    return NOW - timedelta(days=DAYS) * (1 - number / articles)


def event(number: int, articles: int) -> Event[Message]:
    """The tagged event of the article of this number, one of the originals."""
    dice = random.Random(number)
    names = [zipf(dice, NAMES) for _ in range(dice.randint(4, 16))]
    said = [word(zipf(dice, WORDS)) for _ in range(LENGTH)]
    for rank in names:
        said[dice.randrange(LENGTH)] = name(rank)
    title, body = " ".join(said[:8]), " ".join(said[8:])
    text = f"{title}\n\n{body}"
    evidence = (select(text, 0, len(said[0])),)
    url, when = f"https://bench.example/{number}", published(number, articles).isoformat()
    article = Article(
        id=id_of(number),
        version=1,
        digest=text_digest(text),
        source=f"source-{zipf(dice, 50)}",
        source_class="push",
        title=title,
        text=text,
        blocks=(
            Block(kind="title", start=0, end=len(title)),
            Block(kind="body", start=len(title) + 2, end=len(text)),
        ),
        language="en" if dice.random() < 0.8 else "de",
        url=url,
        published=when,
    )
    tagged = TaggedArticle(
        article=article,
        mentions=(),
        entities=tuple(
            Entity(
                key=f"e{at}", name=name(rank), type="person", mentions=1, evidence=evidence, score=dice.random(),
                extractor=TOOL, id=f"Q{rank + 1}" if rank % 2 else None,
            )
            for at, rank in enumerate(dict.fromkeys(names))
        ),
        quotes=(),
        topics=tuple(
            Topic(id=TOPICS[zipf(dice, len(TOPICS))], label="", evidence=evidence, score=dice.random(), extractor=TOOL)
            for _ in range(dice.randint(1, 3))
        ),
    )  # fmt: skip
    id_ = event_id("bench", article.id, 1, article.digest, "1")
    return Event(id=id_, source="bench", time=when, partitionkey=article.id, receivedtime=when, data=tagged)
