# A copy of schemas/groups.py, made by clients/python/vendor.py: change that one.
"""What belongs together among the articles of the last days: copies of one text, and stories about one event.

A message is a group as it stands: who keeps the one with the highest `revision` of each id knows all. A group is first
said when it has two articles. An article that its publisher withdraws leaves; a group of no article is over.
"""

from typing import Literal

import msgspec


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """An article version among copies. `similarity` is that to the copy by which it was found, 1 for the first.

    `time` is when it was published (RFC 3339 in UTC), or accepted where that isn't known or came earlier. `source` is
    the article's; "" where it isn't known any more.
    """

    article: str
    version: int
    time: str
    similarity: float
    source: str = ""


class Duplicates(msgspec.Struct, frozen=True, kw_only=True):
    """Articles with one and the same text, as far as near-duplicates are that: none is dropped, all stay articles.

    `copies` are in order of time; `head` is the article of the earliest, None where there is none.
    """

    id: str
    revision: int
    copies: tuple[Copy, ...]
    head: str | None = None


class StoryArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article version in a story. `time` and `source` as for a copy."""

    article: str
    version: int
    time: str
    source: str = ""


class StorySubject(msgspec.Struct, frozen=True, kw_only=True):
    """An entity or a Media Topic that a story is about, and in how many of its articles.

    `id` is as in the articles ("Q159", "medtop:20000071"), None for an entity that no knowledge base knows.
    """

    kind: Literal["entity", "topic"]
    name: str
    articles: int
    id: str | None = None


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Articles about one event. `articles` are in order of time, from `first` to `last`.

    They are of `sources` different sources. `title` is that of the most central article, `central` its id; both None
    in a story that is over. `subjects` are what most of its articles are about, the most first. A story that became
    part of another one is over and names it in `merged_into`; one that came out of another names it in `split_from`.
    """

    id: str
    revision: int
    language: str
    articles: tuple[StoryArticle, ...]
    title: str | None = None
    central: str | None = None
    first: str | None = None
    last: str | None = None
    sources: int = 0
    subjects: tuple[StorySubject, ...] = ()
    merged_into: str | None = None
    split_from: str | None = None


class StoryMerged(msgspec.Struct, frozen=True, kw_only=True):
    """Story `id` turned out to be about the event of story `into`, which has its `articles` now. It is over, for good.

    `revision` is that of the story's last update, which has no article. The updates of both stories say it all: what
    this adds is the moment, for those who keep something by a story's id: they move it to `into`. `similarity` is how
    near the two were, 0..1, 0 where that is known no more.
    """

    id: str
    revision: int
    into: str
    articles: tuple[str, ...]
    similarity: float


class StorySplit(msgspec.Struct, frozen=True, kw_only=True):
    """`articles` of story `id` turned out to be about an event of their own: they are story `into` now.

    `revision` is that of the update of story `id` without them. Story `id` goes on with the rest, and keeps what is
    kept by its id. `similarity` is how near the two are, 0..1, 0 where that is known no more.
    """

    id: str
    revision: int
    into: str
    articles: tuple[str, ...]
    similarity: float
