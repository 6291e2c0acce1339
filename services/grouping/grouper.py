"""Articles in the order of their stream -> groups of copies, and stories. What is known of the last days is here.

Pure: the same articles in the same order, after the same messages, give the same bytes. Where an article was said to
be is where it is, whatever was learnt since; only as articles come do stories merge and split. So reading again
changes nothing.

Memory is bounded: articles accepted longer than `window_s` before the newest, and the oldest beyond `most`, are
forgotten, and groups that none has joined or left for as long. A group takes no more than `MOST_IN_GROUP`.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from schemas.article import Article, Retraction
from schemas.identity import NAMESPACE
from services.grouping import members
from services.grouping.duplicates import Copies, fingerprint
from services.grouping.members import Group, Kind, Member, Moved, Said, seconds
from services.grouping.pictures import Pictures
from services.grouping.registry import Registry
from services.grouping.stories import Stories
from services.grouping.subjects import Subjects, names
from services.grouping.window import Known, Window

MOST_IN_GROUP = 500
"""Articles in a group. What would be one more begins the next group, so a message stays below 100 kB."""

MOST_COMPARED = 50
"""Articles of a story that its title may come from: the first ones, so that a long story keeps its title."""

MOST_MERGED = 8
"""Stories, the nearest to an article, that are held against the one it has joined."""

Outcome = Literal["copy", "story", "alone", "repeated", "late", "retracted"]
Near = Sequence[tuple[float, str]]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How far grouping looks: seconds by acceptance, articles, and seconds between two publications."""

    window_s: float = 7 * 86400
    most: int = 100_000
    copy_gap_s: float = 2 * 86400
    story_gap_s: float = 3 * 86400


