"""The web app, whole, from what it is handed: a test builds it in memory."""

from typing import Any, Protocol

import msgspec
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from schemas.mediatopics import Vocabulary
from services.gateway import handlers, openapi
from services.gateway.edge import Edge
from services.gateway.routes import articles, entities, export, filters, probes, stream, submissions, topics
from services.gateway.routes.articles import Articles, Pages
from services.gateway.routes.entities import Entities
from services.gateway.routes.filters import Trials
from services.gateway.routes.stream import Streams
from services.gateway.routes.submissions import Intake
from services.gateway.routes.topics import Topics
from services.gateway.settings import GatewaySettings
from services.runtime.health import Health
from services.runtime.program import version

DESCRIPTION = "News articles in, tagged events that can be checked out. Errors are RFC 9457 problems."


ZIPPED_FROM = 1024
"""Bytes from which an answer is packed: below, packing saves no packet."""


class Found(Pages, Trials, Protocol):
    """All that searches."""


class Counts(Entities, Topics, Protocol):
    """All that counts."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What the app stands on."""

    articles: Articles
    search: Found
    facets: Counts
    streams: Streams
    intake: Intake
    health: Health
    vocabulary: Vocabulary


class Gateway(FastAPI):
    """FastAPI with the whole OpenAPI document."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = openapi.complete(super().openapi())
        return self.openapi_schema


def build(parts: Parts, settings: GatewaySettings) -> Gateway:
    """The app over `parts`.

    It serves no page that loads scripts from elsewhere, so the framework's own documentation pages are off.
    """
    app = Gateway(
        title="Dateline",
        version=version(),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    token = settings.gateway_push_token.get_secret_value()
    limit, seconds = settings.gateway_body_limit, settings.gateway_body_s
    for router in (
        articles.router(parts.articles, parts.search, parts.vocabulary),
        submissions.router(parts.intake, token, limit, seconds),
        export.router(parts.search, parts.vocabulary),
        filters.router(parts.search, parts.vocabulary),
        entities.router(parts.facets),
        topics.router(parts.facets, parts.vocabulary),
        stream.router(parts.streams, parts.vocabulary, settings.gateway_stall_s),
        probes.router(parts.health),
    ):
        app.include_router(router)
    handlers.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=ZIPPED_FROM, compresslevel=4)
    app.add_middleware(Edge)
    return app
