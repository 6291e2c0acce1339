# A copy of schemas/verification.py, made by clients/python/vendor.py: change that one.
"""Checking the tags of a message against its text: the library call behind `dateline verify`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline_client.contract.article import Article
from dateline_client.contract.digest import text_digest
from dateline_client.contract.entities import ExtractedArticle
from dateline_client.contract.envelope import Message
from dateline_client.contract.geography import Geography
from dateline_client.contract.selectors import Selector, check
from dateline_client.contract.tagged import TaggedArticle

_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
VALUES = {
    "date": re.compile(rf"{_DATE}(?:/{_DATE})?", re.ASCII),
    "money": re.compile(r"[A-Z]{3} \d+(?:\.\d+)?", re.ASCII),
}
"""The types of mention that have a value, with its form: see `schemas.entities.Mention`."""


class Tag(NamedTuple):
    """What a fault is reported of: a name such as "quote 2", and the selectors to check."""

    name: str
    evidence: Sequence[Selector]


def tags(message: Message) -> list[Tag]:
    """Each tag of `message`; a quote's speaker and cue are tags of their own."""
    return list(_tags(message)) if isinstance(message, ExtractedArticle | TaggedArticle) else []


def verify(message: Message) -> list[str]:
    """Every fault of `message`, as "what: fault"; an empty list where every tag points at its words."""
    if not isinstance(message, ExtractedArticle | TaggedArticle):
        return []
    text = message.article.text
    of_tags = [f"{tag.name}: {fault}" for tag in tags(message) for fault in check(tag, text)]
    return [*_of_article(message.article), *_of_mentions(message), *of_tags]


def _of_article(article: Article) -> Iterator[str]:
    if text_digest(article.text) != article.digest:
        yield "article: the digest is not that of the text"
    for number, block in enumerate(article.blocks):
        if not 0 <= block.start < block.end <= len(article.text):
            yield f"block {number}: {block.start}:{block.end} is out of the text"


def _of_mentions(message: ExtractedArticle | TaggedArticle) -> Iterator[str]:
    """A name belongs to an entity of its type that the message holds; a date and an amount have a value instead."""
    types = {entity.key: entity.type for entity in message.entities}
    for number, mention in enumerate(message.mentions):
        if mention.type in VALUES:
            if mention.entity is not None or not VALUES[mention.type].fullmatch(mention.value or ""):
                yield f"mention {number}: {mention.value!r} is no value of a {mention.type} alone"
        elif mention.value is not None or types.get(mention.entity or "") != mention.type:
            yield f"mention {number}: {mention.entity!r} is no {mention.type} of this article"


def _tags(message: ExtractedArticle | TaggedArticle) -> Iterator[Tag]:
    for number, mention in enumerate(message.mentions):
        yield Tag(f"mention {number}", mention.evidence)
    for entity in message.entities:
        yield Tag(f"entity {entity.key}", entity.evidence)
    for number, quote in enumerate(message.quotes):
        yield Tag(f"quote {number}", quote.evidence)
        for role, selector in (("speaker", quote.speaker), ("cue", quote.cue)):
            if selector is not None:
                yield Tag(f"quote {number} {role}", (selector,))
    if isinstance(message, TaggedArticle):
        for topic in message.topics:
            yield Tag(f"topic {topic.id}", topic.evidence)
        if message.geography is not None:
            yield from _of_geography(message.geography)


def _of_geography(geography: Geography) -> Iterator[Tag]:
    for country in geography.countries:
        yield Tag(f"country {country.code}", country.evidence)
    for place in geography.places:
        yield Tag(f"place {place.id}", place.evidence)
