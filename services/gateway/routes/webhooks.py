"""Webhooks: made, changed, tried and looked at by who owns them; an administrator sees everybody's."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import Response

from schemas.mediatopics import Vocabulary
from services.gateway import body, faults, problems
from services.gateway.access.door import Caller, Door
from services.gateway.answer import JSON
from services.gateway.openapi import answers, reads
from services.gateway.problems import Fault, Problem
from services.gateway.routes.parameters import Id, Strict, identifier, moment
from services.gateway.wanted import read
from services.gateway.webhooks import examples
from services.gateway.webhooks.sender import Outcome
from services.gateway.webhooks.store import MOST, Full
from services.gateway.webhooks.subscription import (
    Attempt,
    Made,
    NewWebhook,
    Redelivery,
    Rotation,
    Webhook,
    WebhookChange,
)
from services.runtime.outgoing.addresses import Allowed
from services.runtime.outgoing.guard import FetchError
from services.runtime.outgoing.urls import checked

PATH = "/v1/webhooks"
LIMIT, SECONDS = 32 * 1024, 10.0
B = TypeVar("B", bound=BaseModel)
TAKEN = (
    problems.BAD_JSON,
    problems.SLOW_BODY,
    problems.TOO_LARGE,
    problems.UNSUPPORTED_MEDIA_TYPE,
    problems.INVALID_WEBHOOK,
    problems.UNAVAILABLE,
)


class Webhooks(Protocol):
    """Where webhooks are kept."""

    async def shown(self, id_: UUID | None, owner: str | None) -> Sequence[Webhook]: ...

    async def add(self, asked: NewWebhook, owner: str, actor: str) -> tuple[UUID, str]: ...

    async def change(self, id_: UUID, asked: WebhookChange, actor: str) -> None: ...

    async def rotate(self, id_: UUID, overlap_s: float, actor: str) -> str: ...

    async def remove(self, id_: UUID, actor: str) -> None: ...

    async def redeliver(self, id_: UUID, since: datetime, actor: str) -> None: ...

    async def attempts(self, id_: UUID, limit: int) -> Sequence[Attempt]: ...


class Tests(Protocol):
    """What sends test events."""

    async def test(self, webhook: UUID) -> Outcome | None: ...


class LogQuery(Strict):
    """The parameters of the delivery log."""

    limit: int = Field(100, ge=1, le=1000, description="Attempts, at most.")


class Desk:
    """What the routes do, for the caller that stands before them."""

    def __init__(self, webhooks: Webhooks, tests: Tests, vocabulary: Vocabulary, allowed: Allowed) -> None:
        self.webhooks = webhooks
        self.tests = tests
        self._vocabulary = vocabulary
        self._allowed = allowed

    async def one(self, given: str, caller: Caller) -> Webhook:
        """The webhook `given`, if it is the caller's; `Problem` otherwise, as where there is none."""
        owner = None if caller.may("admin") else caller.name
        found = await self.webhooks.shown(identifier("a webhook", given), owner)
        if not found:
            raise Problem(problems.UNKNOWN_WEBHOOK, f"{given}: you have no such webhook")
        return found[0]

    def check(self, url: str | None, text: str | None) -> None:
        """`Problem` for an address that is no good, or a filter that can't be read."""
        if text:
            read(text, self._vocabulary)
        if url is None:
            return
        try:
            parsed = checked(url)
        except FetchError as error:
            raise _invalid("url", str(error)) from None
        if parsed.scheme != "https" and not self._allowed.names(parsed.host, parsed.port or 80):
            raise _invalid("url", "it has to begin with https://")
        port = parsed.port or (443 if parsed.scheme == "https" else 80)
        if _is_inside(parsed.host.rstrip("."), port, self._allowed):
            detail = f"{parsed.host} is not on the public network, and DATELINE_GATEWAY_WEBHOOK_ALLOW does not name it"
            raise _invalid("url", detail)


def _is_inside(host: str, port: int, permitted: Allowed) -> bool:
    """Whether `host` says by itself that it may not be reached. Another name is looked up with each delivery."""
    if host == "localhost" or host.endswith(".localhost"):
        return not permitted.names(host, port)
    try:
        return not permitted.permits(host, port, ip_address(host))
    except ValueError:
        return False


async def asked(request: Request, kind: type[B]) -> B:
    """The body of `request`; `Problem` names each field that is wrong."""
    try:
        return kind.model_validate(body.parse(await body.read(request, LIMIT, SECONDS)))
    except ValidationError as error:
        wrong = faults.told(error.errors(), faults.fields(kind))
        detail = f"{wrong[0].field}: {wrong[0].detail}"
        raise Problem(problems.INVALID_WEBHOOK, detail, wrong) from None


