"""Of which format a document is, by what it holds; its name decides only between what content can't tell apart."""

import csv
import re

import msgspec
from w3lib.encoding import read_bom

from services.ingest.formats import addresses, jsonfeed, jsonld, ninjs, table
from services.ingest.formats.contract import Format
from services.ingest.formats.newsmlg2 import ITEMS
from services.ingest.formats.warc import MAGIC
from services.ingest.validity import InvalidSubmission

HEAD = 64 * 1024
"""Bytes of a document that are looked at."""

_ROOTS: dict[str, Format] = {
    **dict.fromkeys(("rss", "feed", "rdf"), "feed"),
    **dict.fromkeys(("urlset", "sitemapindex"), "sitemap"),
    **dict.fromkeys(("newsmessage", *map(str.lower, ITEMS)), "newsml-g2"),
    "opml": "opml",
    "nitf": "nitf",
}
_PAGE_TAGS = """
    html head body title meta link script div p article section main h1 h2 h3 span a b i em strong ul ol table img
"""
_HTML = frozenset(_PAGE_TAGS.split())
# Possessive throughout: a prolog that is made to be read in many ways is read in one.
_PROLOG = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*(?>\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?(?P<root>[a-z][\w.-]*)",
    re.DOTALL | re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BARE_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def detect(head: bytes, name: str, content_type: str | None = None) -> Format:
    """The format of the document that begins with `head` (its first `HEAD` bytes, or all of it).

    `InvalidSubmission` where it is empty or of no format that is known.
    """
    bare = _utf8(head).lstrip()
    if not bare:
        raise InvalidSubmission("file", "empty", "undecodable")
    if bare.startswith(MAGIC):
        return "warc"
    if bare.startswith(b"<"):
        return _marked_up(bare, name)
    if bare.startswith((b"{", b"[")):
        return _json(bare, name)
    return _plain(head, bare, name, content_type)


def _utf8(head: bytes) -> bytes:
    encoding, mark = read_bom(head)
    if encoding is None or mark is None:
        return head
    return head[len(mark) :].decode(encoding, errors="ignore").encode()


def _marked_up(head: bytes, name: str) -> Format:
    match = _PROLOG.match(head)
    root = match["root"].decode().lower() if match else ""
    if root in _ROOTS:
        return _ROOTS[root]
    if (
        root in _HTML
        or re.search(rb"<html|<!doctype html", head[:4096], re.IGNORECASE)
        or _ends(name, ".html", ".htm")
    ):
        return "html"
    raise InvalidSubmission(
        "document", f"XML with the root {root[:40] or '?'!r} is no format that is read", "unsupported"
    )


def _json(head: bytes, name: str) -> Format:
    first, _, rest = head.partition(b"\n")
    if first.startswith(b"{") and (
        _ends(name, ".jsonl", ".ndjson") or (rest.lstrip().startswith(b"{") and _whole(first))
    ):
        return "jsonl"
    value = _value(head)
    if isinstance(value, dict) and jsonfeed.is_jsonfeed(value):
        return "jsonfeed"
    leading = value[0] if isinstance(value, list) and value else value
    if isinstance(leading, dict) and ninjs.is_ninjs(leading):
        return "ninjs"
    return "jsonld" if jsonld.is_jsonld(value) else "json"


def _value(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw)
    except _BARE_JSON:
        return None


def _whole(line: bytes) -> bool:
    return isinstance(_value(line), dict)


def _plain(head: bytes, bare: bytes, name: str, content_type: str | None) -> Format:
    text = bare.decode(errors="replace")
    if _CONTROLS.search(text):
        raise InvalidSubmission("document", "neither text nor a format that is read", "unsupported")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    complete = lines[:-1] if len(head) >= HEAD else lines
    if _ends(name, ".urls"):
        return "urls"
    if complete and all(addresses.is_address(line.partition(" #")[0].strip()) for line in complete):
        return "urls"
    if _ends(name, ".json", ".jsonl", ".ndjson"):
        return "json" if _ends(name, ".json") else "jsonl"
    if _ends(name, ".csv", ".tsv") or (lines and _is_table(lines[0])):
        return "csv"
    if _ends(name, ".html", ".htm") or (content_type or "").startswith(("text/html", "application/xhtml")):
        return "html"
    return "text"


def _is_table(line: str) -> bool:
    try:
        return table.is_head(line)
    except csv.Error:
        return False


def _ends(name: str, *suffixes: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(suffixes)
