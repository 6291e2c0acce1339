"""Asking the gateway and listening to it."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import msgspec

from dateline_client import sse
from dateline_client.contract.groups import Story
from dateline_client.contract.tagged import TaggedArticle
from dateline_client.contract.trends import Trend
from dateline_client.events import Event, Lost, decode
from dateline_client.problems import Problem, checked

T = TypeVar("T")
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
SILENCE_S = 60.0
"""Seconds without even a heartbeat after which a stream is taken for dead."""


class Accepted(msgspec.Struct, frozen=True):
    """The gateway has what was pushed: the article's id, and that of the submission."""

    id: str
    event_id: str


class Page(msgspec.Struct, frozen=True):
    """Some of what was asked for, undecoded, and the cursor of the rest."""

    items: tuple[msgspec.Raw, ...]
    next: str | None = None


class Dateline:
    """A gateway at `url`. `key` is an API key; without it the environment's DATELINE_KEY, if there is one.

    Every call raises `Problem` where the gateway refuses and `httpx.HTTPError` where it can't be reached. One client
    may be used by several threads. Close it after use, or use it in `with`.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        key: str | None = None,
        timeout_s: float = 30.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        token = key or os.environ.get("DATELINE_KEY", "")
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=timeout_s,
            transport=transport,
        )

    def articles(
        self,
        filter: str | None = None,  # noqa: A002  # the API's word
        q: str | None = None,
        page: int = 100,
    ) -> Iterator[TaggedArticle]:
        """Every stored article that `filter` and the words `q` want, newest first, `page` at a time."""
        return self._all("/v1/articles", TaggedArticle, {"filter": filter, "q": q, "limit": page})

    def article(self, id_: str) -> TaggedArticle:
        """The newest version of one article. `Problem` of status 404 or, where it was withdrawn, 410."""
        return self._one(f"/v1/articles/{id_}", TaggedArticle)

    def fetch(self, event: Event) -> Event:
        """`event` with its payload, got from where it says that it is."""
        if event.data is not None or event.dataref is None:
            return event
        return decode(checked(self._http.get(event.dataref)).content)

    def stories(self, days: int = 7, language: str | None = None) -> Iterator[Story]:
        """The stories that news came to in the last `days`, the newest first."""
        return self._all("/v1/stories", Story, {"days": days, "language": language, "limit": 100})

    def trends(self, kind: str | None = None) -> list[Trend]:
        """What rises now, the strongest first. `kind` is entity, topic or pair."""
        return list(self._all("/v1/trends", Trend, {"kind": kind, "limit": 100}))

    def count(self, filter: str) -> int:  # noqa: A002  # the API's word
        """How many stored articles `filter` wants, counted up to 1,000. `Problem` says where it is wrong."""
        answer = checked(self._http.post("/v1/filters/test", json={"filter": filter}))
        return int(answer.json()["count"])

    def push(self, source: str, content: str, **fields: Any) -> Accepted:
        """Push an article; returns once the stream has it. `fields` are guid, url, title, published, language, …"""
        answer = self._http.post("/v1/articles", json={"source": source, "content": content, **fields})
        return msgspec.json.decode(checked(answer).content, type=Accepted)

    def stream(
        self,
        filter: str | None = None,  # noqa: A002  # the API's word
        after: str | None = None,
        since: str = "latest",
        pause: Callable[[float], None] = time.sleep,
    ) -> Iterator[Event | Lost]:
        """The events that `filter` wants, as they come, for ever: a stream that breaks is taken up where it broke.

        It begins behind the place `after` (an event's `place`: keep the last one that you have dealt with), else at
        `since`: latest, earliest or a time. `Lost` says what the stream no longer keeps. `Problem` is raised where the
        gateway refuses for good; while it is away or full, it is asked again after a pause.
        """
        place, failures = after, 0
        while True:
            try:
                for message in self._listen(filter, place, since):
                    place, failures = message.id or place, 0
                    if message.event == "lost":
                        yield _lost(message.data)
                    elif message.data:
                        yield decode(message.data, message.id)
            except httpx.TransportError:
                failures += 1
            except Problem as problem:
                if problem.status not in (429, 502, 503, 504):
                    raise
                failures += 1
                pause(problem.retry_after_s or 0.0)
            pause(min(FIRST_PAUSE_S * 2**failures, LONGEST_PAUSE_S))

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _listen(self, wanted: str | None, place: str | None, since: str) -> Iterator[sse.Message]:
        query = {"filter": wanted} if wanted else {}
        begin = {"Last-Event-ID": place} if place else {}
        with self._http.stream(
            "GET",
            "/v1/stream",
            params=query if place else query | {"from": since},
            headers=begin,
            timeout=httpx.Timeout(30.0, read=SILENCE_S),
        ) as answer:
            yield from sse.messages(checked(answer).iter_lines())

    def _one(self, path: str, kind: type[T]) -> T:
        return msgspec.json.decode(checked(self._http.get(path)).content, type=kind)

    def _all(self, path: str, kind: type[T], query: Mapping[str, str | int | None]) -> Iterator[T]:
        asked = {name: value for name, value in query.items() if value is not None}
        while True:
            page = msgspec.json.decode(checked(self._http.get(path, params=asked)).content, type=Page)
            for item in page.items:
                yield msgspec.json.decode(item, type=kind)
            if page.next is None:
                return
            asked["cursor"] = page.next


def _lost(data: str) -> Lost:
    said = msgspec.json.decode(data, type=dict[str, int])
    return Lost(said["partition"], said["from"], said["to"])
