"""An article in a list: title, first words with the names in them marked, topics and names. Pure."""

import uuid
from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec
from markupsafe import Markup

from schemas.article import Article
from schemas.entities import Entity
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway.pages import addresses
from services.gateway.pages.evidence import holds
from services.gateway.pages.kinds import known
from services.gateway.pages.marks import Mark, marked

LEAD = 280
"""Code points of the first words."""

TOPICS, NAMES = 3, 6
LEADS = ("standfirst", "body", "entry")


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """`topics` are (label, address or None), `names` (name, kind, address)."""

    id: str
    version: int
    source: str
    language: str
    title: str
    published: str | None
    lead: Markup
    topics: tuple[tuple[str, str | None], ...]
    names: tuple[tuple[str, str, str], ...]


class Newest(msgspec.Struct, frozen=True):
    """An article's card with the message that it was made of."""

    card: Card
    tagged: TaggedArticle


def blank() -> Card:
    """A card without an article: what a script makes cards of."""
    nobody = str(uuid.UUID(int=0))
    empty: tuple[tuple[str, str | None], ...] = (("", None),)
    return Card(
        id=nobody,
        version=1,
        source="",
        language="",
        title="",
        published=None,
        lead=Markup("&nbsp;"),
        topics=empty,
        names=(),
    )


def read(docs: Iterable[bytes]) -> list[TaggedArticle]:
    """The messages of payloads as they are stored."""
    return [msgspec.json.decode(doc, type=TaggedArticle) for doc in docs]


def cards(found: Sequence[TaggedArticle], vocabulary: Vocabulary) -> list[Card]:
    """A card for each."""
    return [card(one, vocabulary) for one in found]


def card(tagged: TaggedArticle, vocabulary: Vocabulary) -> Card:
    """The card of one article."""
    article = tagged.article
    most: dict[str, Entity] = {}  # once by address: "US" and "United States" are one thing
    for one in sorted(tagged.entities, key=lambda entity: -entity.mentions):
        most.setdefault(addresses.entity(one), one)
    return Card(
        id=article.id,
        version=article.version,
        source=article.source,
        language=article.language,
        title=article.title,
        published=article.published,
        lead=_lead(tagged),
        topics=tuple(
            (topic.label, addresses.topic(topic.id) if topic.id in vocabulary else None)
            for topic in tagged.topics[:TOPICS]
        ),
        names=tuple((one.name, known(one.type), href) for href, one in islice(most.items(), NAMES)),
    )


def _lead(tagged: TaggedArticle) -> Markup:
    article = tagged.article
    start, end, cut = _first_words(article)
    marks = [
        Mark(start=one.start, end=one.end, classes=known(mention.type))
        for mention in tagged.mentions
        for one in mention.evidence
        if start <= one.start and one.end <= end and holds(one, article.text)
    ]
    return marked(article.text, marks, start, end, address=False) + (" …" if cut else "")


def _first_words(article: Article) -> tuple[int, int, bool]:
    """From where to where the first words of the article's own go, and whether more follow."""
    for block in article.blocks:
        if block.kind in LEADS:
            if block.end - block.start <= LEAD:
                return block.start, block.end, False
            space = article.text.rfind(" ", block.start + 1, block.start + LEAD)
            return block.start, space if space > 0 else block.start + LEAD, True
    return 0, 0, False
