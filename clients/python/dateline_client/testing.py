"""A gateway in memory, for the tests of what subscribes: the same client on it, and nothing on the network.

double = Double()
double.tag(article("Harbour froze", "The harbour of Quillhaven froze."))
with double.client() as dateline:
    handle(next(dateline.stream(since="earliest")))
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import httpx
import msgspec

from dateline_client import webhooks
from dateline_client.asynchronous import AsyncDateline
from dateline_client.client import Dateline
from dateline_client.contract.article import Article, Block, Retraction
from dateline_client.contract.digest import text_digest
from dateline_client.contract.tagged import TaggedArticle
from dateline_client.events import RETRACTED, TAGGED, Payload

JSON = {"content-type": "application/json"}


def article(title: str, body: str, **fields: object) -> TaggedArticle:
    """An article of two blocks without tags; `fields` are those of `TaggedArticle` or of its `Article`."""
    text = f"{title}\n\n{body}"
    blocks = (
        Block(kind="title", start=0, end=len(title)),
        Block(kind="body", start=len(title) + 2, end=len(text)),
    )
    tags: dict[str, object] = {"mentions": (), "entities": (), "quotes": (), "topics": ()}
    own = {name: value for name, value in fields.items() if name not in TaggedArticle.__struct_fields__}
    made: dict[str, object] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, text)),
        "version": 1,
        "digest": text_digest(text),
        "source": "test-desk",
        "source_class": "push",
        "text": text,
        "blocks": blocks,
        "title": title,
        "language": "en",
        **own,
    }
    chosen = {name: value for name, value in fields.items() if name not in own}
    return msgspec.convert(
        {"article": msgspec.to_builtins(made), **tags, **msgspec.to_builtins(chosen)}, TaggedArticle
    )


class Double:
    """Holds what was tagged; `client()` and `async_client()` ask it as they would ask a gateway.

    Filters are not looked at.
    """

    def __init__(self) -> None:
        self._events: list[dict[str, object]] = []
        self.pushed: list[Mapping[str, object]] = []
        """What was pushed to it."""

    def tag(self, tagged: Payload) -> str:
        """Let `tagged`, or a retraction, have come through the pipeline; the id of its event."""
        kind = TAGGED if isinstance(tagged, TaggedArticle) else RETRACTED
        about = tagged.article if isinstance(tagged, TaggedArticle) else tagged
        id_ = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{about.id} {about.version} {about.digest}"))
        event: dict[str, object] = {
            "specversion": "1.0",
            "id": id_,
            "type": kind,
            "source": "dateline/tagging",
            "time": datetime.now(UTC).isoformat(),
            "partitionkey": about.id,
            "data": msgspec.to_builtins(tagged),
        }
        self._events.append(event)
        return id_

    def client(self) -> Dateline:
        """A client of this double."""
        return Dateline("http://double.example", transport=httpx.MockTransport(self._answer))

    def async_client(self) -> AsyncDateline:
        """An asynchronous client of this double."""
        return AsyncDateline("http://double.example", transport=httpx.MockTransport(self._answer))

    def delivery(self, secret: str, event: str) -> tuple[dict[str, str], bytes]:
        """Headers and body of the webhook delivery of the event with the id `event`, signed now."""
        body = json.dumps(next(one for one in self._events if one["id"] == event)).encode()
        now = int(datetime.now(UTC).timestamp())
        headers = {
            "webhook-id": event,
            "webhook-timestamp": str(now),
            "webhook-signature": f"v1,{webhooks.signature(secret, event, now, body)}",
        }
        return headers, body

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.method == "POST" and path == "/v1/articles":
            return self._push(json.loads(request.content))
        if path == "/v1/stream":
            return self._stream(request)
        if path == "/v1/articles":
            newest = [msgspec.to_builtins(one) for one in self._articles().values()][::-1]
            return httpx.Response(200, json={"items": newest, "next": None})
        if path.startswith("/v1/articles/"):
            return self._one(path.rpartition("/")[2])
        return _problem(404, "no such route in the double")

    def _push(self, fields: Mapping[str, object]) -> httpx.Response:
        self.pushed.append(fields)
        id_ = str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(fields, sort_keys=True)))
        return httpx.Response(202, json={"id": id_, "event_id": id_})

    def _one(self, id_: str) -> httpx.Response:
        found = self._articles().get(id_)
        if found is None:
            return _problem(404, "not seen")
        return httpx.Response(200, json=msgspec.to_builtins(found))

    def _articles(self) -> dict[str, TaggedArticle]:
        found: dict[str, TaggedArticle] = {}
        for event in self._events:
            key = str(event["partitionkey"])
            found.pop(key, None)
            if event["type"] == TAGGED:
                found[key] = msgspec.convert(event["data"], TaggedArticle)
        return found

    def _stream(self, request: httpx.Request) -> httpx.Response:
        place = request.headers.get("Last-Event-ID")
        start = len(self._events) if request.url.params.get("from") == "latest" else 0
        return httpx.Response(
            200,
            headers={"content-type": "text/event-stream"},
            content=b"".join(self._frames(int(place) if place else start)),
        )

    def _frames(self, start: int) -> Iterator[bytes]:
        for number, event in enumerate(self._events[start:], start + 1):
            name = "tagged" if event["type"] == TAGGED else "retracted"
            yield f"id: {number}\nevent: {name}\ndata: {json.dumps(event)}\n\n".encode()


def retraction(of: TaggedArticle) -> Retraction:
    """The retraction that follows an article."""
    one: Article = of.article
    return Retraction(
        id=one.id, version=one.version + 1, digest=one.digest, source=one.source, reason="canceled"
    )


def _problem(status: int, detail: str) -> httpx.Response:
    return httpx.Response(status, headers=JSON, content=json.dumps({"title": "Not found", "detail": detail}))
