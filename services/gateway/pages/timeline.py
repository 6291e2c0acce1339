"""Articles a day as bars. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from services.gateway.pages.dates import day as told

HEIGHT = 46


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A day as a rectangle that stands on the ground."""

    day: str
    articles: int
    x: int
    width: int
    height: int


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The bars of the days from `first` to `last`; those without an article have none."""

    bars: tuple[Bar, ...]
    width: int
    first: str
    last: str
    most: int


def timeline(counts: Iterable[tuple[date, int]], until: date, days: int) -> Timeline:
    """`days` days up to `until`, of the articles of each. What lies outside is left out."""
    since = until - timedelta(days=days - 1)
    held = {day: count for day, count in counts if since <= day <= until and count > 0}
    most = max(held.values(), default=0)
    step = 8 if days <= 90 else 3
    bars = tuple(
        Bar(
            day=f"{day:%-d %b %Y}",
            articles=count,
            x=(day - since).days * step,
            width=step - (2 if step > 3 else 1),
            height=max(2, round(HEIGHT * count / most)),
        )
        for day, count in sorted(held.items())
    )
    return Timeline(bars=bars, width=days * step, first=told(since), last=told(until), most=most)
