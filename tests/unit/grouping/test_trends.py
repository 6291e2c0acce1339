"""What rises, when it begins and ends, and that reading again changes nothing of it."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.trends import Trend, TrendSubject
from services.grouping.members import seconds
from services.grouping.trends import MOST_SUPPORT, MOST_TRENDS, TICK_S, Rules, Trends
from services.grouping.windows import Entry

HOUR = 3600.0
NOON = seconds("2026-11-10T12:00:00+00:00")
FLOOD = TrendSubject(kind="entity", name="Drava", id="Q171")
PORT = TrendSubject(kind="entity", name="Port of Ostwick")
WATER = TrendSubject(kind="topic", name="flood", id="medtop:20000151")
VOTE = TrendSubject(kind="topic", name="election", id="medtop:20000653")
Given = tuple[str, Entry, float]


def piece(number: int, at: float, *subjects: TrendSubject, source: int = 0, version: int = 1) -> Given:
    """An article that is accepted when it is published."""
    return f"a{number}", Entry(version=version, time=at, source=f"s{source}", subjects=subjects), at


def past(*subjects: TrendSubject, every_h: float = 0.5, days: int = 4) -> list[Given]:
    """Days of other news, each piece about `subjects` at times: once in six hours."""
    count = int(days * 24 / every_h)
    start = NOON - days * 24 * HOUR
    return [
        piece(10_000 + n, start + n * every_h * HOUR, *(subjects if n % 12 == 0 else (VOTE,)), source=n % 5)
        for n in range(count)
    ]


def rising(count: int, *subjects: TrendSubject, sources: int = 4, first: int = 0) -> list[Given]:
    """Articles about `subjects`, a minute apart, from noon."""
    return [piece(first + n, NOON + 60 * n, *subjects, source=n % sources) for n in range(count)]


def feed(trends: Trends, pieces: Sequence[Given]) -> list[Trend]:
    said = []
    for article, entry, accepted in pieces:
        trends.add(article, entry, accepted)
        changes = trends.changes()
        trends.said(changes)
        said += changes
    return said


def tick(hours: float = 1, number: int = 90_000) -> list[Given]:
    """An article about nothing, which moves the articles' clock on."""
    return [piece(number + int(hours * 60), NOON + hours * HOUR)]


def names(said: Sequence[Trend]) -> set[tuple[str, ...]]:
    return {tuple(s.name for s in trend.subjects) for trend in said}


def test_what_rises_is_said_with_its_figures_and_the_articles_that_support_it() -> None:
    said = feed(Trends(Rules()), [*past(FLOOD), *rising(12, FLOOD, sources=7), *tick()])
    trend = said[-1]
    assert (trend.kind, trend.subjects, trend.articles, trend.sources) == ("entity", (FLOOD,), 12, 7)
    assert trend.usual == pytest.approx(1.9, abs=0.3)
    assert trend.explanation == f"12 articles, 7 sources, usual {trend.usual:g}"
    assert trend.score > 3
    assert trend.counts[-1] == 12
    assert set(trend.counts[:-1]) == {1}
    assert [one.article for one in trend.support] == [f"a{n}" for n in reversed(range(12))]
    assert trend.began <= trend.end


def test_what_is_always_there_does_not_rise() -> None:
    assert feed(Trends(Rules()), [*past(FLOOD), *rising(8, VOTE), *tick()]) == []


@pytest.mark.parametrize(
    "pieces",
    [rising(4, FLOOD), rising(20, FLOOD, sources=2)],
    ids=["too few articles", "too few sources"],
)
def test_support_is_needed(pieces: list[Given]) -> None:
    assert feed(Trends(Rules()), [*past(), *pieces, *tick()]) == []


def test_without_a_past_nothing_rises() -> None:
    assert feed(Trends(Rules()), [*rising(30, FLOOD), *tick()]) == []


def test_a_pair_is_said_where_it_rises_more_than_either_of_the_two() -> None:
    both = [*past(FLOOD, every_h=0.1), *past(WATER, every_h=0.1)]
    both = [piece(n, entry.time, *entry.subjects, source=n % 5) for n, (_, entry, _) in enumerate(both)]
    both.sort(key=lambda one: one[2])
    said = feed(Trends(Rules()), [*both, *rising(8, FLOOD, WATER, first=50_000), *tick()])
    assert ("Drava", "flood") in names(said)
    alone = feed(Trends(Rules()), [*past(), *rising(8, FLOOD, WATER), *tick()])
    assert names(alone) == {("Drava",), ("flood",)}  # both are new: the pair would say no more


def test_a_trend_ends_when_its_articles_have_left_the_window_at_the_time_that_it_named() -> None:
    trends = Trends(Rules())
    before = feed(trends, [*past(), *rising(8, FLOOD), *tick()])
    assert before[-1].ended is None
    expires = seconds(before[-1].expires)
    just_before = [piece(95_000, expires - 1)]
    assert all(trend.ended is None for trend in feed(trends, just_before))
    (over,) = feed(trends, [piece(95_001, expires)])
    assert (over.id, over.ended) == (before[-1].id, before[-1].expires)
    assert over.revision == before[-1].revision + 1
    assert len(trends) == 0


