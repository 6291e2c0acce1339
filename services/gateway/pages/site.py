"""The pages, put together."""

from typing import Protocol

from fastapi import FastAPI
from fastapi.params import Depends

from schemas.mediatopics import Vocabulary
from services.gateway.pages import (
    articles,
    contract,
    entities,
    operations,
    places,
    river,
    search,
    stories,
    topics,
    trends,
)
from services.gateway.pages.articles import Versions
from services.gateway.pages.errors import Errors
from services.gateway.pages.operations import Reports, Subscribed
from services.gateway.pages.places import Positions
from services.gateway.pages.render import Renderer
from services.gateway.pages.river import Recent
from services.gateway.pages.search import Counts
from services.gateway.pages.static import Static
from services.gateway.routes.articles import Articles, Pages
from services.gateway.routes.entities import Entities
from services.gateway.routes.sources import Sources
from services.gateway.routes.stories import Stories
from services.gateway.routes.topics import Topics
from services.gateway.routes.trends import Trends
from services.runtime.health import Health


class Counted(Entities, Topics, Protocol):
    """All that is counted over the whole store."""


class Grouped(Stories, Trends, Sources, Protocol):
    """All that other stages say."""


class PageParts(Protocol):
    """What the pages stand on."""

    @property
    def articles(self) -> Articles: ...

    @property
    def search(self) -> Pages: ...

    @property
    def facets(self) -> Counted: ...

    @property
    def groups(self) -> Grouped: ...

    @property
    def positions(self) -> Positions: ...

    @property
    def pulse(self) -> Reports: ...

    @property
    def webhooks(self) -> Subscribed: ...

    @property
    def health(self) -> Health: ...

    @property
    def streams(self) -> Recent: ...

    @property
    def breakdowns(self) -> Counts: ...

    @property
    def versions(self) -> Versions: ...

    @property
    def vocabulary(self) -> Vocabulary: ...


def install(app: FastAPI, parts: PageParts, door: Depends) -> Errors:
    """Serve the pages from `app` behind the `door`; what answers a reader whose request goes wrong.

    What every page is made of, and what the streams carry, is no secret: it is not behind the door.
    """
    static = Static()
    renderer = Renderer(static)
    for router in (
        river.router(parts.search, parts.streams, parts.vocabulary, renderer),
        search.router(parts.search, parts.breakdowns, parts.vocabulary, renderer),
        articles.router(parts.articles, parts.versions, parts.groups, parts.vocabulary, renderer),
        entities.router(parts.facets, parts.search, parts.vocabulary, renderer),
        topics.router(parts.facets, parts.search, parts.breakdowns, parts.vocabulary, renderer),
        stories.router(parts.groups, parts.vocabulary, renderer),
        trends.router(parts.groups, parts.vocabulary, renderer),
        places.router(parts.facets, parts.positions, renderer),
        operations.router(parts.pulse, parts.groups, parts.webhooks, parts.health, renderer),
    ):
        app.include_router(router, dependencies=[door])
    app.include_router(contract.router(renderer))
    app.include_router(static.router())
    return Errors(renderer)
