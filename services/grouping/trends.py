"""What rises now: subjects, and pairs of them, that are in the news far more than usual, by several sources.

"Now" is a tick of the articles' own clock: the time of acceptance of the newest one, cut to `TICK_S`. At each tick the
window that ends there is counted anew, so what is a trend is a function of the articles there and of the trends before:
late ones count in their own time, replayed ones not again. A quiet stream has no ticks; a trend says when it expires.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from schemas.identity import NAMESPACE
from schemas.trends import Trend, TrendArticle, TrendSubject
from services.grouping.burst import burst
from services.grouping.members import seconds, stamp
from services.grouping.subjects import Subjects, key
from services.grouping.windows import Entry, Windows, frequent

TICK_S = 600.0
"""Seconds between two looks."""

BEGINS, ENDS = 3.0, 1.5
"""Scores from which something is a trend, and below which it is none any more: apart, so that it does not flicker."""

FEWEST_WINDOWS, FEWEST_ARTICLES = 4, 30
"""What a baseline has to have: without one everything would rise."""

MOST_TRENDS = 200
"""Trends at a time; beyond that the highest scores."""

MOST_SUPPORT = 20
"""Articles that a message names, the newest."""

Keys = tuple[str, ...]


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What a trend has to have: articles and sources within `window_s` seconds, out of `memory_s` that are known."""

    window_s: float = 6 * 3600
    memory_s: float = 7 * 86400
    articles: int = 5
    sources: int = 3


class Rise(msgspec.Struct, frozen=True, kw_only=True):
    """A subject, or a pair, in the window of a tick; entries are newest first."""

    keys: Keys
    subjects: Subjects
    entries: Sequence[tuple[str, Entry]]
    usual: float
    score: float
    counts: Sequence[int]

    @property
    def sources(self) -> int:
        """Different sources."""
        return len({entry.source for _, entry in self.entries})


