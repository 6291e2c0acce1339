"""One group as it is built: its members, and what was last said of it."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Literal

import msgspec

from schemas.article import Article
from schemas.groups import Copy, Duplicates, Story, StoryArticle, StoryMerged, StorySplit, StorySubject
from schemas.trends import TrendSubject
from services.grouping.subjects import Subjects, key

Said = Duplicates | Story
Moved = StoryMerged | StorySplit
MOST_SUBJECTS = 8
"""Subjects that a story's message names, those of most articles."""

Kind = Literal["duplicates", "story"]
KINDS: tuple[Kind, ...] = ("duplicates", "story")


class Member(msgspec.Struct, frozen=True):
    """An article version in a group; `time` is Unix time in seconds."""

    version: int
    time: float
    similarity: float = 1.0
    source: str = ""


class Group(msgspec.Struct):
    """Members by article id, from the time of the `first` to that of the `last`.

    `touched` is when the newest member was accepted or one has left, in Unix seconds; `said` what was last said.
    `moved` are the articles that came out of the story it was split from, or went to the one that it was merged into.
    """

    kind: Kind
    language: str
    members: dict[str, Member] = {}
    first: float = math.inf
    last: float = -math.inf
    touched: float = 0.0
    said: Said | None = None
    merged_into: str | None = None
    split_from: str | None = None
    moved: tuple[str, ...] = ()
    nearness: float = 0.0

    @classmethod
    def of(cls, said: Said, touched: float) -> "Group":
        """The group as `said` has it."""
        if isinstance(said, Story):
            group = cls("story", said.language, touched=touched, said=said)
            group.merged_into, group.split_from = said.merged_into, said.split_from
            for article in said.articles:
                group.put(
                    article.article, Member(article.version, seconds(article.time), 1.0, article.source)
                )
        else:
            group = cls("duplicates", "", touched=touched, said=said)
            for copy in said.copies:
                group.put(
                    copy.article, Member(copy.version, seconds(copy.time), copy.similarity, copy.source)
                )
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


def duplicates(name: str, group: Group) -> Duplicates:
    """What is to be said of a group of copies."""
    copies = tuple(
        Copy(
            article=article,
            version=member.version,
            time=stamp(member.time),
            similarity=member.similarity,
            source=member.source,
        )
        for article, member in group.in_order()
    )
    return Duplicates(
        id=name, revision=group.revision, copies=copies, head=copies[0].article if copies else None
    )


def story(
    name: str, group: Group, central: str | None, title: str | None, about: Iterable[Subjects]
) -> Story:
    """What is to be said of a story with that central article; where it is None, the one said before stays."""
    articles = tuple(
        StoryArticle(article=article, version=member.version, time=stamp(member.time), source=member.source)
        for article, member in group.in_order()
    )
    if central is None and articles and isinstance(group.said, Story):
        central, title = group.said.central, group.said.title
    return Story(
        id=name,
        revision=group.revision,
        language=group.language,
        articles=articles,
        title=title,
        central=central,
        first=articles[0].time if articles else None,
        last=articles[-1].time if articles else None,
        sources=len({article.source for article in articles if article.source}),
        subjects=tuple(_most(about)),
        merged_into=group.merged_into,
        split_from=group.split_from,
    )


def _most(about: Iterable[Subjects]) -> Iterator[StorySubject]:
    """The subjects of more than one article, by their number, then by name."""
    known, counts = dict[str, TrendSubject](), Counter[str]()
    for subject in chain.from_iterable(about):
        known[key(subject)] = subject
        counts[key(subject)] += 1
    for name in sorted(counts, key=lambda name: (-counts[name], name))[:MOST_SUBJECTS]:
        if counts[name] > 1:
            subject = known[name]
            yield StorySubject(kind=subject.kind, name=subject.name, articles=counts[name], id=subject.id)


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
