# A copy of schemas/tagged.py, made by clients/python/vendor.py: change that one.
"""THE public event: an article version with its entities, quotes, topics and places."""

import msgspec

from dateline_client.contract.article import Article
from dateline_client.contract.entities import Entity, Extraction, Mention, Processor, Quote
from dateline_client.contract.geography import Geography
from dateline_client.contract.selectors import Selector

MEDIA_TOPICS = "medtop"
"""The name of the taxonomy of IPTC Media Topics."""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic that the text supports: an IPTC Media Topic, or one of a taxonomy of the operator's own.

    `id` is the taxonomy's name, a colon and an id in it ("medtop:16000000", "desk:ports"); `score` is in 0..1.
    `parent` is the id of the next broader topic, which the article has too; `wikidata` the matching item ("Q8434").
    """

    id: str
    label: str
    evidence: tuple[Selector, ...]
    score: float
    extractor: Processor
    taxonomy: str = MEDIA_TOPICS
    parent: str | None = None
    wikidata: str | None = None


class TaggedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The whole article with every tag: a subscriber needs this stream and no look-up. Topics: best first."""

    article: Article
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    topics: tuple[Topic, ...]
    geography: Geography | None = None
    extraction: Extraction | None = None
