"""Each format: what comes out of a document, and what is refused."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.submission import Submission
from services.ingest.formats.catalogue import PARSERS, parse
from services.ingest.formats.contract import Address, Context, Format, Found, Item
from services.ingest.formats.detection import detect
from services.ingest.validity import InvalidSubmission
from tests.unit.ingest.formatted import (
    CSV,
    G2,
    INDEX,
    INLINE_NITF,
    JSONFEED,
    JSONLD,
    LIVE,
    NINJS_1,
    NINJS_3,
    NITF,
    OPML,
    PAGE,
    RSS,
    SITEMAP,
)

SHARED = Path(__file__).parents[4] / "shared" / "kb" / "format-samples"
CONTEXT = Context(source="inbox", name="a.bin")


def read(document: str | bytes, context: Context = CONTEXT) -> list[Item]:
    return parse(document if isinstance(document, bytes) else document.encode(), context)


def submissions(document: str | bytes, context: Context = CONTEXT) -> list[Submission]:
    found = [item.submission for item in read(document, context) if isinstance(item, Found)]
    return [one for one in found if isinstance(one, Submission)]


def refusals(document: str | bytes) -> list[tuple[str, str]]:
    found = [item.submission for item in read(document) if isinstance(item, Found)]
    return [(one.field, one.reason) for one in found if isinstance(one, InvalidSubmission)]


@pytest.mark.parametrize(
    ("document", "form"),
    [
        (RSS, "feed"),
        ("<!-- x --><?y?>\n<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        ("<rdf:RDF xmlns:rdf='x'/>", "feed"),
        (JSONFEED, "jsonfeed"),
        (SITEMAP, "sitemap"),
        (INDEX, "sitemap"),
        (OPML, "opml"),
        (G2, "newsml-g2"),
        ("<newsMessage/>", "newsml-g2"),
        (NITF, "nitf"),
        ("<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf/>", "nitf"),
        (NINJS_1, "ninjs"),
        (f"[{NINJS_3}]", "ninjs"),
        (JSONLD, "jsonld"),
        (LIVE, "jsonld"),
        ('{"text": "B"}', "json"),
        ('[{"text": "B"}]', "json"),
        ('{"text": "A"}\n{"text": "B"}\n', "jsonl"),
        (CSV, "csv"),
        ("text\ttitle\nB\tH\n", "csv"),
        ("https://news.example/1 # seen\n# more\nhttps://news.example/2\n", "urls"),
        (PAGE, "html"),
        ("<p>B</p>", "html"),
        ("<!-- x\n--><!doctype HTML><p>B", "html"),
        ("WARC/1.0\r\n", "warc"),
        ("The river rose.\n\nIt rained.", "text"),
        ("Text, he said, is a title of mine.\nAnd so on.", "text"),
    ],
)
def test_a_format_is_told_by_the_content(document: str, form: Format) -> None:
    assert detect(document.encode(), "a.bin") == form
    assert detect(document.encode("utf-16"), "a.bin") == form or form == "warc"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "undecodable"),
        (b" \n", "undecodable"),
        (b"%PDF-1.7\n\x00\x01", "unsupported"),
        (b"PK\x03\x04\x00", "unsupported"),
        (b"<svg/>", "unsupported"),
        (b"<NewsML Version='1.2'/>", "unsupported"),
        (b"<", "unsupported"),
    ],
)
def test_a_document_of_no_known_format_is_refused(document: bytes, reason: str) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        detect(document, "a.bin")
    assert refused.value.reason == reason


def test_a_prolog_that_is_made_to_be_read_in_many_ways_is_read_in_one() -> None:
    """Otherwise it would take longer than the universe has time."""
    for part in ("<!---->", "<?x?>", "<!doctype x>", "<!DOCTYPE [ ]"):
        with pytest.raises(InvalidSubmission):
            detect((part * 8000 + "!").encode(), "a.bin")


def test_a_news_item_becomes_a_submission() -> None:
    (item,) = submissions(G2.format(version=7, meta="", content=INLINE_NITF))
    assert item == Submission(
        source="example-wire",
        source_class="folder",
        guid="tag:wire.example,2026:1",
        title="The river rose",
        summary="Hundreds leave.",
        content=item.content,
        content_type="text/html",
        published="2026-11-03T08:00:00Z",
        updated="2026-11-03T10:00:00Z",
        language="en",
        authors=("Ann Lee",),
        revision=7,
    )
    assert "<p>The river <em>rose</em> by a metre.</p>" in item.content
    assert '<div class="caption">A bridge.</div>' in item.content
    assert "The river rose</" not in item.content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<inlineData contenttype='text/plain'>A\n\nB</inlineData>", "A\n\nB"),
        (
            "<inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body><p>B</p></body></html></inlineXML>",
            "<body><p>B</p></body>",
        ),
    ],
)
def test_a_news_item_may_hold_plain_text_or_a_page(content: str, words: str) -> None:
    (item,) = submissions(G2.format(version=1, meta="", content=content))
    assert item.content == words


@pytest.mark.parametrize("status", ["canceled", "withheld"])
@pytest.mark.parametrize("how", ["qcode='stat:{}'", "uri='http://cv.iptc.org/newscodes/pubstatusg2/{}'"])
def test_a_cancelled_news_item_is_a_retraction_that_needs_no_text(status: str, how: str) -> None:
    (item,) = submissions(G2.format(version=2, meta=f"<pubStatus {how.format(status)}/>", content=""))
    assert (item.pubstatus, item.content, item.guid) == (status, "", "tag:wire.example,2026:1")


def test_an_embargo_goes_with_the_item() -> None:
    (item,) = submissions(
        G2.format(version=2, meta="<embargoed>2026-11-04T00:00:00+01:00</embargoed>", content=INLINE_NITF)
    )
    assert item.embargo == "2026-11-03T23:00:00Z"


def test_a_news_message_gives_its_news_items_and_not_the_package() -> None:
    items = G2.format(version=1, meta="", content=INLINE_NITF) + G2.format(version=1, meta="", content="")
    document = f"<newsMessage><itemSet><packageItem guid='p'/>{items}</itemSet></newsMessage>"
    assert (len(submissions(document)), refusals(document)) == (1, [("contentSet", "unsupported")])


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        (G2.format(version=1, meta="", content="").replace("guid=", "id="), ("guid", "invalid")),
        (G2.format(version=1, meta="<pubStatus qcode='stat:odd'/>", content=""), ("pubStatus", "invalid")),
        ("<packageItem guid='p'/>", ("contentSet", "unsupported")),
        ('{"uri": "x", "type": "picture", "renditions": []}', ("bodies", "unsupported")),
        ('{"uri": "x", "pubstatus": "odd"}', ("pubstatus", "invalid")),
        ('{"@type": "NewsArticle", "headline": "H"}', ("articleBody", "invalid")),
    ],
)
def test_an_item_that_is_no_article_says_why(document: str, refusal: tuple[str, str]) -> None:
    assert refusals(document) == [refusal]


def test_nitf_becomes_html_that_says_what_each_line_is() -> None:
    (item,) = submissions(NITF)
    assert (item.guid, item.title, item.published, item.authors) == (
        "n-1",
        "The river rose",
        "2026-11-03T09:00:00Z",
        ("Ann Lee",),
    )
    for part in ('class="byline"', 'class="dateline"', "<h2>Rain</h2>", 'class="credit"'):
        assert part in item.content


@pytest.mark.parametrize(
    ("document", "source"), [(NINJS_1, "inbox"), (NINJS_3, "example-wire"), (f"[{NINJS_3}]", "example-wire")]
)
def test_ninjs_of_every_age_reads_alike(document: str, source: str) -> None:
    (item,) = submissions(document)
    assert (item.source, item.guid, item.title, item.content, item.content_type, item.published) == (
        source,
        "tag:x,1",
        "H",
        "<p>B</p>",
        "text/html",
        "2026-11-03T10:00:00Z",
    )


def test_an_article_of_schema_org_is_found_in_its_graph() -> None:
    (item,) = submissions(JSONLD)
    assert (item.source, item.url, item.title, item.content, item.published, item.authors, item.language) == (
        "example-news",
        "https://news.example/1",
        "H",
        "B",
        "2026-11-03T09:00:00Z",
        ("Ann Lee",),
        "en",
    )


def test_a_live_blog_keeps_its_entries_with_their_times() -> None:
    (item,) = submissions(LIVE)
    assert (
        '<section class="live-entry"><time datetime="2026-11-03T10:05:00Z"></time><p>Later</p>'
        in item.content
    )


def test_a_json_feed_gives_its_items_the_oldest_first() -> None:
    first, second = submissions(JSONFEED)
    assert (first.guid, first.language, first.authors, first.content) == ("1", "fr", ("Ann Lee",), "A")
    assert (second.guid, second.language, second.authors, second.url) == (
        "2",
        "de",
        ("Desk",),
        "https://news.example/2",
    )
    assert refusals(JSONFEED) == [("content_html", "invalid")]


def test_a_sitemap_gives_addresses_with_what_it_says_of_them() -> None:
    (page,) = read(SITEMAP)
    assert isinstance(page, Address)
    assert (page.url, page.kind, page.title) == ("https://news.example/1", "page", "T")
    assert (page.published, page.language, page.modified) == ("2026-11-03T10:00:00Z", "en", "2026-11-03")
    assert read(INDEX) == [Address(url="https://news.example/s.xml", kind="sitemap")]


def test_opml_gives_each_feed_once_with_a_source_name() -> None:
    assert [(one.url, one.source) for one in read(OPML) if isinstance(one, Address)] == [
        ("https://a.example/rss", "example-wire"),
        ("https://www.b.example/rss", "b.example"),
    ]


def test_a_row_of_csv_is_a_document_and_a_bad_one_does_not_stop_the_others() -> None:
    first, third = submissions(CSV)
    assert (first.guid, first.title, first.content, first.published) == ("1", "H", "One;\ntwo", "2026-11-03")
    assert (third.guid, refusals(CSV)) == ("3", [("row", "invalid")])
    assert [item.place for item in read(CSV) if isinstance(item, Found)] == ["1", "2", "3"]


def test_urls_come_each_once_and_a_line_that_is_none_is_named() -> None:
    listed = "https://news.example/1 # seen\n\n# more\nhttps://news.example/1\n"
    assert read(listed) == [Address(url="https://news.example/1", kind="page")]
    with pytest.raises(InvalidSubmission, match="line: 2: 'no'"):
        PARSERS["urls"](b"https://news.example/1\nno\n", CONTEXT)


def test_a_page_says_what_it_is() -> None:
    (page,) = submissions(PAGE, Context(source="s", name="x", url="https://news.example/amp/1?x=2"))
    assert (
        page.url,
        page.title,
        page.published,
        page.published_from,
        page.authors,
        page.language,
        page.content,
    ) == (
        "https://news.example/1",
        "H & more",
        "2026-11-03T10:00:00Z",
        "markup",
        ("Ann Lee", "Bo Ek"),
        "en",
        PAGE,
    )


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://news.example/2026/11/3/river", "2026-11-03T00:00:00Z"),
        ("https://news.example/2026-11-03-river", "2026-11-03T00:00:00Z"),
        ("https://news.example/a-20261103.html", "2026-11-03T00:00:00Z"),
        ("https://news.example/20261399/a", None),
        ("https://news.example/river", None),
    ],
)
def test_a_page_without_a_date_has_that_of_its_address(url: str, published: str | None) -> None:
    (page,) = submissions("<html><p>B</p></html>", Context(source="s", name="x", url=url))
    assert (page.published, page.published_from) == (published, "address" if published else None)


def test_a_page_that_claims_the_front_page_as_its_address_keeps_its_own() -> None:
    html = '<html><link rel=canonical href="https://news.example/"><p>B</p></html>'
    (page,) = submissions(html, Context(source="s", name="x", url="https://news.example/1"))
    assert page.url == "https://news.example/1"


@pytest.mark.parametrize("document", [G2, NITF, SITEMAP, OPML])
def test_xml_that_declares_entities_is_refused(document: str) -> None:
    hostile = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + document.replace("H", "&x;")
    with pytest.raises(InvalidSubmission, match="'x' is declared"):
        read(hostile)


@pytest.mark.parametrize(
    "document",
    [
        RSS,
        G2.format(version=1, meta="", content=""),
        NITF,
        NINJS_3,
        JSONLD,
        JSONFEED,
        SITEMAP,
        OPML,
        CSV,
        PAGE,
    ],
)
def test_what_goes_in_and_out_can_be_sent_to_another_process(document: str) -> None:
    items = read(document)
    assert repr(pickle.loads(pickle.dumps(items))) == repr(items)  # noqa: S301  # our own bytes
    with pytest.raises(InvalidSubmission) as refused:
        read("%PDF\x00")
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301  # our own bytes
    assert (str(again), again.reason) == (str(refused.value), refused.value.reason)


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(PARSERS)),
    st.binary(max_size=200),
    st.sampled_from([RSS, NITF, NINJS_3, JSONLD, SITEMAP, CSV, PAGE]),
    st.integers(0, 400),
)
def test_no_bytes_raise_anything_but_a_refusal(form: Format, noise: bytes, document: str, at: int) -> None:
    broken = document.encode()[:at] + noise + document.encode()[at + len(noise) :]
    for raw in (noise, broken):
        try:
            items = PARSERS[form](raw, CONTEXT)
        except InvalidSubmission:
            continue
        assert all(isinstance(item, Found | Address) for item in items)


def test_the_agencies_own_examples_are_read_or_refused() -> None:
    """The numbers are those of the examples that hold a text."""
    if not SHARED.exists():
        pytest.skip("the format samples are not beside the checkout")
    counts = {"newsml-g2": 0, "nitf": 0, "ninjs": 0}
    for kind in counts:
        for path in sorted(SHARED.glob(f"{kind}/**/*.[jx]*")):
            try:
                counts[kind] += len(submissions(path.read_bytes(), Context(source="s", name=path.name)))
            except InvalidSubmission as refused:
                assert refused.reason == "unsupported"  # noqa: PT017  # most of the examples must not raise
    assert counts == {"newsml-g2": 2, "nitf": 2, "ninjs": 19}
