"""Which article is in which group, what has been said of each group, and what is to be said next."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from schemas.groups import Duplicates, Story, StoryMerged, StorySplit
from services.grouping.members import Group, Kind, Member, Moved, Said

Describe = Callable[[str, Group], Said]


class Registry:
    """The groups. An article has at most one home of each kind."""

    def __init__(self) -> None:
        # The longest untouched first. A plain dict, emptied from the front, takes ever longer to find its first key.
        self._groups: OrderedDict[str, Group] = OrderedDict()
        self._homes: Mapping[Kind, dict[str, str]] = {"duplicates": {}, "story": {}}
        self._touched: set[str] = set()
        self._unsure: set[str] = (
            set()
        )  # stories that say they were moved, where the move may not have been said
        self._told: set[tuple[str, str]] = set()  # the moves that were said: from which story, into which

    def __getitem__(self, key: str) -> Group:
        return self._groups[key]

    def home(self, kind: Kind, article: str) -> str | None:
        """The group of an article."""
        return self._homes[kind].get(article)

    def holds(self, kind: Kind, article: str, version: int) -> bool:
        """Whether that very version is in a group."""
        home = self.home(kind, article)
        return home is not None and self._groups[home].members[article].version == version

    def free(self, key: str) -> bool:
        """Whether a group may have that name: the name of a story that was merged is used up."""
        return key not in self._groups or self._groups[key].merged_into is None

    def join(
        self, kind: Kind, key: str, article: str, member: Member, language: str, accepted: float
    ) -> None:
        """Put an article into group `key`, which begins with its first one."""
        group = self._touch(key, accepted, Group(kind, language))
        group.put(article, member)
        self._homes[kind][article] = key

    def leave(self, kind: Kind, article: str, at: float) -> None:
        """Take an article out of its group, if it has one."""
        if (key := self._homes[kind].pop(article, None)) is not None:
            self._touch(key, at).drop(article)

    def merge(self, key: str, into: str, near: float, at: float) -> None:
        """Put all articles of a story into another one; it is over."""
        group = self._groups[key]
        moved = tuple(group.members)
        self._move(key, into, moved, at)
        if group.said:
            group.merged_into, group.moved, group.nearness = into, tuple(sorted(moved)), near

    def split(self, key: str, into: str, articles: Iterable[str], near: float, at: float) -> None:
        """Put articles of a story into a new one."""
        moved = tuple(articles)
        self._groups[into] = Group("story", self._groups[key].language)
        self._move(key, into, moved, at)
        if self._groups[key].said:
            group = self._groups[into]
            group.split_from, group.moved, group.nearness = key, tuple(sorted(moved)), near

    def recall(self, message: Said | Moved, at: float) -> None:
        """Take up what was said at `at`, Unix seconds: the last of each group and every move, in that order.

        Where a crash came between the messages of articles that changed groups, the later one holds.
        """
        if isinstance(message, StoryMerged | StorySplit):
            self._told.add((message.id, message.into))
            if isinstance(message, StoryMerged) and message.id in self._groups:
                self._groups[message.id].merged_into = message.into
            return
        group = Group.of(message, at)
        left = defaultdict[str, list[str]](list)
        for article in sorted(group.members):
            if home := self.home(group.kind, article):
                left[home].append(article)
            self.leave(group.kind, article, at)
            self._homes[group.kind][article] = message.id
        for home, moved in left.items():
            if group.kind == "story" and not self._groups[home].members:  # it was to say so itself
                self._groups[home].merged_into, self._groups[home].moved = message.id, tuple(moved)
        if group.split_from:
            group.moved = tuple(sorted(group.members))
            self._unsure.add(message.id)
        self._groups[message.id] = group

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """What happens in the block is no news."""
        touched = set(self._touched)
        yield
        self._touched = touched

    def changes(self, describe: Describe) -> list[Said | Moved]:
        """The groups that differ from what was last said of them, by id, and the moves between stories.

        First the stories that took articles over, then the moves, then the rest: where only the first of them reach the
        stream nothing is lost.
        """
        news = {
            key: message
            for key in sorted(self._touched)
            if self._groups[key].news(message := describe(key, self._groups[key]))
        }
        moves = list(self._moves(news))
        taking = {move.into for move in moves}
        first = [message for key, message in news.items() if key in taking]
        return [*first, *moves, *(message for key, message in news.items() if key not in taking)]

    def said(self, messages: Iterable[Said | Moved]) -> None:
        """`messages`, which are `changes`, have reached the stream."""
        for message in messages:
            if isinstance(message, Duplicates | Story):
                self._groups[message.id].said = message
            else:
                self._told.add((message.id, message.into))
        self._touched.clear()
        self._unsure.clear()

    def expire(self, floor: float) -> None:
        """Forget the groups that none has joined or left since `floor`, Unix seconds, and that have no news."""
        while self._groups and (key := next(iter(self._groups))) not in self._touched:
            if self._groups[key].touched >= floor:
                break
            group = self._groups.pop(key)
            homes = self._homes[group.kind]
            for article in group.members:
                if homes.get(article) == key:
                    del homes[article]
            self._told = {move for move in self._told if key not in move}

    def _touch(self, key: str, at: float, new: Group | None = None) -> Group:
        group = self._groups.pop(key, None) or new
        if group is None:
            raise KeyError(key)
        group.touched = max(group.touched, at)
        self._groups[key] = group
        self._touched.add(key)
        return group

    def _move(self, key: str, into: str, articles: Iterable[str], at: float) -> None:
        source, target = self._touch(key, at), self._touch(into, at)
        for article in articles:
            target.put(article, source.members[article])
            source.drop(article)
            self._homes["story"][article] = into

    def _moves(self, news: Mapping[str, Said]) -> Iterator[Moved]:
        """What happened to stories that had been said, and was not told yet."""
        for key in sorted(self._touched | (self._unsure & self._groups.keys())):
            group = self._groups[key]
            into, origin = group.merged_into, group.split_from
            if into and group.said and (key, into) not in self._told:
                yield StoryMerged(
                    id=key,
                    revision=self._revision(key, news),
                    into=into,
                    articles=group.moved,
                    similarity=group.nearness,
                )
            if (
                origin
                and origin in self._groups
                and (key in news or group.said)
                and (origin, key) not in self._told
            ):
                yield StorySplit(
                    id=origin,
                    revision=self._revision(origin, news),
                    into=key,
                    articles=group.moved,
                    similarity=group.nearness,
                )

    def _revision(self, key: str, news: Mapping[str, Said]) -> int:
        if key in news:
            return news[key].revision
        said = self._groups[key].said
        return said.revision if said else 1
