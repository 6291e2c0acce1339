"""The demo's publisher is a real feed: newest first, updated in place, conditional."""

from datetime import UTC, datetime, timedelta

import feedparser
import httpx

from services.local.feedserver import FeedServer
from services.local.samples import FOLDER, FeedItem, documents, feed_items, files, versions

WHEN = datetime(2026, 11, 3, 10, 15, tzinfo=UTC)


def item(guid: str, title: str = "Tram & bus <kept>") -> FeedItem:
    return FeedItem(
        guid=guid, url=f"https://news.example/{guid}", source="wire", title=title, summary="“Short” & sweet",
        content_html="<p>All &amp; sundry 🚋</p>", wave=1, authors=("Zoë Ångström",),
    )  # fmt: skip


def test_a_reader_gets_what_was_published_newest_first() -> None:
    with FeedServer() as feeds:
        feeds.publish(item("a"), WHEN)
        feeds.publish(item("b"), WHEN + timedelta(minutes=1))
        parsed = feedparser.parse(httpx.get(feeds.url("wire"), trust_env=False).content)
    assert [entry.id for entry in parsed.entries] == ["b", "a"]
    newest = parsed.entries[0]
    assert (newest.title, newest.link, newest.author) == (
        "Tram & bus <kept>",
        "https://news.example/b",
        "Zoë Ångström",
    )
    assert newest.content[0].value == "<p>All &amp; sundry 🚋</p>"
    assert newest.published == "Tue, 03 Nov 2026 10:16:00 +0000"


def test_an_update_takes_the_place_of_its_item() -> None:
    with FeedServer() as feeds:
        feeds.publish(item("a", "First"), WHEN)
        feeds.publish(item("a", "Second"), WHEN)
        parsed = feedparser.parse(feeds.document("wire"))
    assert [entry.title for entry in parsed.entries] == ["Second"]


def test_a_poll_without_news_is_answered_with_304() -> None:
    with FeedServer() as feeds, httpx.Client(trust_env=False) as client:
        feeds.publish(item("a"), WHEN)
        etag = client.get(feeds.url("wire")).headers["etag"]
        assert client.get(feeds.url("wire"), headers={"If-None-Match": etag}).status_code == 304
        feeds.publish(item("b"), WHEN)
        assert client.get(feeds.url("wire"), headers={"If-None-Match": etag}).status_code == 200


def test_the_samples_hold_updates_and_a_repeat() -> None:
    items = feed_items(FOLDER)
    first, both = versions(items, 1), versions(items, 2)
    assert first == len([one for one in items if one.wave == 1])
    assert first < both < len(items)
    assert documents(files(FOLDER)) > len(files(FOLDER))
