"""Every format by its name, with its parser; and those of which a file of any length is read piece by piece."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from services.ingest.formats import (
    addresses,
    document,
    feed,
    jsonfeed,
    jsonld,
    lines,
    newsmlg2,
    ninjs,
    nitf,
    opml,
    page,
    sitemap,
    table,
    text,
    warc,
)
from services.ingest.formats.contract import Context, Format, Item, Parse
from services.ingest.formats.detection import detect

PARSERS: Mapping[Format, Parse] = {
    "text": text.parse,
    "html": page.parse,
    "feed": feed.parse,
    "jsonfeed": jsonfeed.parse,
    "sitemap": sitemap.parse,
    "opml": opml.parse,
    "newsml-g2": newsmlg2.parse,
    "nitf": nitf.parse,
    "ninjs": ninjs.parse,
    "jsonld": jsonld.parse,
    "json": document.parse,
    "jsonl": lines.parse,
    "csv": table.parse,
    "urls": addresses.parse,
    "warc": warc.parse,
}
STREAMED: Mapping[Format, Callable[[BinaryIO, Context, int], Iterator[Item]]] = {
    "jsonl": lines.rows,
    "csv": table.rows,
    "warc": warc.records,
}


def parse(raw: bytes, context: Context) -> list[Item]:
    """What is in a whole document of any format. `InvalidSubmission` where it is of none, or can't be read."""
    return PARSERS[detect(raw, context.name, context.content_type)](raw, context)
