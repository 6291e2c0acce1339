"""Articles in the order of their stream -> groups of copies, and stories. What is known of the last days is here.

Pure: the same articles in the same order, after the same messages, give the same bytes. An article once said to be in
a story stays in it, whatever is learnt later, so reading again changes nothing.

Memory is bounded: articles accepted longer than `window_s` before the newest, and the oldest beyond `most`, are
forgotten, and groups that none has joined or left for as long. A group takes no more than `MOST_IN_GROUP`.
"""

import heapq
import uuid
from collections.abc import Iterable
from typing import Literal

import msgspec

from schemas.article import Article, Retraction
from schemas.identity import NAMESPACE
from services.grouping import members
from services.grouping.duplicates import Copies, Print, fingerprint
from services.grouping.members import Group, Member, Said, seconds
from services.grouping.stories import Stories
from services.grouping.words import Vector, Words

MOST_IN_GROUP = 500
"""Articles in a group. What would be one more begins the next group, so a message stays below 100 kB."""

MOST_COMPARED = 50
"""Articles of a story that its title may come from: the first ones, so that a long story keeps its title."""

Outcome = Literal["copy", "story", "alone", "repeated", "late", "retracted"]
Homes = dict[str, str]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How far grouping looks: seconds by acceptance, articles, and seconds between two publications."""

    window_s: float = 7 * 86400
    most: int = 100_000
    copy_gap_s: float = 2 * 86400
    story_gap_s: float = 3 * 86400


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an article."""

    version: int
    title: str
    language: str
    accepted: float
    print: Print
    vector: Vector


