"""What belongs together among the articles of the last days: copies of one text, and stories about one event.

A message is a group as it stands: who keeps the one with the highest `revision` of each id knows all. A group is first
said when it has two articles. An article that its publisher withdraws leaves; a group of no article is over.
"""

import msgspec


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """An article version among copies. `similarity` is that to the copy by which it was found, 1 for the first.

    `time` is when it was published (RFC 3339 in UTC), or accepted where that isn't known or came earlier.
    """

    article: str
    version: int
    time: str
    similarity: float


class Duplicates(msgspec.Struct, frozen=True, kw_only=True):
    """Articles with one and the same text, as far as near-duplicates are that: none is dropped, all stay articles.

    `copies` are in order of time; `head` is the article of the earliest, None where there is none.
    """

    id: str
    revision: int
    copies: tuple[Copy, ...]
    head: str | None = None


class StoryArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article version in a story. `time` as for a copy."""

    article: str
    version: int
    time: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Articles about one event. `articles` are in order of time, from `first` to `last`.

    `title` is that of the most central article, `central` its id; both None in a story that is over.
    """

    id: str
    revision: int
    language: str
    articles: tuple[StoryArticle, ...]
    title: str | None = None
    central: str | None = None
    first: str | None = None
    last: str | None = None