def test_what_rises_again_is_another_trend() -> None:
    trends = Trends(Rules())
    first = feed(trends, [*past(), *rising(8, FLOOD), *tick(), *tick(12)])
    again = [piece(200 + n, NOON + 48 * HOUR + n, FLOOD, source=n % 4) for n in range(9)]
    second = feed(trends, [*again, *tick(50)])
    assert {trend.id for trend in first} & {trend.id for trend in second} == set()
    assert [trend.revision for trend in second] == [1]


def test_nothing_is_said_while_only_the_window_moves() -> None:
    trends = Trends(Rules())
    feed(trends, [*past(), *rising(8, FLOOD), *tick()])
    assert feed(trends, [*tick(1.5), *tick(2), *tick(3)]) == []


def test_what_was_not_delivered_is_said_again() -> None:
    trends = Trends(Rules())
    for one in [*past(), *rising(8, FLOOD), *tick()]:
        trends.add(*one)
    assert trends.changes() == trends.changes() != []


def test_a_withdrawn_article_counts_no_more() -> None:
    trends = Trends(Rules())
    for one in [*past(), *rising(5, FLOOD)]:
        trends.add(*one)
    trends.withdraw("a3")
    assert feed(trends, tick()) == []


def test_a_new_version_counts_for_what_it_is_about_now() -> None:
    trends = Trends(Rules())
    changed = [piece(n, NOON + 60 * n, PORT, source=n % 4, version=2) for n in range(8)]
    said = feed(trends, [*past(), *rising(8, FLOOD)[:7], *changed, *tick()])
    assert names(said) == {("Port of Ostwick",)}


def test_messages_and_trends_are_bounded() -> None:
    towns = [TrendSubject(kind="entity", name=f"Town {n}") for n in range(MOST_TRENDS + 5)]
    one_each = [p for n, town in enumerate(towns) for p in rising(5, town, first=100 * n)]
    trends = Trends(Rules())
    said = feed(trends, [*past(), *rising(MOST_SUPPORT + 9, FLOOD), *one_each, *tick()])
    assert len(trends) == MOST_TRENDS
    assert max(len(trend.support) for trend in said) == MOST_SUPPORT


def test_an_article_older_than_the_memory_is_not_counted() -> None:
    trends = Trends(Rules())
    feed(trends, past())
    trends.add("old", Entry(version=1, time=NOON - 400 * 24 * HOUR, source="s", subjects=(FLOOD,)), NOON)
    assert len(trends.windows) == len(past())


FEW_MINUTES = [*rising(7, FLOOD), *rising(6, PORT, first=20), *rising(9, FLOOD, WATER, first=40)]
FEW_MINUTES = [one for one in FEW_MINUTES if one[2] < NOON + TICK_S]


@settings(max_examples=20, deadline=None)
@given(st.permutations(FEW_MINUTES), st.lists(st.sampled_from([*FEW_MINUTES, *past()[-60:]]), max_size=12))
def test_the_order_within_a_tick_and_replayed_articles_change_nothing(
    pieces: list[Given], replayed: list[Given]
) -> None:
    once = feed(Trends(Rules()), [*past(FLOOD), *FEW_MINUTES, *tick()])
    again = feed(Trends(Rules()), [*past(FLOOD), *pieces, *replayed, *tick()])
    assert msgspec.json.encode(once) == msgspec.json.encode(again)


@settings(max_examples=20, deadline=None)
@given(st.permutations(past(FLOOD)[-40:]))
def test_late_articles_count_in_their_own_time(late: list[Given]) -> None:
    early = past(FLOOD)[:-40]
    in_time = feed(Trends(Rules()), [*early, *past(FLOOD)[-40:], *rising(9, FLOOD), *tick()])
    delayed = [(article, entry, NOON) for article, entry, _ in late]
    too_late = feed(Trends(Rules()), [*early, *delayed, *rising(9, FLOOD), *tick()])
    assert [trend.counts for trend in too_late] == [trend.counts for trend in in_time]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 30), st.integers(0, 4), st.integers(0, 30))
def test_a_restart_at_any_moment_comes_to_the_same_trends(read: int, lost: int, acknowledged: int) -> None:
    """Killed after `read` articles, the last `lost` messages never sent, fewer articles acknowledged than read."""
    stream = [*rising(10, FLOOD), *tick(0.5), *rising(9, PORT, first=50), *tick(1), *tick(7), *tick(14)]
    acknowledged = min(read, acknowledged)
    sent = feed(first := Trends(Rules()), [*past(), *stream[:acknowledged]])
    kept = sent + feed(first, stream[acknowledged:read])
    before = kept[: max(len(sent), len(kept) - lost)]
    trends = Trends(Rules())
    for trend in {trend.id: trend for trend in before}.values():
        trends.recall(trend)
    for article, entry, accepted in [*past(), *stream[:acknowledged]]:
        trends.add(article, entry, accepted, new=False)
    again = feed(trends, stream[acknowledged:])
    newest = {trend.id: trend for trend in [*before, *again]}
    whole = {trend.id: trend for trend in feed(Trends(Rules()), [*past(), *stream])}
    assert {key: _state(trend) for key, trend in newest.items()} == {
        key: _state(trend) for key, trend in whole.items()
    }


def _state(trend: Trend) -> tuple[object, ...]:
    return trend.subjects, trend.articles, trend.began, trend.ended
