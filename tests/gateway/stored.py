"""A real database that holds some events, and what is read from it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from schemas.envelope import Event, Message
from schemas.tagged import TaggedArticle
from services.gateway.database import Database
from services.gateway.facets import Facets
from services.gateway.search import Page, Search
from services.gateway.store import Store
from tests.gateway.events import row_of

T = TypeVar("T")


class Shelf(NamedTuple):
    """All that stands on one database."""

    database: Database
    store: Store
    search: Search
    facets: Facets


def using(url: str, act: Callable[[Shelf], Awaitable[T]]) -> T:
    """What `act` gives, over the database at `url`."""

    async def run() -> T:
        async with Database(url, 2) as database:
            return await act(Shelf(database, Store(database), Search(database), Facets(database)))

    return asyncio.run(run())


def filled(url: str, events: Sequence[Event[Message]]) -> None:
    """Keep `events`."""
    using(url, lambda on: on.store.add([row_of(event) for event in events]))


def titles(page: Page) -> list[str]:
    return [msgspec.json.decode(doc, type=TaggedArticle).article.title for doc in page.docs]
