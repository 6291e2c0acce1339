"""What may lie in the folder and must not harm: what it is, the file's name, its bytes, what becomes of it."""

import gzip
import io
import json
from collections.abc import Callable

File = tuple[str, str, Callable[[], bytes], str]
READ = "read"
"""It becomes an article, clean; every other outcome is the reason of its dead letter."""


def _feed(entry: str, declaration: str = "") -> bytes:
    return f"""<?xml version="1.0"?>{declaration}
<rss version="2.0"><channel><title>t</title><item><guid>1</guid>
<description>{entry}</description></item></channel></rss>""".encode()


def _laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return _feed("&l9;", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]>')


def _quadratic() -> bytes:
    return _feed("&a;" * 20_000, f'<!DOCTYPE rss [<!ENTITY a "{"a" * 20_000}">]>')


def _outside() -> bytes:
    return _feed("&x;", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def _bomb() -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as out:
        out.write(b'{"guid": "1", "text": "')
        for _ in range(300):
            out.write(b"a" * 1_000_000)
    return packed.getvalue()


def _document(guid: str, text: str) -> bytes:
    return json.dumps({"guid": guid, "text": text}).encode()


def _warc(cut: int = 0, add: int = 0) -> bytes:
    body = b"<html><title>Rain in Porto</title><p>It rained in Porto all day on Tuesday.</p></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-11-03T11:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        b"WARC-Target-URI: https://courier.example/rain\r\nContent-Type: application/http;msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n" % (len(http) + add)
    )
    whole = head + http + b"\r\n\r\n"
    return whole[: len(whole) - cut]


def _newsml(guid: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" {guid} version="1" standard="NewsML-G2" standardversion="2.30">
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>2026-11-03T11:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>Rain</headline></contentMeta>
<contentSet><inlineData contenttype="text/plain">It rained in Porto.</inlineData></contentSet>
</newsItem>""".encode()


def _page(body: str) -> bytes:
    return f"<html><head><title>Rain in Porto</title></head><body>{body}</body></html>".encode()


FILES: list[File] = [
    ("a billion laughs", "laughs.xml", _laughs, "undecodable"),
    ("a quadratic blow-up", "quadratic.xml", _quadratic, "undecodable"),
    ("an entity that is a file", "outside.xml", _outside, "undecodable"),
    ("gzip that swells to 300 MB", "bomb.jsonl.gz", _bomb, "too_large"),
    ("broken gzip", "broken.json.gz", lambda: gzip.compress(_document("1", "It rained."))[:-9], "undecodable"),
    ("JSON nested 100,000 deep", "deep.json", lambda: b"[" * 100_000, "undecodable"),
    ("NaN", "nan.json", lambda: b'{"guid": "1", "text": NaN}', "undecodable"),
    ("a text of over 200,000 code points", "long.txt", lambda: b"It rained in Porto.\n\n" * 12_000, "too_large"),
    ("a page of over 1,000,000 code points", "long.html", lambda: _page("<p>It rained.</p>" * 70_000), "too_large"),
    ("a page nested 100,000 deep", "deep.html", lambda: _page("<div>" * 100_000 + "It rained."), "too_large"),
    ("a file without a document", "none.jsonl", lambda: b"\n\n", "undecodable"),
    ("an empty page", "empty.html", lambda: _page(""), "invalid"),
    ("an archive that is cut off", "cut.warc", lambda: _warc(cut=40), "undecodable"),
    ("an archive with a false length", "false.warc", lambda: _warc(add=1_000_000_000), "undecodable"),
    ("NewsML without a guid", "noguid.xml", lambda: _newsml(""), "invalid"),
    ("XML of no format", "other.xml", lambda: b"<?xml version='1.0'?><rows><row/></rows>", "unsupported"),
    ("an address inside the network", "inside.urls", lambda: b"http://169.254.169.254/latest\n", "failed"),
    ("an address in disguise", "disguise.urls", lambda: b"http://2130706433/\n", "failed"),
    ("IPv6 that hides IPv4", "nat64.urls", lambda: b"http://[64:ff9b::a9fe:a9fe]/\n", "failed"),
    ("the address of a file", "scheme.urls", lambda: b"file:///etc/passwd\n", "invalid"),
    ("a byte order mark", "bom.txt", "\ufeffIt rained in Porto, a café said.".encode, READ),
    ("UTF-16", "utf16.txt", lambda: "It rained in Porto, a café said.".encode("utf-16"), READ),
    (
        "a false charset",
        "charset.html",
        lambda: _page('<meta charset="iso-8859-1"><p>It rained in Porto, a café said.</p>'),
        READ,
    ),
]  # fmt: skip
