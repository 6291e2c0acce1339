"""Stories, copies, trends and sources are kept as their newest revision says them, and served from there."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from schemas.catalogue import GROUPS, SOURCES, TAGGED
from schemas.envelope import Event, Message
from schemas.groups import Copy, Duplicates, Story, StoryArticle, StoryMerged
from schemas.identity import event_id, text_digest
from schemas.source import Source
from schemas.trends import Trend, TrendSubject
from services.gateway.database import Database
from services.gateway.groups.rows import AnyRow, row
from services.gateway.groups.store import GroupStore
from services.gateway.search import Search
from services.gateway.wanted import Wanted
from services.runtime import streams
from tests.gateway.events import identify, retracted, tagged
from tests.gateway.running import gateway, publish
from tests.gateway.stored import filled, titles
from tests.kafka.embedded import EmbeddedBroker
from tests.waiting import eventually_async

T = TypeVar("T")
NOW = datetime.now(UTC)
STORY, OTHER, COPIES, TREND = (str(uuid.uuid5(uuid.NAMESPACE_URL, name)) for name in "soct")


def story(id_: str, *names: str, revision: int = 1, age_h: float = 1, **more: Any) -> Story:
    time = (NOW - timedelta(hours=age_h)).isoformat()
    articles = tuple(StoryArticle(article=identify(name), version=1, time=time) for name in names)
    return Story(
        id=id_, revision=revision, language="en", articles=articles, title="T", first=time, last=time, **more
    )


def copies(*names: str, revision: int = 1) -> Duplicates:
    time = NOW.isoformat()
    held = tuple(Copy(article=identify(name), version=1, time=time, similarity=1.0) for name in names)
    return Duplicates(id=COPIES, revision=revision, copies=held, head=identify(names[0]))


def trend(revision: int, score: float, ends_h: float, ended: bool = False) -> Trend:
    end = (NOW + timedelta(hours=ends_h)).isoformat()
    return Trend(
        id=TREND, revision=revision, kind="entity", subjects=(TrendSubject(kind="entity", name="A"),),
        start=NOW.isoformat(), end=NOW.isoformat(), articles=3, sources=2, usual=1.0, score=score, explanation="",
        counts=(1, 3), support=(), began=NOW.isoformat(), expires=end, ended=end if ended else None,
    )  # fmt: skip


def said(message: Message, key: str) -> Event[Message]:
    digest = text_digest(msgspec.json.encode(message).decode())
    return Event(
        id=event_id("grouping", key, 1, digest, "1"), source="dateline/grouping", time=NOW.isoformat(),
        partitionkey=key, data=message,
    )  # fmt: skip


def rows(*messages: Message) -> list[AnyRow]:
    return [row(said(message, STORY), msgspec.json.encode(message)) for message in messages]


@pytest.fixture
def database(database: str) -> str:
    """Some articles, one of them withdrawn."""
    filled(database, [tagged("a"), tagged("b"), tagged("c"), tagged("gone"), retracted("gone")])
    return database


def on(url: str, act: Callable[[GroupStore], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Database(url, 2) as database:
            return await act(GroupStore(database))

    return asyncio.run(run())


def test_the_newest_revision_stands_whatever_the_order_and_however_often(database: str) -> None:
    newer, older = rows(story(STORY, "a", "b", revision=3), story(STORY, "a", "c", revision=2))
    for one in (newer, older, newer):
        on(database, lambda store, one=one: store.add([one]))
    page = on(database, lambda store: store.story(uuid.UUID(STORY)))
    assert page is not None
    assert msgspec.json.decode(page.story)["revision"] == 3
    assert {sample.title for sample in page.articles} == {"a 1", "b 1"}


def test_a_story_shows_no_article_that_was_withdrawn(database: str) -> None:
    on(database, lambda store: store.add(rows(story(STORY, "a", "gone"))))
    page = on(database, lambda store: store.story(uuid.UUID(STORY)))
    assert page is not None
    assert [sample.title for sample in page.articles] == ["a 1"]


def test_stories_come_page_by_page_and_what_is_over_is_not_listed(database: str) -> None:
    made = [story(str(uuid.uuid4()), "a", "b", age_h=hours) for hours in (3, 1, 2)]
    over = story(OTHER, revision=2, merged_into=STORY)
    on(database, lambda store: store.add(rows(*made, over)))
    first = on(database, lambda store: store.stories(7, None, None, 2))
    rest = on(database, lambda store: store.stories(7, "en", first.last, 2))
    seen = [msgspec.json.decode(line)["id"] for line in (*first.lines, *rest.lines)]
    assert seen == [made[1].id, made[2].id, made[0].id]
    assert rest.last is None
    assert on(database, lambda store: store.stories(7, "de", None, 2)).lines == ()
    page = on(database, lambda store: store.story(uuid.UUID(OTHER)))
    assert page is not None
    assert msgspec.json.decode(page.story)["merged_into"] == STORY


def test_both_stories_tell_of_a_merger(database: str) -> None:
    merged = StoryMerged(id=OTHER, revision=2, into=STORY, articles=(identify("b"),), similarity=0.5)
    on(database, lambda store: store.add(rows(story(STORY, "a", "b"), story(OTHER, revision=2), merged)))
    for id_ in (STORY, OTHER):
        page = on(database, lambda store, id_=id_: store.story(uuid.UUID(id_)))
        assert page is not None
        assert [(change.kind, str(change.into)) for change in page.changes] == [("merged", STORY)]


def test_an_article_knows_its_story_and_its_copies(database: str) -> None:
    on(database, lambda store: store.add(rows(story(STORY, "a", "b"), copies("a", "c"))))
    found = on(database, lambda store: store.of_article(uuid.UUID(identify("a"))))
    assert msgspec.json.decode(found.story)["id"] == STORY
    assert msgspec.json.decode(found.duplicates) == {
        "id": COPIES, "revision": 1, "articles": 2, "head": identify("a"),
    }  # fmt: skip
    assert {sample.title for sample in found.copies} == {"a 1", "c 1"}
    lonely = on(database, lambda store: store.of_article(uuid.UUID(identify("gone"))))
    assert (lonely.story, lonely.duplicates) == (msgspec.Raw(b"null"), msgspec.Raw(b"null"))


def test_articles_are_found_by_their_story(database: str) -> None:
    on(database, lambda store: store.add(rows(story(STORY, "a", "b", "gone"))))

    async def found() -> list[str]:
        async with Database(database, 2) as opened:
            return titles(await Search(opened).page(Wanted(story=uuid.UUID(STORY)), None, 10))

    assert sorted(asyncio.run(found())) == ["a 1", "b 1"]


def test_trends_are_those_that_rise_now_unless_the_past_is_asked_for(database: str) -> None:
    on(database, lambda store: store.add(rows(trend(1, 5.0, 6))))
    assert len(on(database, lambda store: store.trends(None, False, 7, 10))) == 1
    assert on(database, lambda store: store.trends("topic", False, 7, 10)) == []
    on(database, lambda store: store.add(rows(trend(2, 5.0, -1, ended=True))))
    assert on(database, lambda store: store.trends(None, False, 7, 10)) == []
    assert len(on(database, lambda store: store.trends(None, True, 7, 10))) == 1
    assert on(database, lambda store: store.trend(uuid.UUID(TREND))) is not None


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """A broker of one's own, with the streams."""
    with EmbeddedBroker(tmp_path / "broker") as running:
        streams.apply(running.bootstrap, replication=1)
        yield running


