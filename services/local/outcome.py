"""What the demo's run amounts to: how much, how fast, and whether every tag holds."""

from collections.abc import Sequence
from datetime import datetime
from statistics import quantiles

import httpx
from rich.console import Console
from rich.table import Table

from schemas.catalogue import dead_letters
from schemas.envelope import Event, Message
from schemas.tagged import TaggedArticle
from schemas.verification import tags, verify
from services.local.machine import SERVICES, Machine
from services.runtime import reader

Events = Sequence[Event[Message]]


def report(console: Console, machine: Machine, events: Events) -> int:
    """Print the outcome of `events`; 0 where nothing is wrong with it, else 1."""
    articles = [event.data for event in events if isinstance(event.data, TaggedArticle)]
    wrong = [f"{article.article.title}: {fault}" for article in articles for fault in verify(article)]
    wrong += [f"{service} has set {count} records aside" for service, count in _set_aside(machine).items()]
    wrong += _missing_from_store(machine, articles)
    console.print(_table(events, articles))
    for fault in wrong:
        console.print(f"wrong: {fault}", style="red")
    if not wrong:
        console.print(f"Each of {sum(len(tags(article)) for article in articles)} tags points at its words.")
    console.print(
        "Keep it running, on a feed of your own:  DATELINE_FEEDS=name=https://… make up", style="bold"
    )
    return 1 if wrong else 0


def _table(events: Events, articles: Sequence[TaggedArticle]) -> Table:
    table = Table(show_header=False, title="What came out", title_justify="left")
    for name, value in {
        "articles": str(len({article.article.id for article in articles})),
        "article versions": str(len(articles)),
        "mentions, quotes, topics": ", ".join(str(count) for count in _counts(articles)),
        "throughput": f"{_throughput(events):.1f} articles/s",
        "published → tagged": _spread([_since_publication(event) for event in events]),
        "accepted → tagged": _spread([_seconds(event.receivedtime, event.time) for event in events]),
    }.items():
        table.add_row(name, value)
    return table


def _counts(articles: Sequence[TaggedArticle]) -> tuple[int, int, int]:
    return (
        sum(len(article.mentions) for article in articles),
        sum(len(article.quotes) for article in articles),
        sum(len(article.topics) for article in articles),
    )


def _throughput(events: Events) -> float:
    received = min(event.receivedtime or event.time for event in events)
    return len(events) / max(0.001, _seconds(received, max(event.time for event in events)) or 0)


def _since_publication(event: Event[Message]) -> float | None:
    """Seconds, for what the feed published during the run: files bring the dates of their own past."""
    if not isinstance(event.data, TaggedArticle) or event.data.article.source_class != "feed":
        return None
    return _seconds(event.data.article.updated or event.data.article.published, event.time)


def _seconds(since: str | None, until: str) -> float | None:
    return (datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds() if since else None


def _spread(ages: Sequence[float | None]) -> str:
    known = [age for age in ages if age is not None]
    if len(known) < 2:
        return "not known"
    cuts = quantiles(known, n=100, method="inclusive")
    return f"p50 {cuts[49]:.2f} s, p95 {cuts[94]:.2f} s ({len(known)} articles)"


def _set_aside(machine: Machine) -> dict[str, int]:
    counts = {
        service: sum(1 for _ in reader.read(machine.bootstrap, dead_letters(service), follow=False))
        for service in SERVICES
    }
    return {service: count for service, count in counts.items() if count}


def _missing_from_store(machine: Machine, articles: Sequence[TaggedArticle]) -> list[str]:
    newest = {tagged.article.id: tagged.article for tagged in articles}
    faults = []
    with httpx.Client(base_url=machine.gateway_url, timeout=10, trust_env=False) as gateway:
        for article in newest.values():
            answer = gateway.get(f"/v1/articles/{article.id}")
            if answer.status_code != 200:
                faults.append(f"{article.title}: the gateway answers {answer.status_code}")
    return faults