class Trends:
    """The articles of the last days by what they are about, and what rises."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.windows = Windows(rules.window_s)
        self._newest = 0.0
        self._now = 0.0
        self._said: dict[Keys, Trend] = {}
        self._news: dict[Keys, Trend] = {}
        self._settled: dict[Keys, float] = {}  # what was said before a restart of ticks that come again

    def __len__(self) -> int:
        """Trends that go on."""
        return sum(trend.ended is None for trend in {**self._said, **self._news}.values())

    def recall(self, trend: Trend) -> None:
        """Take up the last that was said of a trend: before any article."""
        keys = tuple(map(key, trend.subjects))
        self._settled[keys] = max(seconds(trend.ended or trend.end), self._settled.get(keys, 0.0))
        if trend.ended is None:
            self._said[keys] = trend

    def add(self, article: str, entry: Entry, accepted: float, *, new: bool = True) -> None:
        """Count an article version accepted at `accepted` (Unix seconds); where it is `new`, look when a tick is over.

        An article older than the memory, or a version that is known or older than that, changes nothing.
        """
        self._advance(accepted, new)
        if entry.time > self._newest - self._rules.memory_s and entry.version > self.windows.version(article):
            self.windows.put(article, entry)

    def withdraw(self, article: str) -> None:
        """The article counts no more."""
        self.windows.drop(article)

    def changes(self) -> list[Trend]:
        """The trends that differ from what was last said of them, by id: the same again until `said` is called."""
        return sorted(self._news.values(), key=lambda trend: trend.id)

    def said(self, trends: Iterable[Trend]) -> None:
        """`trends`, which are `changes`, have reached the stream."""
        for trend in trends:
            keys = tuple(map(key, trend.subjects))
            if trend.ended is None:
                self._said[keys] = trend
            else:
                self._said.pop(keys, None)
            if self._news.get(keys) == trend:
                del self._news[keys]

    def _advance(self, accepted: float, new: bool) -> None:
        self._newest = max(self._newest, accepted)
        tick = self._newest // TICK_S * TICK_S
        if tick > self._now:
            self._now = tick
            self.windows.forget(tick - self._rules.memory_s)
            if new:
                self._look()

    def _look(self) -> None:
        self._settled = {keys: until for keys, until in self._settled.items() if until > self._now}
        rises = {keys: rise for keys, rise in self._rises().items() if keys not in self._settled}
        for keys, trend in list(self._open().items()):
            if keys in self._settled:
                continue
            rise = rises.pop(keys, None)
            if rise and rise.score >= ENDS and self._supported(rise):
                self._tell(keys, self._trend(rise, trend))
            else:
                self._end(keys, trend)
        beginning = [rise for rise in rises.values() if rise.score >= BEGINS and self._supported(rise)]
        beginning.sort(key=lambda rise: (-rise.score, rise.keys))
        for rise in beginning[: max(0, MOST_TRENDS - len(self))]:
            self._tell(rise.keys, self._trend(rise, None))

    def _open(self) -> Mapping[Keys, Trend]:
        return {keys: t for keys, t in {**self._said, **self._news}.items() if t.ended is None}

    def _supported(self, rise: Rise) -> bool:
        return len(rise.entries) >= self._rules.articles and rise.sources >= self._rules.sources

    def _rises(self) -> dict[Keys, Rise]:
        """What the window holds often enough, by key; pairs only where they rise more than either of the two."""
        start = self._now - self._rules.window_s
        numbers = self.windows.baseline(start)
        totals = self.windows.totals(numbers)
        if sum(map(bool, totals)) < FEWEST_WINDOWS or sum(totals) < FEWEST_ARTICLES:
            return {}
        entries = sorted(self.windows.between(start, self._now), key=lambda one: (-one[1].time, one[0]))
        found = _by_subject(entries, self._rules.articles)
        measured = {
            keys: self._measure(keys, of, len(entries), numbers, totals) for keys, of in found.items()
        }
        return {keys: rise for keys, rise in measured.items() if _tells_more(keys, rise, measured)}

    def _measure(
        self,
        keys: Keys,
        entries: Sequence[tuple[str, Entry]],
        total: int,
        numbers: Sequence[int],
        totals: Sequence[int],
    ) -> Rise:
        counts = self.windows.counts(keys, numbers)
        found = burst(len(entries), total, counts, totals)
        subjects = tuple(_named(name, entries) for name in keys)
        return Rise(
            keys=keys, subjects=subjects, entries=entries, usual=found.usual, score=found.score, counts=counts
        )

    def _trend(self, rise: Rise, before: Trend | None) -> Trend:
        began = before.began if before else stamp(self._now)
        usual, sources = round(rise.usual, 1), rise.sources
        return Trend(
            id=before.id if before else str(uuid.uuid5(NAMESPACE, ":".join(("trend", *rise.keys, began)))),
            revision=self._revision(rise.keys),
            kind="pair" if len(rise.keys) > 1 else rise.subjects[0].kind,
            subjects=rise.subjects,
            start=stamp(self._now - self._rules.window_s),
            end=stamp(self._now),
            articles=len(rise.entries),
            sources=sources,
            usual=usual,
            score=round(rise.score, 1),
            explanation=f"{len(rise.entries)} articles, {sources} sources, usual {usual:g}",
            counts=(*rise.counts, len(rise.entries)),
            support=tuple(_support(*one) for one in rise.entries[:MOST_SUPPORT]),
            began=began,
            expires=stamp(self._expires(rise)),
        )

    def _expires(self, rise: Rise) -> float:
        """The first tick whose window holds too few of these articles."""
        leaves = rise.entries[self._rules.articles - 1][1].time + self._rules.window_s
        return (leaves // TICK_S + 1) * TICK_S

    def _revision(self, keys: Keys) -> int:
        return self._said[keys].revision + 1 if keys in self._said else 1

    def _tell(self, keys: Keys, trend: Trend) -> None:
        """Say `trend`, if it is more than that the window has moved on or the rest of the news has changed."""
        said = self._said.get(keys)
        if said is None or _gist(said) != _gist(trend):
            self._news[keys] = trend
        else:
            self._news.pop(keys, None)

    def _end(self, keys: Keys, trend: Trend) -> None:
        self._news.pop(keys, None)
        if (said := self._said.get(keys)) is not None:
            self._news[keys] = msgspec.structs.replace(
                said, revision=said.revision + 1, ended=stamp(self._now)
            )


def _by_subject(
    entries: Sequence[tuple[str, Entry]], least: int
) -> Mapping[Keys, Sequence[tuple[str, Entry]]]:
    """The entries of each subject, and of each pair of subjects, that at least `least` of them are about."""
    often = frequent(entries, least)
    found = defaultdict[Keys, list[tuple[str, Entry]]](list)
    for one in entries:
        names = sorted(name for subject in one[1].subjects if (name := key(subject)) in often)
        for keys in (*((name,) for name in names), *combinations(names, 2)):
            found[keys].append(one)
    return {keys: of for keys, of in found.items() if len(of) >= least}


def _tells_more(keys: Keys, rise: Rise, measured: Mapping[Keys, Rise]) -> bool:
    return len(keys) == 1 or all(rise.score > measured[(name,)].score for name in keys)


def _named(name: str, entries: Sequence[tuple[str, Entry]]) -> TrendSubject:
    """The subject called `name` as the newest article has it."""
    return next(subject for subject in entries[0][1].subjects if key(subject) == name)


def _support(article: str, entry: Entry) -> TrendArticle:
    return TrendArticle(article=article, version=entry.version, time=stamp(entry.time), source=entry.source)


def _gist(trend: Trend) -> tuple[object, ...]:
    return (trend.articles, trend.sources, trend.support, trend.ended)