class Grouper:
    """The state of grouping."""

    def __init__(self, words: Words, limits: Limits) -> None:
        self._words = words
        self._limits = limits
        self._known: dict[str, Known] = {}
        self._ages: list[tuple[float, str]] = []
        self._newest, self._floor = 0.0, 0.0
        self._copies = Copies()
        self._stories = Stories()
        self._groups: dict[str, Group] = {}  # the longest untouched first
        self._copies_of: Homes = {}
        self._story_of: Homes = {}
        self._touched: set[str] = set()
        self._unfinished: set[str] = set()

    @property
    def articles(self) -> int:
        """Articles in the window."""
        return len(self._known)

    @property
    def stories(self) -> int:
        """Stories in the window, with those of a single article."""
        return len(self._stories)

    def recall(self, message: Said, time: str) -> None:
        """Take up the last that was said of a group, at `time` (RFC 3339): in that order, before any article.

        Where a crash came between the two messages of an article that changed groups, the later one holds.
        """
        group = Group.of(message, seconds(time))
        homes = self._homes(group.kind)
        for article in group.members:
            self._leave(homes, article)
        homes.update(dict.fromkeys(group.members, message.id))
        self._groups[message.id] = group

    def restore(self, article: Article, accepted: str, acknowledged: bool) -> None:
        """Take up an article after what has been said; one that no group names was alone.

        One that was not acknowledged will come again: until then it is where it was said to be, or is not there.
        """
        if not acknowledged:
            if not self._in_story(article):
                return
            self._unfinished.add(article.id)
        touched, self._touched = self._touched, set()
        self._take(article, seconds(accepted), new=False)
        self._touched = touched

    def take(self, article: Article, accepted: str) -> Outcome:
        """Find the groups of an article version that was accepted at `accepted` (RFC 3339).

        A version that is known, or older than the one that is, changes nothing; nor does one from before the window.
        """
        return self._take(article, seconds(accepted), new=True) or self._outcome(article.id)

    def withdraw(self, retraction: Retraction) -> Outcome:
        """The article leaves its groups."""
        self._forget(retraction.id)
        self._leave(self._copies_of, retraction.id)
        self._leave(self._story_of, retraction.id)
        return "retracted"

    def changes(self) -> list[Said]:
        """The groups that differ from what was last said of them, by id: the same again until `said` is called."""
        touched = [(key, self._groups[key]) for key in sorted(self._touched)]
        return [message for key, group in touched if group.news(message := self._message(key, group))]

    def said(self, messages: Iterable[Said]) -> None:
        """`messages`, which are `changes`, have reached the stream."""
        for message in messages:
            self._groups[message.id].said = message
        self._touched.clear()

    def _take(self, article: Article, accepted: float, new: bool) -> Outcome | None:
        """Why the article is passed over, or None once it has its groups."""
        if self._has(article) and not (new and article.id in self._unfinished):
            return "repeated"
        if new:
            self._unfinished.discard(article.id)
        self._expire(accepted)
        if accepted < self._floor:
            return "late"
        self._forget(article.id)
        fresh = self._read(article, accepted)
        member = Member(article.version, members.time_of(article, accepted))
        self._known[article.id] = fresh
        heapq.heappush(self._ages, (accepted, article.id))
        near = self._join_copies(article, fresh, member, new)
        self._join_story(article, fresh, member, near, new)
        return None

    def _has(self, article: Article) -> bool:
        known = self._known.get(article.id)
        return known is not None and known.version >= article.version

    def _read(self, article: Article, accepted: float) -> Known:
        return Known(
            version=article.version,
            title=article.title,
            language=article.language.partition("-")[0].casefold(),
            accepted=accepted,
            print=fingerprint(article),
            vector=self._words.vector(article),
        )

    def _join_copies(self, article: Article, fresh: Known, member: Member, new: bool) -> str | None:
        """Give the article its group of copies; the article that it was found by."""
        near = None
        if not self._is_said(article):
            if article.id in self._unfinished:
                return None  # nothing was said of its copies yet: that is done when it comes again
            self._leave(self._copies_of, article.id)
            score, near = self._nearest_copy(fresh, member.time) if new else (1.0, None)
            home = self._copies_of[near] if near else _name("duplicates", article.id, article.digest)
            copy = msgspec.structs.replace(member, similarity=round(score, 4))
            self._join("duplicates", home, article.id, copy, fresh)
        self._copies.add(article.id, fresh.print)
        return near

    def _is_said(self, article: Article) -> bool:
        """Whether this very version is in a group of copies already: what it was found by may be forgotten."""
        home = self._copies_of.get(article.id)
        return home is not None and self._groups[home].members[article.id].version == article.version

    def _in_story(self, article: Article) -> bool:
        home = self._story_of.get(article.id)
        return home is not None and self._groups[home].members[article.id].version == article.version

    def _nearest_copy(self, fresh: Known, time: float) -> tuple[float, str | None]:
        """The most similar article that is near in time, the earliest of equals."""
        found = []
        for other, score in self._copies.like(fresh.print):
            group = self._groups[self._copies_of[other]]
            at = group.members[other].time
            if len(group.members) < MOST_IN_GROUP and abs(at - time) <= self._limits.copy_gap_s:
                found.append((-score, at, other))
        if not found:
            return 1.0, None
        score, _, near = min(found)
        return -score, near

    def _join_story(
        self, article: Article, fresh: Known, member: Member, near: str | None, new: bool
    ) -> None:
        """Give the article its story: the one it has, that of the copy it was found by, the nearest, its own."""
        home = self._story_of.get(article.id)
        if home is None and near and self._open(self._story_of[near]):
            home = self._story_of[near]
        if home is None and new:
            home = self._stories.nearest(
                fresh.vector, fresh.language, lambda key: self._fits(key, member.time)
            )
        home = home or _name("story", article.id)
        self._join("story", home, article.id, member, fresh)
        self._stories.add(home, fresh.vector, self._groups[home].language)

    def _open(self, story: str) -> bool:
        return len(self._groups[story].members) < MOST_IN_GROUP

    def _fits(self, story: str, time: float) -> bool:
        group, gap = self._groups[story], self._limits.story_gap_s
        return self._open(story) and group.first - gap <= time <= group.last + gap

    def _join(self, kind: members.Kind, home: str, key: str, member: Member, fresh: Known) -> None:
        group = self._groups.pop(home, None) or Group(kind, fresh.language)
        group.put(key, member)
        group.touched = max(group.touched, fresh.accepted)
        self._groups[home] = group
        self._homes(kind)[key] = home
        self._touched.add(home)

    def _homes(self, kind: members.Kind) -> Homes:
        return self._story_of if kind == "story" else self._copies_of

    def _leave(self, homes: Homes, key: str) -> None:
        if (home := homes.pop(key, None)) is not None:
            group = self._groups.pop(home)
            group.drop(key)
            group.touched = max(group.touched, self._newest)
            self._groups[home] = group
            self._touched.add(home)

    def _forget(self, key: str) -> None:
        """Drop what is kept of an article's text; its places in groups stay."""
        if known := self._known.pop(key, None):
            self._copies.remove(key)
            self._stories.remove(self._story_of[key], known.vector)

    def _expire(self, accepted: float) -> None:
        """Forget what the window has left behind, now that an article of `accepted` is there."""
        self._newest = max(self._newest, accepted)
        self._floor = max(self._floor, self._newest - self._limits.window_s)
        while self._ages and (self._ages[0][0] < self._floor or len(self._known) >= self._limits.most):
            age, key = heapq.heappop(self._ages)
            if key in self._known and self._known[key].accepted == age:
                self._forget(key)
                self._floor = max(self._floor, age)
        while self._groups and (oldest := next(iter(self._groups))) not in self._touched:
            if self._groups[oldest].touched >= self._floor:
                break
            self._end(oldest)

    def _end(self, key: str) -> None:
        group = self._groups.pop(key)
        _evict(self._homes(group.kind), key, group)

    def _outcome(self, key: str) -> Outcome:
        if len(self._groups[self._copies_of[key]].members) > 1:
            return "copy"
        return "story" if len(self._groups[self._story_of[key]].members) > 1 else "alone"

    def _message(self, key: str, group: Group) -> Said:
        if group.kind == "duplicates":
            return members.duplicates(key, group)
        central = self._central(key, group)
        return members.story(key, group, central, self._known[central].title if central else None)

    def _central(self, key: str, group: Group) -> str | None:
        """The article that is most like the whole story, of its first ones; the earliest of equals."""
        present = [article for article, _ in group.in_order() if article in self._known][:MOST_COMPARED]
        return max(
            present,
            key=lambda article: self._stories.closeness(key, self._known[article].vector),
            default=None,
        )


def _evict(homes: Homes, home: str, group: Group) -> None:
    for article in group.members:
        if homes.get(article) == home:
            del homes[article]


def _name(kind: members.Kind, *parts: str) -> str:
    """The id of the group that an article begins: a UUID of version 5 (RFC 9562)."""
    return str(uuid.uuid5(NAMESPACE, ":".join((kind, *parts))))