def test_what_other_stages_say_is_served(broker: EmbeddedBroker, postgres_url: str) -> None:
    """The tagged stream, the groups and the sources, each by its own indexer."""
    source = Source(
        id=str(uuid.uuid4()), name="wire", collector="feed", address="https://wire.example/rss",
        checked=NOW.isoformat(), following=NOW.isoformat(),
    )  # fmt: skip

    async def play() -> None:
        async with gateway(broker.bootstrap, postgres_url) as running:
            await running.ready()
            events = [tagged("a", published=NOW.isoformat(), received=NOW.isoformat()), tagged("b")]
            await publish(broker.bootstrap, TAGGED, events)
            await publish(broker.bootstrap, GROUPS, [said(story(STORY, "a", "b"), STORY)])
            await publish(broker.bootstrap, SOURCES, [said(source, source.id)])
            await running.answers(f"/v1/stories/{STORY}", 200)
            await running.answers(f"/v1/articles/{identify('b')}", 200)

            async def polled() -> bool:
                answer = await running.client.get("/v1/sources")
                return [len(one["polled"]) for one in answer.json()["items"]] == [1]

            await eventually_async(polled, 10, "the source")
            listed = (await running.client.get("/v1/stories")).json()
            assert [one["articles"] for one in listed["items"]] == [2]
            articles = (await running.client.get("/v1/articles", params={"story": STORY})).json()
            assert len(articles["items"]) == 2

    asyncio.run(play())
