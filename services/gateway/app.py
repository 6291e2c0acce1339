"""The web app, whole, from what it is handed: a test builds it in memory."""

from typing import Any, Protocol, TypedDict

import msgspec
from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware

from schemas.mediatopics import Vocabulary
from services.gateway import handlers, openapi
from services.gateway.access.door import Door
from services.gateway.access.keyring import Keyring
from services.gateway.access.keys import SCOPES, Key, Scope, digest, scopes
from services.gateway.edge import Edge
from services.gateway.packing import Packing
from services.gateway.pages import site
from services.gateway.pages.articles import Versions
from services.gateway.pages.operations import Reports
from services.gateway.pages.places import Positions
from services.gateway.pages.river import Recent
from services.gateway.pages.search import Counts as Breakdowns
from services.gateway.routes import (
    articles,
    audit,
    entities,
    export,
    filters,
    probes,
    sources,
    stories,
    stream,
    submissions,
    topics,
    trends,
    webhooks,
)
from services.gateway.routes.articles import Articles, Pages
from services.gateway.routes.audit import Acts
from services.gateway.routes.entities import Entities
from services.gateway.routes.filters import Trials
from services.gateway.routes.sources import Sources
from services.gateway.routes.stories import Stories
from services.gateway.routes.stream import Streams
from services.gateway.routes.submissions import Intake
from services.gateway.routes.topics import Topics
from services.gateway.routes.trends import Trends
from services.gateway.routes.webhooks import Tests, Webhooks
from services.gateway.settings import GatewaySettings, listed
from services.runtime.health import Health
from services.runtime.outgoing.addresses import allowed
from services.runtime.program import version

DESCRIPTION = "News articles in, tagged events that can be checked out. Errors are RFC 9457 problems."

OWN = "environment"


class CorsOptions(TypedDict):
    """What `CORSMiddleware` takes beside the origins."""

    allow_methods: list[str]
    allow_headers: list[str]
    expose_headers: list[str]
    max_age: int


CORS: CorsOptions = {
    "allow_methods": ["GET", "POST", "PATCH", "DELETE"],
    "allow_headers": ["Authorization", "Content-Type", "If-None-Match", "Last-Event-ID"],
    "expose_headers": ["ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"],
    "max_age": 600,
}
"""Without credentials: a page of another origin sends a key, or may do what needs none."""


class Found(Pages, Trials, Protocol):
    """All that searches."""


class Counts(Entities, Topics, Protocol):
    """All that counts."""


class Groups(Stories, Trends, Sources, Protocol):
    """All that other stages say of many articles."""


class Following(Streams, Recent, Protocol):
    """All that knows the live stream."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What the app stands on."""

    articles: Articles
    search: Found
    facets: Counts
    groups: Groups
    streams: Following
    breakdowns: Breakdowns
    versions: Versions
    positions: Positions
    pulse: Reports
    webhooks: Webhooks
    tests: Tests
    acts: Acts
    intake: Intake
    health: Health
    vocabulary: Vocabulary
    keyring: Keyring


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
    door = Door(parts.keyring, scopes(settings.gateway_open), settings.gateway_rate)
    for scope, routers in behind(parts, settings).items():
        for router in routers:
            app.include_router(router, dependencies=[Depends(door.needs(scope))])
    desk = webhooks.Desk(
        parts.webhooks, parts.tests, parts.vocabulary, allowed(settings.gateway_webhook_allow)
    )
    app.include_router(webhooks.router(desk, door))
    app.include_router(probes.router(parts.health))
    errors = site.install(app, parts, Depends(door.needs("read")))
    handlers.install(app, errors)
    app.add_middleware(Packing)
    app.add_middleware(Edge, failed=errors)
    if origins := listed(settings.gateway_cors):
        app.add_middleware(CORSMiddleware, allow_origins=origins, **CORS)
    return app


def behind(parts: Parts, settings: GatewaySettings) -> dict[Scope, tuple[APIRouter, ...]]:
    """The routes by the scope that they need. Only the probes, and what problems mean, are open to all."""
    vocabulary = parts.vocabulary
    return {
        "read": (
            articles.router(parts.articles, parts.search, vocabulary),
            export.router(parts.search, vocabulary),
            filters.router(parts.search, vocabulary),
            entities.router(parts.facets),
            topics.router(parts.facets, vocabulary),
            stories.router(parts.groups),
            trends.router(parts.groups),
            sources.router(parts.groups),
            stream.router(parts.streams, vocabulary, settings.gateway_stall_s),
        ),
        "admin": (audit.router(parts.acts),),
        "push": (submissions.router(parts.intake, settings.gateway_body_limit, settings.gateway_body_s),),
    }


def own_key(settings: GatewaySettings) -> tuple[Key, ...]:
    """The key of the settings, if there is one."""
    word = settings.gateway_key.get_secret_value()
    key = Key(id=OWN, name=OWN, digest=digest(word), scopes=frozenset(SCOPES))
    return (key,) if word else ()
