"""The web app, whole, from what it is handed: a test builds it in memory."""

from typing import Any, TypedDict

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware

from services.gateway import handlers, openapi
from services.gateway.access.door import Door
from services.gateway.access.keys import SCOPES, Key, Scope, digest, scopes
from services.gateway.edge import Edge
from services.gateway.packing import Packing
from services.gateway.pages import site
from services.gateway.parts import Parts
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
from services.gateway.settings import GatewaySettings, listed
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