def router(desk: Desk, door: Door) -> APIRouter:  # noqa: C901  # a list of routes
    """The routes of `desk`, behind `door`."""
    routes = APIRouter(tags=["webhooks"])
    Subscriber = Annotated[Caller, Depends(door.needs("subscribe"))]  # noqa: N806  # a type

    @routes.post(
        PATH,
        status_code=201,
        summary="Make a webhook",
        response_class=Response,
        openapi_extra=reads("NewWebhook", examples.asked()),
        responses=answers(
            {201: ("It is there; its secret is shown this once.", JSON, "Made", examples.made())},
            problems.BAD_FILTER,
            problems.TOO_MANY_WEBHOOKS,
            *TAKEN,
        ),
    )
    async def make(request: Request, caller: Subscriber) -> Response:
        wanted = await asked(request, NewWebhook)
        desk.check(wanted.url, wanted.filter)
        try:
            id_, secret = await desk.webhooks.add(wanted, caller.name, _actor(caller))
        except Full:
            raise Problem(problems.TOO_MANY_WEBHOOKS, f"{caller.name} has {MOST} already") from None
        made = Made(webhook=await desk.one(str(id_), caller), secret=secret)
        return Response(msgspec.json.encode(made), 201, {"Location": f"{PATH}/{id_}"}, JSON)

    @routes.get(
        PATH,
        summary="Your webhooks",
        response_class=Response,
        responses=answers(
            {200: ("Oldest first.", JSON, "WebhookList", examples.listed())}, problems.UNAVAILABLE
        ),
    )
    async def mine(caller: Subscriber) -> Response:
        owner = None if caller.may("admin") else caller.name
        return _json({"items": await desk.webhooks.shown(None, owner)})

    @routes.get(
        f"{PATH}/{{id}}",
        summary="One webhook, and how it is doing",
        response_class=Response,
        responses=answers({200: ("It.", JSON, "Webhook", examples.webhook())}, *ONE),
    )
    async def one(id_: Id, caller: Subscriber) -> Response:
        return _json(await desk.one(id_, caller))

    @routes.patch(
        f"{PATH}/{{id}}",
        summary="Change a webhook",
        response_class=Response,
        openapi_extra=reads("WebhookChange", {"enabled": True}),
        responses=answers(
            {200: ("As it is now.", JSON, "Webhook", examples.webhook())}, problems.BAD_FILTER, *ONE, *TAKEN
        ),
    )
    async def change(id_: Id, request: Request, caller: Subscriber) -> Response:
        held = await desk.one(id_, caller)
        wanted = await asked(request, WebhookChange)
        desk.check(wanted.url, wanted.filter)
        await desk.webhooks.change(held.id, wanted, _actor(caller))
        return _json(await desk.one(id_, caller))

    @routes.delete(
        f"{PATH}/{{id}}",
        status_code=204,
        summary="Remove a webhook, with what waits for it",
        response_class=Response,
        responses=answers({}, *ONE),
    )
    async def remove(id_: Id, caller: Subscriber) -> Response:
        await desk.webhooks.remove((await desk.one(id_, caller)).id, _actor(caller))
        return Response(status_code=204)

    @routes.post(
        f"{PATH}/{{id}}/rotate",
        summary="Give a webhook a new secret; the old one signs beside it for a while",
        response_class=Response,
        openapi_extra=reads("Rotation", {"overlap_h": 24}, required=False),
        responses=answers(
            {200: ("The new secret is shown this once.", JSON, "Made", examples.made())}, *ONE, *TAKEN
        ),
    )
    async def rotate(id_: Id, request: Request, caller: Subscriber) -> Response:
        held = await desk.one(id_, caller)
        wanted = await asked(request, Rotation) if body.announced(request) else Rotation(overlap_h=24)
        secret = await desk.webhooks.rotate(held.id, wanted.overlap_h * 3600, _actor(caller))
        return _json(Made(webhook=await desk.one(id_, caller), secret=secret))

    @routes.post(
        f"{PATH}/{{id}}/test",
        summary="Send a test event now, and tell what came of it",
        response_class=Response,
        responses=answers({200: ("What came of it.", JSON, "Outcome", examples.outcome())}, *ONE),
    )
    async def test(id_: Id, caller: Subscriber) -> Response:
        return _json(await desk.tests.test((await desk.one(id_, caller)).id))

    @routes.post(
        f"{PATH}/{{id}}/redeliver",
        status_code=202,
        summary="Deliver again what was tagged from a time on",
        response_class=Response,
        openapi_extra=reads("Redelivery", {"from": "2026-11-24T09:30:00Z"}),
        responses=answers({202: ("It begins.", JSON, "Webhook", examples.webhook())}, *ONE, *TAKEN),
    )
    async def redeliver(id_: Id, request: Request, caller: Subscriber) -> Response:
        held = await desk.one(id_, caller)
        since = moment((await asked(request, Redelivery)).from_)
        await desk.webhooks.redeliver(held.id, since, _actor(caller))
        return Response(msgspec.json.encode(await desk.one(id_, caller)), 202, media_type=JSON)

    @routes.get(
        f"{PATH}/{{id}}/deliveries",
        summary="The delivery log: every attempt of the last two weeks, newest first",
        response_class=Response,
        responses=answers(
            {200: ("Newest first.", JSON, "AttemptList", examples.attempts())}, problems.BAD_PARAMETER, *ONE
        ),
    )
    async def log(id_: Id, query: Annotated[LogQuery, Query()], caller: Subscriber) -> Response:
        held = await desk.one(id_, caller)
        return _json({"items": await desk.webhooks.attempts(held.id, query.limit)})

    return routes


ONE = (problems.BAD_ID, problems.UNKNOWN_WEBHOOK, problems.UNAVAILABLE)


def _json(answer: object) -> Response:
    return Response(msgspec.json.encode(answer), media_type=JSON)


def _actor(caller: Caller) -> str:
    return caller.name if caller.key is None else f"{caller.name} ({caller.key})"


def _invalid(field: str, detail: str) -> Problem:
    return Problem(problems.INVALID_WEBHOOK, f"{field}: {detail}", [Fault(field, detail)])
