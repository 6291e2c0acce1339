"""THE public event: an article version with its entities, quotes and IPTC Media Topics."""

import msgspec

from schemas.article import Article
from schemas.entities import Entity, Mention, Processor, Quote
from schemas.selectors import Selector


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """An IPTC Media Topic that the text supports. `id` is "medtop:" and eight digits; `score` is in 0..1."""

    id: str
    label: str
    evidence: tuple[Selector, ...]
    score: float
    extractor: Processor


class TaggedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The whole article with every tag: a subscriber needs this stream and no look-up. Topics: best first."""

    article: Article
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    topics: tuple[Topic, ...]
