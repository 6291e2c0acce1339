"""How everything is doing: stages, sources, dead letters. What can't be asked is said to be so, and the rest shown."""

import contextlib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from schemas.source import Source
from services.gateway.groups.store import SourceLine
from services.gateway.pages.render import Renderer
from services.gateway.pulse import Report
from services.gateway.routes.sources import Sources
from services.gateway.webhooks.subscription import Webhook
from services.runtime.faults import Transient
from services.runtime.health import Health

DAYS = 7


class Reports(Protocol):
    """Knows what each stage has still to do."""

    async def report(self) -> Report: ...


class Subscribed(Protocol):
    """Knows the webhooks."""

    async def shown(self, id_: uuid.UUID | None, owner: str | None) -> Sequence[Webhook]: ...


class Hooks(msgspec.Struct, frozen=True, kw_only=True):
    """All webhooks together: whose they are and where they lead is for their owners.

    Those at rest are off; deliveries of the `failing` do not arrive. `age_s` is that of the last one that did.
    """

    all: int
    resting: int
    failing: int
    waiting: int
    age_s: float | None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A source; `age_s` is that of its newest article; `state` is empty where all is well."""

    name: str
    articles: int
    age_s: float | None
    polled: tuple[Source, ...]
    state: str


def router(
    reports: Reports, sources: Sources, webhooks: Subscribed, health: Health, renderer: Renderer
) -> APIRouter:
    """The route over what the broker and the store tell."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/operations")
    async def operations() -> Response:
        report: Report | None = None
        listed: list[Feed] | None = None
        subscribed: Hooks | None = None
        with contextlib.suppress(Transient):
            report = await reports.report()
        with contextlib.suppress(Transient):
            now = datetime.now(UTC)
            listed = [feed(one, now) for one in await sources.sources(DAYS)]
            subscribed = hooks(await webhooks.shown(None, None), now)
        return renderer.page(
            "operations.html",
            current="/operations",
            report=report,
            sources=listed,
            webhooks=subscribed,
            ready=health.ready,
            conditions=health.report(),
        )

    return routes


def feed(line: SourceLine, now: datetime) -> Feed:
    """A source as the page shows it at `now`."""
    polled = tuple(msgspec.json.decode(one, type=Source) for one in line.polled)
    return Feed(
        name=line.name,
        articles=line.articles,
        age_s=(now - line.newest).total_seconds() if line.newest else None,
        polled=polled,
        state=next((_state(one) for one in polled if _state(one)), ""),
    )


def hooks(found: Sequence[Webhook], now: datetime) -> Hooks:
    """The webhooks as the page shows them at `now`."""
    arrived = [one.delivered_at for one in found if one.delivered_at]
    return Hooks(
        all=len(found),
        resting=sum(not one.enabled for one in found),
        failing=sum(one.enabled and one.failures > 0 for one in found),
        waiting=sum(one.waiting for one in found),
        age_s=(now - max(arrived)).total_seconds() if arrived else None,
    )


def _state(source: Source) -> str:
    if source.fault:
        if source.fault.kind == "held":
            return f"waits: {source.fault.detail}"
        return f"failing ({source.failures}×): {source.fault.kind}, {source.fault.detail}"
    return "quiet for longer than usual" if source.quiet else ""
