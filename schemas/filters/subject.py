"""What a filter looks at in an article. The search index keeps exactly this, so that both find the same."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property

from schemas.article import PROSE, Article
from schemas.filters.words import name, words
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle

SEARCHED = 150_000
"""Code points of an article that are searched: what fits into PostgreSQL's `tsvector`, whatever the script."""

LONGEST_KEY = 256
"""Code points of what an entity or a topic is found by: the index takes no more."""

BREAK = "|"
"""Stands between title and blocks, so that no phrase reaches over the end of one. No word holds it."""


class Subject:
    """A tagged article as filters see it. Each part is made when it is first asked for."""

    def __init__(self, tagged: TaggedArticle, vocabulary: Vocabulary) -> None:
        self._tagged = tagged
        self._vocabulary = vocabulary

    @property
    def source(self) -> str:
        """The source."""
        return self._tagged.article.source

    @cached_property
    def language(self) -> str:
        """The BCP 47 tag in lower case."""
        return self._tagged.article.language.lower()

    @cached_property
    def published(self) -> datetime | None:
        """The publication in UTC; None where none is given, or none that is a time."""
        try:
            moment = datetime.fromisoformat(self._tagged.article.published or "")
            return moment.astimezone(UTC) if moment.tzinfo else None
        except (ValueError, OverflowError):
            return None

    @cached_property
    def topics(self) -> dict[str, float]:
        """Each topic, and each above it, with the best score that supports it."""
        return _best(
            (id_, topic.score) for topic in self._tagged.topics for id_ in self._with_ancestors(topic.id)
        )

    @cached_property
    def entities(self) -> dict[str, float]:
        """Each entity by id and by name, and each type, with the best score."""
        return _best(
            (key, entity.score)
            for entity in self._tagged.entities
            for key in (entity.id, f"name:{name(entity.name)}", f"type:{entity.type}")
            if key
        )

    @cached_property
    def prose(self) -> str:
        """The article's own words: the blocks that are no teaser, credit, byline or boilerplate."""
        return "\n\n".join(_prose(self._tagged.article))

    @cached_property
    def words(self) -> str:
        """The folded words of title and prose with a blank around each; `BREAK` between blocks."""
        article = self._tagged.article
        parts = [" ".join(words(part)) for part in (article.title, *_prose(article))]
        whole = f" {BREAK} ".join(part for part in parts if part)
        return f" {whole if len(whole) <= SEARCHED else whole[:SEARCHED].rpartition(' ')[0]} "

    def _with_ancestors(self, topic: str) -> tuple[str, ...]:
        known = topic in self._vocabulary
        return (topic, *self._vocabulary.ancestors(topic)) if known else (topic,)


def _prose(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind in PROSE]


def _best(scored: Iterable[tuple[str, float]]) -> dict[str, float]:
    best: dict[str, float] = {}
    for whole, score in scored:
        key = whole[:LONGEST_KEY]
        best[key] = max(score, best.get(key, score))
    return best
