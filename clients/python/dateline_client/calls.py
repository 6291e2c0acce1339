"""What is asked of a gateway: each call as a value, whoever sends it and however it waits."""

import os
from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from dateline_client.contract.groups import Story
from dateline_client.contract.tagged import TaggedArticle
from dateline_client.contract.trends import Trend

T = TypeVar("T")
URL, TIMEOUT_S = "http://127.0.0.1:8000", 30.0


class Accepted(msgspec.Struct, frozen=True):
    """The gateway has what was pushed: the article's id, and that of the submission."""

    id: str
    event_id: str


class Counted(msgspec.Struct, frozen=True):
    """How many articles a filter finds."""

    count: int


class Page(msgspec.Struct, frozen=True):
    """Some of what was asked for, undecoded, and the cursor of the rest."""

    items: tuple[msgspec.Raw, ...]
    next: str | None = None


class Call(NamedTuple, Generic[T]):
    """A request, and the `kind` of its answer, or of each item on the pages of its answer."""

    path: str
    kind: type[T]
    query: Mapping[str, str | int]
    fields: Mapping[str, Any] | None = None

    @property
    def sent(self) -> dict[str, Any]:
        """The arguments of httpx's `request`."""
        post = {"json": self.fields} if self.fields is not None else {}
        return {"method": "POST" if post else "GET", "url": self.path, "params": self.query, **post}

    def answer(self, content: bytes) -> T:
        """What came."""
        return msgspec.json.decode(content, type=self.kind)

    def page(self, content: bytes) -> "tuple[list[T], Call[T] | None]":
        """The items of a page that came, and the call for the next one, if there is one."""
        page = msgspec.json.decode(content, type=Page)
        items = [msgspec.json.decode(item, type=self.kind) for item in page.items]
        more = self._replace(query={**self.query, "cursor": page.next}) if page.next is not None else None
        return items, more


def headers(key: str | None) -> dict[str, str]:
    """`key`, or that of the environment, as a header."""
    token = key or os.environ.get("DATELINE_KEY", "")
    return {"Authorization": f"Bearer {token}"} if token else {}


def articles(wanted: str | None, q: str | None, page: int) -> Call[TaggedArticle]:
    """The list of articles."""
    return Call("/v1/articles", TaggedArticle, _given(filter=wanted, q=q, limit=page))


def article(id_: str) -> Call[TaggedArticle]:
    """One article."""
    return Call(f"/v1/articles/{id_}", TaggedArticle, {})


def stories(days: int, language: str | None) -> Call[Story]:
    """The list of stories."""
    return Call("/v1/stories", Story, _given(days=days, language=language, limit=100))


def trends(kind: str | None) -> Call[Trend]:
    """The list of trends."""
    return Call("/v1/trends", Trend, _given(kind=kind, limit=100))


def count(wanted: str) -> Call[Counted]:
    """How many articles a filter finds."""
    return Call("/v1/filters/test", Counted, {}, {"filter": wanted})


def push(source: str, content: str, fields: Mapping[str, Any]) -> Call[Accepted]:
    """An article to take."""
    return Call("/v1/articles", Accepted, {}, {"source": source, "content": content, **fields})


def _given(**query: str | int | None) -> dict[str, str | int]:
    return {name: value for name, value in query.items() if value is not None}
