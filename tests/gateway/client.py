"""The whole web app over fakes, and requests to it without a port."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

from services.gateway.access.keyring import Keyring
from services.gateway.app import Gateway, build, own_key
from services.gateway.parts import Parts
from services.gateway.settings import GatewaySettings
from services.runtime.health import Health
from tests.gateway.events import VOCABULARY
from tests.gateway.fakes import (
    FakeArticles,
    FakeBreakdowns,
    FakeFacets,
    FakeGroups,
    FakeIntake,
    FakePositions,
    FakePulse,
    FakeStreams,
    FakeWebhooks,
)

ORIGIN = "http://gateway.test"
OPEN = "read,push,subscribe"


class Site:
    """The app with what it stands on: change `articles`, `facets`, `intake` and `health`, then ask."""

    def __init__(
        self, articles: FakeArticles | None = None, webhooks: FakeWebhooks | None = None, **settings: Any
    ) -> None:
        self.articles = articles or FakeArticles()
        self.facets = FakeFacets()
        self.groups = FakeGroups()
        self.streams = FakeStreams()
        self.breakdowns = FakeBreakdowns(self.articles)
        self.pulse = FakePulse()
        self.intake = FakeIntake()
        self.health = Health("gateway", "database", "broker")
        configured = GatewaySettings(**({"gateway_open": OPEN} | settings))
        self.keyring = Keyring(own_key(configured))
        parts = Parts(
            articles=self.articles,
            search=self.articles,
            facets=self.facets,
            groups=self.groups,
            webhooks=webhooks or FakeWebhooks(),
            tests=FakeWebhooks(),
            acts=FakeWebhooks(),
            streams=self.streams,
            breakdowns=self.breakdowns,
            versions=self.articles,
            positions=FakePositions(),
            pulse=self.pulse,
            intake=self.intake,
            health=self.health,
            vocabulary=VOCABULARY,
            keyring=self.keyring,
        )
        self.app: Gateway = build(parts, configured)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", path, headers=headers)

    def post(self, fields: object) -> httpx.Response:
        """Push `fields` as JSON."""
        return self.ask("POST", "/v1/articles", json=fields)

    def push(self, body: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
        """Push raw bytes; `content_type="…"` sets that header, empty leaves it out."""
        named = {"Content-Type": "application/json"}
        named |= {name.replace("_", "-").title(): value for name, value in headers.items()}
        return self.ask(
            "POST",
            "/v1/articles",
            content=body,
            headers={name: value for name, value in named.items() if value},
        )

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
                return await client.request(method, path, **request)

        return asyncio.run(once())


def kind_of(answer: httpx.Response) -> str:
    """The name of the problem in `answer`, after checking that it is one."""
    body = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["detail"]
    return str(body["type"]).removeprefix("/problems/")
