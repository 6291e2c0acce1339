"""The pages, put together."""

from typing import Protocol

from fastapi import FastAPI
from fastapi.params import Depends

from schemas.mediatopics import Vocabulary
from services.gateway.pages import articles, entities, river, search, topics
from services.gateway.pages.articles import Versions
from services.gateway.pages.errors import Errors
from services.gateway.pages.render import Renderer
from services.gateway.pages.river import Recent
from services.gateway.pages.search import Counts
from services.gateway.pages.static import Static
from services.gateway.routes.articles import Articles, Pages
from services.gateway.routes.entities import Entities
from services.gateway.routes.topics import Topics


class Counted(Entities, Topics, Protocol):
    """All that is counted over the whole store."""


class PageParts(Protocol):
    """What the pages stand on."""

    @property
    def articles(self) -> Articles: ...

    @property
    def search(self) -> Pages: ...

    @property
    def facets(self) -> Counted: ...

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

    What every page is made of is no secret: it is not behind the door.
    """
    static = Static()
    renderer = Renderer(static)
    for router in (
        river.router(parts.search, parts.streams, parts.vocabulary, renderer),
        search.router(parts.search, parts.breakdowns, parts.vocabulary, renderer),
        articles.router(parts.articles, parts.versions, parts.vocabulary, renderer),
        entities.router(parts.facets, parts.search, parts.vocabulary, renderer),
        topics.router(parts.facets, parts.search, parts.breakdowns, parts.vocabulary, renderer),
    ):
        app.include_router(router, dependencies=[door])
    app.include_router(static.router())
    return Errors(renderer)
