"""What grouping, collectors and stages say of the articles that the pages are tried on: events, each on its stream."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from schemas.catalogue import GROUPS, SOURCES, dead_letters
from schemas.deadletter import DeadLetter, Origin
from schemas.envelope import Event, Message
from schemas.groups import Copy, Duplicates, Story, StoryArticle, StoryMerged, StorySubject
from schemas.identity import event_id, text_digest
from schemas.source import Source, SourceFault
from schemas.trends import Trend, TrendArticle, TrendSubject
from tests.browser.articles import HOSTILE, POLITICS, identify

NOW = datetime.now(UTC)


def named(name: str) -> str:
    """The id of a group or a source."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def ago(hours: float) -> str:
    """That many hours before now, RFC 3339."""
    return (NOW - timedelta(hours=hours)).isoformat()


STORY, MERGED, TREND, OVER = named("story"), named("merged"), named("trend"), named("over")


def said(message: Message, key: str, by: str = "grouping") -> Event[Message]:
    """The event of `message`."""
    digest = text_digest(msgspec.json.encode(message).decode())
    return Event(
        id=event_id(by, key, 1, digest, "1"),
        source=f"dateline/{by}",
        time=NOW.isoformat(),
        partitionkey=key,
        data=message,
    )


def story(revision: int = 1, *names: str, title: str = "The port opens again", id_: str = STORY) -> Story:
    """A story of the articles called `names`, an hour apart, the first two where none is named."""
    names = names or ("harbour", "arabic")
    held = tuple(
        StoryArticle(article=identify(name), version=1, time=ago(len(names) - n), source="wire")
        for n, name in enumerate(names)
    )
    return Story(
        id=id_,
        revision=revision,
        language="en",
        articles=held,
        title=title,
        central=held[0].article,
        first=held[0].time,
        last=held[-1].time,
        sources=1,
        subjects=(
            StorySubject(kind="entity", name="Ilse Brandt", articles=2, id="Q101"),
            StorySubject(kind="topic", name="politics and government", articles=2, id=POLITICS),
        ),
    )


def trend(
    name: str = "Ilse Brandt", explanation: str = "6 articles, 3 sources, usual 1.1", id_: str = TREND
) -> Trend:
    """A name that rises now."""
    return Trend(
        id=id_,
        revision=1,
        kind="entity",
        subjects=(TrendSubject(kind="entity", name=name, id="Q101" if id_ == TREND else None),),
        start=ago(3),
        end=ago(0),
        articles=6,
        sources=3,
        usual=1.1,
        score=4.2,
        explanation=explanation,
        counts=(1, 2, 1, 0, 6),
        support=(TrendArticle(article=identify("harbour"), version=1, time=ago(1), source="wire"),),
        began=ago(2),
        expires=ago(-6),
    )


def source(number: int, words: str) -> Source:
    """A source that fails, in such words."""
    fault = SourceFault(kind="status", detail=words, since=ago(1))
    return Source(
        id=named(f"source {number}"),
        name=words,
        collector="feed",
        address="https://news.example/rss",
        checked=ago(0),
        following=ago(-1),
        failures=3,
        fault=fault,
    )


def letter(words: str) -> DeadLetter:
    """A dead letter for a reason in such words."""
    origin = Origin(stream="dateline.articles.v1", partition=-1, offset=-1, document=f"{words}#1")
    return DeadLetter(stage="tagging", reason="invalid", detail=words, origin=origin, value=b"?")


def everything() -> Sequence[tuple[str, Sequence[Event[Message]]]]:
    """Each stream with what is there when a test begins."""
    merged = msgspec.structs.replace(story(2, "orphaned", id_=MERGED), articles=(), merged_into=STORY)
    merging = StoryMerged(
        id=MERGED, revision=2, into=STORY, articles=(identify("orphaned"),), similarity=0.61
    )
    copies = Duplicates(
        id=named("copies"),
        revision=1,
        copies=tuple(
            Copy(article=identify(name), version=1, time=ago(2), similarity=1.0, source="wire")
            for name in ("harbour", "orphaned")
        ),
        head=identify("harbour"),
    )
    over = msgspec.structs.replace(trend("The amber quay", id_=OVER), ended=ago(1), expires=ago(1))
    groups: list[tuple[Message, str]] = [
        (story(), STORY),
        (merged, MERGED),
        (merging, MERGED),
        (copies, copies.id),
        (trend(), TREND),
        (over, OVER),
    ]
    for number, bad in enumerate(HOSTILE):
        at, rises = named(f"story {number}"), named(f"trend {number}")
        one = story(1, f"hostile-{number}", "orphaned", title=bad, id_=at)
        subject = StorySubject(kind="entity", name=bad, articles=2)
        groups.append((msgspec.structs.replace(one, subjects=(subject,), language=bad), at))
        groups.append((trend(bad, bad, rises), rises))
    return (
        (GROUPS, [said(message, key) for message, key in groups]),
        (SOURCES, [said(source(n, bad), named(f"source {n}"), "ingest") for n, bad in enumerate(HOSTILE)]),
        (dead_letters("tagging"), [said(letter(bad), named(bad), "tagging") for bad in HOSTILE]),
    )
