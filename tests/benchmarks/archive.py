"""Archives made for measuring: pages as heavy as the web's, in WARC records."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples" / "feed"
SCRIPT = "<script>window.stuff={};</script>".format("[" + ",".join(map(str, range(9000))) + "]")


def articles() -> list[tuple[str, str]]:
    """Title and HTML of each sample article."""
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("*.json")))
    return [(one["title"], one["content_html"]) for one in read]


def page(number: int, title: str, content: str) -> bytes:
    """A whole page of some 50 kB: navigation, scripts, an article, a side column, a foot."""
    links = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(60))
    side = "".join(
        f'<div class="card"><a href="/{n}"><h3>Story number {n} of today</h3></a></div>' for n in range(20)
    )
    meta = f'<meta property="article:published_time" content="2026-11-{1 + number % 28:02}T10:00:00Z">'
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{escape(title)} - Example News</title>{meta}'
        f'<link rel="canonical" href="https://news.example/{number}">{SCRIPT}</head><body><nav><ul>{links}</ul></nav>'
        f'<main><article><h1>{escape(title)}</h1><p class="byline">By Ann Lee</p>{content}</article></main>'
        f'<aside class="sidebar">{side}</aside><footer><ul>{links}</ul><p>© 2026 Example News</p></footer>'
        "</body></html>"
    ).encode()


def pages(count: int) -> Iterator[bytes]:
    """`count` different pages."""
    samples = articles()
    for number in range(count):
        yield page(number, *samples[number % len(samples)])


def record(number: int, html: bytes) -> bytes:
    """A response record with `html` in it."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(html)}\r\n\r\n".encode()
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2026-11-30T00:00:00Z\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(head) + len(html)}\r\n\r\n"
    ).encode() + head + html + b"\r\n\r\n"  # fmt: skip


def write(path: Path, most_bytes: int) -> int:
    """An archive of at least `most_bytes` bytes at `path`; how many pages it holds."""
    samples, count, written = articles(), 0, 0
    with path.open("wb") as file:
        while written < most_bytes:
            written += file.write(record(count, page(count, *samples[count % len(samples)])))
            count += 1
    return count
