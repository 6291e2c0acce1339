"""RSS and Atom -> submissions."""

from contextlib import suppress
from pathlib import Path

import pytest

from schemas.submission import Submission
from services.ingest.formats import feed
from services.ingest.formats.contract import Context, Found
from services.ingest.validity import InvalidSubmission

SHARED = Path(__file__).parents[4] / "shared" / "kb" / "format-samples"
URL = "https://news.example/feed.xml"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><link>https://news.example/</link>
 <language>en-gb</language>{}</channel></rss>"""
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>x</id>{}</feed>'
WHOLE = """<item><guid isPermaLink="false">w-1</guid><link>https://news.example/1?utm_source=rss</link>
 <title>Rivers &amp;amp; &lt;em&gt;seas&lt;/em&gt;</title><pubDate>Thu, 03 Jul 2025 10:00:00 +0200</pubDate>
 <dc:creator>Ann Lee</dc:creator><description>A &lt;b&gt;summary&lt;/b&gt;.</description>
 <content:encoded><![CDATA[<p>The river rose.</p>]]></content:encoded></item>"""
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def read(document: str) -> list[Found]:
    return parsed(document.encode(), "application/rss+xml")


def parsed(raw: bytes, content_type: str | None) -> list[Found]:
    context = Context(
        source="example-wire", source_class="feed", name=URL, url=URL, content_type=content_type
    )
    return [item for item in feed.parse(raw, context) if isinstance(item, Found)]


def one(document: str) -> Submission:
    (found,) = read(document)
    assert isinstance(found.submission, Submission)
    return found.submission


def test_an_entry_becomes_a_submission() -> None:
    assert one(RSS.format(WHOLE)) == Submission(
        source="example-wire",
        source_class="feed",
        content="<p>The river rose.</p>",
        content_type="text/html",
        guid="w-1",
        url="https://news.example/1?utm_source=rss",
        title="Rivers & seas",
        summary="A summary.",
        published="2025-07-03T08:00:00Z",
        language="en-gb",
        authors=("Ann Lee",),
    )


def test_an_atom_entry_becomes_a_submission() -> None:
    entry = """<entry><id>urn:x:1</id><link href="https://news.example/1"/><title>Rivers</title>
     <updated>2025-07-03T10:00:00Z</updated><published>2025-07-03T09:00:00Z</published>
     <author><name>Ann Lee</name></author>
     <content type="text">The river rose.</content></entry>"""
    submission = one(ATOM.format(entry))
    assert (submission.content, submission.content_type) == ("The river rose.", "text/plain")
    assert (submission.published, submission.updated) == ("2025-07-03T09:00:00Z", "2025-07-03T10:00:00Z")


def test_the_description_is_the_content_where_there_is_no_other() -> None:
    submission = one(
        RSS.format("<item><guid>1</guid><description>&lt;p&gt;It rose.&lt;/p&gt;</description></item>")
    )
    assert (submission.content, submission.summary) == ("<p>It rose.</p>", None)


def test_a_bad_entry_does_not_stop_the_others() -> None:
    document = RSS.format(
        "<item><title>no text</title><guid>1</guid></item><item><description>x</description></item>" + WHOLE
    )
    good, nameless, empty = (found.submission for found in read(document))
    assert isinstance(good, Submission)
    assert isinstance(nameless, InvalidSubmission)
    assert isinstance(empty, InvalidSubmission)
    assert (nameless.field, empty.field) == ("guid", "content")


def test_the_oldest_entry_comes_first() -> None:
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><description>Text {n}.</description></item>"
        for n in (3, 2, 1)
    )
    assert [
        found.submission.guid for found in read(RSS.format(items)) if isinstance(found.submission, Submission)
    ] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("written", "guid", "url"),
    [
        ("<guid>/2025/rivers</guid>", "/2025/rivers", None),
        ("<guid>4711</guid>", "4711", None),
        ("<guid>/1</guid><link>/2025/rivers</link>", "/1", "https://news.example/2025/rivers"),
        ("<guid xml:base='https://other.example/'>1</guid><link>/2</link>", "1", "https://news.example/2"),
        ("<guid>https://news.example/3?a=1&amp;b=2</guid>", *["https://news.example/3?a=1&b=2"] * 2),
        ("<guid isPermaLink='false'>https://news.example/4</guid>", "https://news.example/4", None),
    ],
)
def test_a_guid_is_taken_as_it_is_written(written: str, guid: str, url: str | None) -> None:
    item = f"<item>{written}<description>It rose.</description></item>"
    for document in (RSS.format(item), RSS.format(item).replace("<title>News<", "<title>A & B<")):
        assert (one(document).guid, one(document).url) == (guid, url)


def test_the_id_of_an_atom_entry_is_taken_as_it_is_written() -> None:
    entry = "<entry xml:base='/blog/'><id>1</id><link href='2'/><summary>It rose.</summary></entry>"
    submission = one(ATOM.format(entry))
    assert (submission.guid, submission.url) == ("1", "https://news.example/blog/2")


def test_a_link_that_is_no_web_address_is_left_out() -> None:
    item = "<item><guid>x:1</guid><link>javascript:alert(1)</link><description>It rose.</description></item>"
    document = RSS.format(item)
    assert one(document).url is None


@pytest.mark.parametrize(
    "document",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>'
        + RSS.format("<item><description>&l9;</description></item>")[21:],
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>&a;</channel></rss>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]><rss version="2.0"/>',
        '<!DOCTYPE rss [<!ENTITY q "' + "q" * 50_000 + '">]><rss version="2.0"/>',
    ],
)
def test_a_feed_that_declares_entities_is_refused(document: str) -> None:
    with pytest.raises(InvalidSubmission, match="is declared"):
        read(document)


@pytest.mark.parametrize(
    "document", ["", "<html><p>no feed</p></html>", "{}", "\x00\x01", "/etc/passwd", "http://127.0.0.1/"]
)
def test_what_is_no_feed_is_refused(document: str) -> None:
    with pytest.raises(InvalidSubmission, match="neither RSS nor Atom"):
        read(document)


def test_an_old_doctype_passes() -> None:
    document = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/x.dtd">'
        + RSS.format(WHOLE)[21:]
    )
    assert one(document).guid == "w-1"


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    assert one(RSS.format(WHOLE).replace("<title>News</title>", "<title>A & B</title>")).guid == "w-1"


def test_every_real_feed_is_read_or_refused() -> None:
    if not SHARED.exists():
        pytest.skip("no ../shared/kb/format-samples")
    found = 0
    for path in SHARED.glob("feeds-*/*.xml"):
        with suppress(InvalidSubmission):
            found += len(parsed(path.read_bytes(), None))
    assert found >= 25