class Grouper:
    """The state of grouping."""

    def __init__(self, pictures: Pictures, limits: Limits) -> None:
        self._pictures = pictures
        self._limits = limits
        self._window = Window(limits.window_s, limits.most)
        self._copies = Copies()
        self._stories = Stories()
        self._registry = Registry()
        self._texts: dict[str, str] = {}  # the text that each article counts as in its story
        self._unfinished: set[str] = set()

    @property
    def articles(self) -> int:
        """Articles in the window."""
        return len(self._window)

    @property
    def most(self) -> int:
        """Articles that the window may hold."""
        return self._limits.most

    @property
    def stories(self) -> int:
        """Stories in the window, with those of a single article."""
        return len(self._stories)

    def recall(self, message: Said | Moved, time: str) -> None:
        """Take up the last that was said of a group, or a move, at `time` (RFC 3339): in that order, first of all."""
        self._registry.recall(message, seconds(time))

    def restore(self, article: Article, accepted: str, acknowledged: bool, subjects: Subjects = ()) -> None:
        """Take up an article after what has been said; one that no group names was alone.

        One that was not acknowledged will come again: until then it is where it was said to be, or is not there.
        """
        if not acknowledged:
            if not self._registry.holds("story", article.id, article.version):
                return
            self._unfinished.add(article.id)
        with self._registry.quietly():
            self._take(article, seconds(accepted), subjects, new=False)

    def take(self, article: Article, accepted: str, subjects: Subjects = ()) -> Outcome:
        """Find the groups of an article version that was accepted at `accepted` (RFC 3339).

        A version that is known, or older than the one that is, changes nothing; nor does one from before the window.
        """
        return self._take(article, seconds(accepted), subjects, new=True) or self._outcome(article.id)

    def withdraw(self, retraction: Retraction) -> Outcome:
        """The article leaves its groups."""
        self._forget(retraction.id)
        for kind in members.KINDS:
            self._registry.leave(kind, retraction.id, self._window.newest)
        return "retracted"

    def changes(self) -> list[Said | Moved]:
        """What differs from what was last said, as `Registry.changes`: the same again until `said` is called."""
        return self._registry.changes(self._message)

    def said(self, messages: Iterable[Said | Moved]) -> None:
        """`messages`, which are `changes`, have reached the stream."""
        self._registry.said(messages)

    def _take(self, article: Article, accepted: float, subjects: Subjects, new: bool) -> Outcome | None:
        """Why the article is passed over, or None once it has its groups."""
        if self._window.has(article.id, article.version) and not (new and article.id in self._unfinished):
            return "repeated"
        if new:
            self._unfinished.discard(article.id)
        for old in self._window.advance(accepted):
            self._forget(old)
        self._registry.expire(self._window.floor)
        if accepted < self._window.floor:
            return "late"
        self._forget(article.id)
        known = self._read(article, accepted, subjects)
        time = members.time_of(article, accepted)
        member = Member(article.version, time, source=article.source)
        self._window.put(article.id, known)
        near = self._join_copies(article, known, member, new)
        self._join_story(article, known, member, near, new)
        return None

    def _read(self, article: Article, accepted: float, subjects: Subjects) -> Known:
        language = article.language.partition("-")[0].casefold()
        return Known(
            version=article.version,
            title=article.title,
            language=language,
            accepted=accepted,
            print=fingerprint(article),
            picture=self._pictures.of(article, language, names(subjects)),
            subjects=subjects,
        )

    def _join_copies(self, article: Article, known: Known, member: Member, new: bool) -> str | None:
        """Give the article its group of copies; the article that it was found by."""
        near = None
        # What this very version was found by may be forgotten: where it was said to be, it is.
        if not self._registry.holds("duplicates", article.id, article.version):
            if article.id in self._unfinished:
                return None  # nothing was said of its copies yet: that is done when it comes again
            self._registry.leave("duplicates", article.id, self._window.newest)
            score, near = self._nearest_copy(known, member.time) if new else (1.0, None)
            home = self._registry.home("duplicates", near) if near else None
            copy = msgspec.structs.replace(member, similarity=round(score, 4))
            self._join(
                "duplicates", home or _name("duplicates", article.id, article.digest), article.id, copy
            )
        self._copies.add(article.id, known.print)
        return near

    def _nearest_copy(self, known: Known, time: float) -> tuple[float, str | None]:
        """The most similar article that is near in time, the earliest of equals."""
        found = []
        for other, score in self._copies.like(known.print):
            group = self._group("duplicates", other)
            at = group.members[other].time
            if len(group.members) < MOST_IN_GROUP and abs(at - time) <= self._limits.copy_gap_s:
                found.append((-score, at, other))
        if not found:
            return 1.0, None
        score, _, near = min(found)
        return -score, near

    def _join_story(
        self, article: Article, known: Known, member: Member, copied: str | None, new: bool
    ) -> None:
        """Give the article its story: the one it has, that of the copy it was found by, the nearest, its own."""
        home, near = self._registry.home("story", article.id), list[tuple[float, str]]()
        arrived = home is None and new
        if arrived:
            near = self._stories.nearest(
                known.picture, known.language, lambda key: self._fits(key, member.time)
            )
            home = self._story_for(near, copied)
        home = home or self._own_story(article)
        self._join("story", home, article.id, member)
        self._place(article.id, home)
        if arrived:
            self._rearrange(home, near)

    def _story_for(self, near: Near, copied: str | None) -> str | None:
        if copied and (home := self._registry.home("story", copied)) and self._room(home, 1):
            return home
        return next((key for score, key in near if score >= self._stories.near(key)), None)

    def _own_story(self, article: Article) -> str:
        """A name for the story that the article begins."""
        name = _name("story", article.id)
        while not self._registry.free(name):
            name = _name("story", name, article.id)
        return name

    def _rearrange(self, home: str, near: Near) -> None:
        """Merge and split what an article that came to story `home` has brought together, or shown to be two."""
        home = self._merge(home, near)
        if (apart := self._stories.apart(home)) is None:
            return
        nearness, texts = apart
        group = self._registry[home]
        leaving = sorted(article for article in group.members if self._texts.get(article) in texts)
        into = _name("story", home, str(group.revision), *leaving)
        self._registry.split(home, into, leaving, _rounded(nearness), self._window.newest)
        for article in leaving:
            self._displace(article, home)
            self._place(article, into)
        self._merge(into, near)
        self._merge(home, near)

    def _merge(self, key: str, near: Near) -> str:
        """Merge a story with the nearest of `near` while it is near enough; the name that it has then."""
        while found := self._nearest_story(key, [other for _, other in near[:MOST_MERGED]]):
            nearness, other = found
            key, gone = sorted((key, other), key=self._rank)
            articles = [article for article in self._registry[gone].members if article in self._window]
            self._registry.merge(gone, key, _rounded(nearness), self._window.newest)
            for article in articles:
                self._displace(article, gone)
                self._place(article, key)
        return key

    def _nearest_story(self, key: str, others: Iterable[str]) -> tuple[float, str] | None:
        """The nearest of the stories that may be one with story `key`."""
        group = self._registry[key]
        if not group.members:
            return None  # it was merged itself
        found = [
            (self._stories.nearness(key, other), other)
            for other in others
            if other != key
            and (members_of := self._registry[other].members)
            and self._room(key, len(members_of))
            and (self._fits(key, self._registry[other].first) or self._fits(other, group.first))
        ]
        nearness, other = max(found, default=(0.0, ""))
        return (nearness, other) if other and nearness >= self._stories.near(key) else None

    def _rank(self, key: str) -> tuple[int, float, str]:
        """Of two stories that are merged the first by this goes on: the larger, the earlier."""
        group = self._registry[key]
        return -len(group.members), group.first, key

    def _place(self, article: str, story: str) -> None:
        known = self._window[article]
        text = self._texts[article] = self._registry.home("duplicates", article) or article
        self._stories.add(story, text, known.picture, known.language)

    def _displace(self, article: str, story: str) -> None:
        self._stories.remove(story, self._texts.pop(article))

    def _room(self, story: str, articles: int) -> bool:
        return len(self._registry[story].members) + articles <= MOST_IN_GROUP

    def _fits(self, story: str, time: float) -> bool:
        group, gap = self._registry[story], self._limits.story_gap_s
        return self._room(story, 1) and group.first - gap <= time <= group.last + gap

    def _join(self, kind: Kind, home: str, article: str, member: Member) -> None:
        known = self._window[article]
        self._registry.join(kind, home, article, member, known.language, known.accepted)

    def _group(self, kind: Kind, article: str) -> Group:
        home = self._registry.home(kind, article)
        if home is None:
            raise KeyError(article)
        return self._registry[home]

    def _forget(self, article: str) -> None:
        """Drop what is kept of an article's text; its places in groups stay."""
        if self._window.pop(article):
            self._copies.remove(article)
            if home := self._registry.home("story", article):
                self._displace(article, home)

    def _outcome(self, article: str) -> Outcome:
        if len(self._group("duplicates", article).members) > 1:
            return "copy"
        return "story" if len(self._group("story", article).members) > 1 else "alone"

    def _message(self, key: str, group: Group) -> Said:
        if group.kind == "duplicates":
            return members.duplicates(key, group)
        present = [article for article, _ in group.in_order() if article in self._window]
        central = max(
            present[:MOST_COMPARED],  # the first ones; the earliest of equals
            key=lambda article: self._stories.closeness(key, self._window[article].picture),
            default=None,
        )
        title = self._window[central].title if central else None
        about = [self._window[article].subjects for article in present]
        return members.story(key, group, central, title, about)


def _rounded(nearness: float) -> float:
    return round(min(nearness, 1.0), 3)


def _name(kind: Kind, *parts: str) -> str:
    """The id of a group that begins: a UUID of version 5 (RFC 9562)."""
    return str(uuid.uuid5(NAMESPACE, ":".join((kind, *parts))))
