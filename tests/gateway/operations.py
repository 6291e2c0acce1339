"""Every operation of the OpenAPI document, the scope that it needs, and callers that have one."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi.routing import APIRoute

from services.gateway.access import keys
from services.gateway.access.keys import Key, Scope
from services.gateway.openapi import Json
from services.gateway.webhooks.subscription import Webhook
from tests.gateway.client import Site
from tests.gateway.fakes import FakeWebhooks

OWN = "an environment key of enough length"
ALL = {"Authorization": f"Bearer {OWN}"}
"""The key of the settings, which has every scope: `Site(gateway_key=OWN)`."""

ID = "0c5d7a10-1f1c-5d2e-9b7a-3f6f6f0a0b0c"
DOCUMENT: Json = Site().app.openapi()
OPERATIONS = [
    (method.upper(), path) for path, operations in DOCUMENT["paths"].items() for method in operations
]
OPEN_TO_ALL = {("GET", path) for path in ("/healthz", "/readyz", "/metrics", "/problems/{name}")}
NEEDS: dict[tuple[str, str], Scope] = {
    ("POST", "/v1/articles"): "push",
    ("GET", "/v1/audit"): "admin",
    ("POST", "/v1/filters/test"): "read",
    **{
        ("GET", f"/v1/{path}"): "read"
        for path in (
            "articles", "articles/{id}", "articles/{id}/versions", "articles/{id}/versions/{event}",
            "articles/{id}/ninjs", "articles/{id}/groups", "export", "entities", "entities/{key}", "topics",
            "topics/{id}", "stories", "stories/{id}", "trends", "trends/{id}", "sources", "stream",
        )
    },
    ("GET", "/v1/webhooks"): "subscribe",
    ("POST", "/v1/webhooks"): "subscribe",
    **{
        (method, f"/v1/webhooks/{{id}}{rest}"): "subscribe"
        for method, rest in (
            ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/rotate"), ("POST", "/test"),
            ("POST", "/redeliver"), ("GET", "/deliveries"),
        )
    },
}  # fmt: skip
"""Every route with the scope that it needs, written down by hand: what the code says is compared with this."""


class Held(FakeWebhooks):
    """One webhook, of `ada`."""

    kept = Webhook(
        id=uuid.UUID(ID), owner="ada", url="https://a.example/", filter=None, whole=False, enabled=True,
        reason=None, failures=0, waiting=0, created_at=datetime(2026, 11, 1, tzinfo=UTC), delivered_at=None,
        old_secret_until=None, replaying=None,
    )  # fmt: skip

    async def shown(self, id_: uuid.UUID | None, owner: str | None) -> Sequence[Webhook]:
        return [self.kept] if owner in (None, "ada") and id_ in (None, self.kept.id) else []


def addressed(path: str) -> str:
    return path.replace("{id}", ID).replace("{event}", ID).replace("{key}", "Q1")


def made(name: str, *scopes: Scope, **more: Any) -> tuple[Key, dict[str, str]]:
    """A key, and the header that bears it."""
    key, word = keys.make(name, scopes, more.get("rate"), more.get("ends"))
    return key, {"Authorization": f"Bearer {word}"}


def bodies() -> Iterator[tuple[str, str, Json]]:
    """Every operation that reads JSON, with its example."""
    for method, path in OPERATIONS:
        operation = DOCUMENT["paths"][path][method.lower()]
        if "requestBody" in operation:
            yield method, path, operation["requestBody"]["content"]["application/json"]["example"]


BODIES = list(bodies())


def pages(site: Site) -> list[str]:
    """The paths of the routes that no machine needs to know of."""
    routers = [getattr(one, "original_router", None) for one in site.app.routes]
    routes = [route for router in routers if router for route in router.routes]
    return [one.path for one in routes if isinstance(one, APIRoute) and one.path not in DOCUMENT["paths"]]
