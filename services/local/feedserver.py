"""A small publisher: RSS 2.0 feeds over HTTP on loopback, to which items are added while it is polled."""

import hashlib
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from services.local.ports import HOST
from services.local.samples import FeedItem

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">\n'
)


class FeedServer:
    """One feed a source, at `/<source>.xml`, newest item first. As a context manager it serves while it is open."""

    def __init__(self) -> None:
        self._feeds: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.server_port

    def url(self, source: str) -> str:
        """The URL of the feed of `source`."""
        return f"http://{HOST}:{self.port}/{source}.xml"

    def publish(self, item: FeedItem, when: datetime) -> None:
        """Add `item`, or put it in the place of the item with its guid, as published at `when`."""
        with self._lock:
            feed = self._feeds.setdefault(item.source, {})
            feed.pop(item.guid, None)
            feed[item.guid] = _entry(item, when)

    def document(self, source: str) -> bytes:
        """The feed of `source` as RSS 2.0."""
        with self._lock:
            entries = list(self._feeds.get(source, {}).values())
        channel = (
            f"<title>{source}</title>\n<link>http://{HOST}/</link>\n<description>{source}</description>\n"
        )
        return f"{_HEAD}<channel>\n{channel}{''.join(reversed(entries))}</channel>\n</rss>\n".encode()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        feeds = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = feeds.document(self.path.strip("/").removesuffix(".xml"))
                etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                unchanged = self.headers.get("If-None-Match") == etag
                self.send_response(304 if unchanged else 200)
                self.send_header("ETag", etag)
                self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                self.send_header("Content-Length", "0" if unchanged else str(len(body)))
                self.end_headers()
                self.wfile.write(b"" if unchanged else body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name it overrides
                pass

        return Handler


def _entry(item: FeedItem, when: datetime) -> str:
    authors = "".join(f"<dc:creator>{escape(author)}</dc:creator>\n" for author in item.authors)
    stamp = when.astimezone(UTC)
    return (
        f"<item>\n<title>{escape(item.title)}</title>\n<link>{escape(item.url)}</link>\n"
        f'<guid isPermaLink="false">{escape(item.guid)}</guid>\n{authors}'
        f"<pubDate>{format_datetime(stamp)}</pubDate>\n<atom:updated>{stamp.isoformat()}</atom:updated>\n"
        f"<description>{escape(item.summary)}</description>\n"
        f"<content:encoded>{escape(item.content_html)}</content:encoded>\n</item>\n"
    )
