"""Asking the gateway and listening to it."""

import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from dateline_client import calls, sse
from dateline_client.calls import Accepted, Call
from dateline_client.contract.groups import Story
from dateline_client.contract.tagged import TaggedArticle
from dateline_client.contract.trends import Trend
from dateline_client.events import Event, Lost, decode
from dateline_client.following import Following
from dateline_client.problems import Problem, checked

T = TypeVar("T")


class Dateline:
    """A gateway at `url`. `key` is an API key; without it the environment's DATELINE_KEY, if there is one.

    Every call raises `Problem` where the gateway refuses and `httpx.HTTPError` where it can't be reached. One client
    may be used by several threads. Close it after use, or use it in `with`.
    """

    def __init__(
        self,
        url: str = calls.URL,
        key: str | None = None,
        timeout_s: float = calls.TIMEOUT_S,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(
            base_url=url, headers=calls.headers(key), timeout=timeout_s, transport=transport
        )

    def articles(
        self,
        filter: str | None = None,  # noqa: A002  # the API's word
        q: str | None = None,
        page: int = 100,
    ) -> Iterator[TaggedArticle]:
        """Every stored article that `filter` and the words `q` want, newest first, `page` at a time."""
        return self._all(calls.articles(filter, q, page))

    def article(self, id_: str) -> TaggedArticle:
        """The newest version of one article. `Problem` of status 404 or, where it was withdrawn, 410."""
        return self._one(calls.article(id_))

    def fetch(self, event: Event) -> Event:
        """`event` with its payload, got from where it says that it is."""
        if event.data is not None or event.dataref is None:
            return event
        return decode(checked(self._http.get(event.dataref)).content)

    def stories(self, days: int = 7, language: str | None = None) -> Iterator[Story]:
        """The stories that news came to in the last `days`, the newest first."""
        return self._all(calls.stories(days, language))

    def trends(self, kind: str | None = None) -> list[Trend]:
        """What rises now, the strongest first. `kind` is entity, topic or pair."""
        return list(self._all(calls.trends(kind)))

    def count(self, filter: str) -> int:  # noqa: A002  # the API's word
        """How many stored articles `filter` wants, counted up to 1,000. `Problem` says where it is wrong."""
        return self._one(calls.count(filter)).count

    def push(self, source: str, content: str, **fields: Any) -> Accepted:
        """Push an article; returns once the stream has it. `fields` are guid, url, title, published, language, …"""
        return self._one(calls.push(source, content, fields))

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
        following = Following(filter, after, since)
        while True:
            try:
                for message in self._listen(following):
                    if told := following.take(message):
                        yield told
                wait = following.ended()
            except (httpx.TransportError, Problem) as error:
                wait = following.broke(error)
            pause(wait)

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _listen(self, following: Following) -> Iterator[sse.Message]:
        reader = sse.Reader()
        with self._http.stream(**following.sent) as answer:
            if not answer.is_success:
                answer.read()
            for line in checked(answer).iter_lines():
                if message := reader.line(line):
                    yield message

    def _one(self, call: Call[T]) -> T:
        return call.answer(checked(self._http.request(**call.sent)).content)

    def _all(self, call: Call[T]) -> Iterator[T]:
        following: Call[T] | None = call
        while following is not None:
            items, following = following.page(checked(self._http.request(**following.sent)).content)
            yield from items
