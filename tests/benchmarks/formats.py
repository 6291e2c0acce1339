"""Formats of ingest beside the libraries that read them, on one core: `python -m tests.benchmarks.formats [MEGABYTES]`.

Articles a second of processor time, the median of the rounds, the two sides in turn. `read` is the parser alone, from
bytes to submissions; `article` the whole way to typed blocks, a date and a language. What the bare library is asked for
stands beside it. With MEGABYTES it also writes an archive of that size, reads it and tells the memory at its peak.
"""

import io
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import feedparser
import msgspec
import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
from lxml import etree

from schemas.submission import Submission
from services.ingest import intake, language
from services.ingest.formats.catalogue import PARSERS
from services.ingest.formats.contract import Context, Format, Found
from services.ingest.reading import documents
from tests.benchmarks import archive

ROUNDS = 7
ITEMS = 40
NOW = "2026-12-01T00:00:00Z"
CONTEXT = Context(source="bench", name="bench")
Side = Callable[[], int]


def submissions(form: Format, raw: bytes) -> list[Submission]:
    """What ingest reads in `raw`."""
    found = [item.submission for item in PARSERS[form](raw, CONTEXT) if isinstance(item, Found)]
    return [one for one in found if isinstance(one, Submission)]


def reads(form: Format, raw: bytes) -> Side:
    """The parser of `form` alone; how many documents it gave."""
    return lambda: len(submissions(form, raw))


def makes(form: Format, raw: bytes) -> Side:
    """The whole way from bytes to articles."""
    return lambda: len([intake.draft(one, NOW) for one in submissions(form, raw)])


def rss(items: list[tuple[str, str]]) -> bytes:
    """A feed of `items`."""
    entries = "".join(
        f"<item><guid>{n}</guid><title>{n}</title><pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[{html}]]></description></item>"
        for n, (_, html) in enumerate(items)
    )
    return f'<rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'.encode()


def newsml(items: list[tuple[str, str]]) -> bytes:
    """A news message of `items`, their text in NITF."""
    paragraphs = [trafilatura.utils.load_html(f"<div>{html}</div>").itertext() for _, html in items]
    body = "".join(
        f'<newsItem guid="{n}" version="1"><itemMeta><versionCreated>2026-11-03T10:00:00Z</versionCreated></itemMeta>'
        f"<contentMeta><headline>{n}</headline></contentMeta><contentSet><inlineXML><nitf><body><body.content>"
        f"{''.join(f'<p>{_escaped(words)}</p>' for words in texts)}"
        "</body.content></body></nitf></inlineXML></contentSet></newsItem>"
        for n, texts in enumerate(paragraphs)
    )
    return f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">{body}</newsMessage>'.encode()


def rows(items: list[tuple[str, str]]) -> bytes:
    """JSON Lines of `items`."""
    return b"\n".join(
        json.dumps({"id": n, "content_html": html}).encode() for n, (_, html) in enumerate(items)
    )


def bare_feed(raw: bytes) -> Side:
    """feedparser, which also sanitises and resolves addresses unless it is told not to."""
    read = {"sanitize_html": False, "resolve_relative_uris": False}
    return lambda: len(feedparser.parse(io.BytesIO(raw), **read).entries)


def bare_xml(raw: bytes) -> Side:
    """lxml: parse, and gather the text of each item."""
    path = ["{*}itemSet/{*}newsItem", "{*}newsItem"][1]
    return lambda: len([" ".join(item.itertext()) for item in etree.fromstring(raw).iter(path)])


def bare_rows(raw: bytes) -> Side:
    """msgspec: each line decoded."""
    return lambda: len([msgspec.json.decode(line) for line in raw.split(b"\n")])


def bare_archive(raw: bytes, metadata: bool) -> Side:
    """fastwarc and trafilatura, as fast as it goes, with or without its search for title, author and date."""
    options = {"fast": True, "include_comments": False, "with_metadata": metadata}

    def read() -> int:
        records = ArchiveIterator(io.BytesIO(raw), record_types=WarcRecordType.response)
        return len([trafilatura.bare_extraction(one.reader.read(), **options) for one in records])

    return read


def compare(name: str, asked: str, ours: Side, bare: Side) -> None:
    """Print the articles a second of both sides, and their ratio."""
    count = ours()
    assert count == bare(), f"{name}: both sides must read the same"
    pairs = [(_seconds(ours), _seconds(bare)) for _ in range(ROUNDS)]
    mine, theirs = (median(side) for side in zip(*pairs, strict=True))
    ratio = median(bare_s / own_s for own_s, bare_s in pairs)
    print(f"{name:24} {count / mine:9.0f} {count / theirs:9.0f} {ratio:7.2f}   {asked}", flush=True)


def _seconds(side: Side) -> float:
    began = time.process_time()
    side()
    return time.process_time() - began


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def speeds() -> None:
    """Print the table of speeds."""
    language.load()
    items = (archive.articles() * 2)[:ITEMS]
    feed, items_xml, lines = rss(items), newsml(items), rows(items)
    stored = b"".join(archive.record(n, html) for n, html in enumerate(archive.pages(ITEMS)))
    print(f"{'per second of one core':24} {'ours':>9} {'bare':>9} {'ratio':>7}   the bare library")
    compare("feed: read", "feedparser", reads("feed", feed), bare_feed(feed))
    compare("feed: article", "feedparser", makes("feed", feed), bare_feed(feed))
    compare("newsml-g2: read", "lxml, the text gathered", reads("newsml-g2", items_xml), bare_xml(items_xml))
    compare(
        "newsml-g2: article", "lxml, the text gathered", makes("newsml-g2", items_xml), bare_xml(items_xml)
    )
    compare("jsonl: read", "msgspec", reads("jsonl", lines), bare_rows(lines))
    compare("jsonl: article", "msgspec", makes("jsonl", lines), bare_rows(lines))
    both = "fastwarc, trafilatura"
    compare("warc: read", both, reads("warc", stored), bare_archive(stored, metadata=False))
    compare("warc: article", both, makes("warc", stored), bare_archive(stored, metadata=False))
    compare(
        "warc: article", f"{both} with metadata", makes("warc", stored), bare_archive(stored, metadata=True)
    )


def memory(megabytes: int) -> None:
    """Print the peak of memory while archives of a hundredth of `megabytes` and of `megabytes` are read."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        path = Path(folder) / "a.warc"
        for size in (max(megabytes // 100, 1), megabytes):
            written = archive.write(path, size << 20)
            began = time.process_time()
            read = sum(1 for _ in documents(path, "bench", 4 << 20))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            rate = read / (time.process_time() - began)
            print(
                f"archive of {size} MB: {read} of {written} pages, {rate:.0f} a second, peak {peak} MB",
                flush=True,
            )
            path.unlink()


if __name__ == "__main__":
    if asked_for := int((sys.argv[1:] or ["0"])[0]):
        memory(asked_for)  # first: nothing else has used memory yet
    speeds()
