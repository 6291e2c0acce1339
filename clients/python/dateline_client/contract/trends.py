# A copy of schemas/trends.py, made by clients/python/vendor.py: change that one.
"""What is written about more than usual now."""

from typing import Literal

import msgspec


class TrendSubject(msgspec.Struct, frozen=True, kw_only=True):
    """An entity or a Media Topic. `id` is as in the articles, None for an entity that no knowledge base knows."""

    kind: Literal["entity", "topic"]
    name: str
    id: str | None = None


class TrendArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article version that supports a trend. `time` is when it was published (RFC 3339 in UTC), or accepted."""

    article: str
    version: int
    time: str
    source: str


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """A subject, or two together, that rises against its own baseline. Keep the highest `revision` of each id.

    `articles` of `sources` different sources are about it in the window from `start` to `end`, where `usual` is what
    its share of the news in earlier windows would make; `score` is how far above that it is, in standard deviations.
    `explanation` says so in English. `counts` are the articles in each window of the baseline, oldest first, and in
    this one, last. `support` are articles of the window, newest first, not all of them where they are many.

    It `began` with its first message. Unless more comes it is over at `expires`; with `ended` it is over. A subject
    that rises again later is a trend of another id. Times are RFC 3339 in UTC: the articles', not a clock's.
    """

    id: str
    revision: int
    kind: Literal["entity", "topic", "pair"]
    subjects: tuple[TrendSubject, ...]
    start: str
    end: str
    articles: int
    sources: int
    usual: float
    score: float
    explanation: str
    counts: tuple[int, ...]
    support: tuple[TrendArticle, ...]
    began: str
    expires: str
    ended: str | None = None
