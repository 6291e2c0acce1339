"""One group as it is built: its members, and what was last said of it."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

from schemas.article import Article
from schemas.groups import Copy, Duplicates, Story, StoryArticle

Said = Duplicates | Story
Kind = Literal["duplicates", "story"]


class Member(msgspec.Struct, frozen=True):
    """An article version in a group; `time` is Unix time in seconds."""

    version: int
    time: float
    similarity: float = 1.0


class Group(msgspec.Struct):
    """Members by article id, from the time of the `first` to that of the `last`.

    `touched` is when the newest member was accepted or one has left, in Unix seconds; `said` what was last said.
    """

    kind: Kind
    language: str
    members: dict[str, Member] = {}
    first: float = math.inf
    last: float = -math.inf
    touched: float = 0.0
    said: Said | None = None

    @classmethod
    def of(cls, said: Said, touched: float) -> "Group":
        """The group as `said` has it."""
        if isinstance(said, Story):
            group = cls("story", said.language, touched=touched, said=said)
            for article in said.articles:
                group.put(article.article, Member(article.version, seconds(article.time)))
        else:
            group = cls("duplicates", "", touched=touched, said=said)
            for copy in said.copies:
                group.put(copy.article, Member(copy.version, seconds(copy.time), copy.similarity))
        return group

    def put(self, article: str, member: Member) -> None:
        """Add a member, or its next version."""
        self.members[article] = member
        self.first, self.last = min(self.first, member.time), max(self.last, member.time)

    def drop(self, article: str) -> None:
        """Take a member out."""
        del self.members[article]
        times = [member.time for member in self.members.values()]
        self.first, self.last = min(times, default=math.inf), max(times, default=-math.inf)

    def in_order(self) -> Sequence[tuple[str, Member]]:
        """The members by time, then by id."""
        return sorted(self.members.items(), key=lambda item: (item[1].time, item[0]))

    @property
    def revision(self) -> int:
        """The number of what is said of it next."""
        return (self.said.revision if self.said else 0) + 1

    def news(self, message: Said) -> bool:
        """Whether `message` says more than what was last said; a lone article is no news."""
        if self.said is None:
            return len(self.members) > 1
        return msgspec.structs.replace(message, revision=self.said.revision) != self.said


def duplicates(key: str, group: Group) -> Duplicates:
    """What is to be said of a group of copies."""
    copies = tuple(
        Copy(article=article, version=member.version, time=stamp(member.time), similarity=member.similarity)
        for article, member in group.in_order()
    )
    return Duplicates(
        id=key, revision=group.revision, copies=copies, head=copies[0].article if copies else None
    )


def story(key: str, group: Group, central: str | None, title: str | None) -> Story:
    """What is to be said of a story with that central article; where it is None, the one said before stays."""
    articles = tuple(
        StoryArticle(article=article, version=member.version, time=stamp(member.time))
        for article, member in group.in_order()
    )
    if central is None and articles and isinstance(group.said, Story):
        central, title = group.said.central, group.said.title
    return Story(
        id=key,
        revision=group.revision,
        language=group.language,
        articles=articles,
        title=title,
        central=central,
        first=articles[0].time if articles else None,
        last=articles[-1].time if articles else None,
    )


def time_of(article: Article, accepted: float) -> float:
    """When an article was published, in Unix seconds, or accepted where that isn't known or came earlier."""
    return min(accepted, seconds(article.published)) if article.published else accepted


def seconds(time: str) -> float:
    """Unix time of an RFC 3339 time; without an offset it is UTC."""
    parsed = datetime.fromisoformat(time)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()


def stamp(time: float) -> str:
    """RFC 3339 in UTC, whole seconds."""
    return datetime.fromtimestamp(int(time), UTC).isoformat()
