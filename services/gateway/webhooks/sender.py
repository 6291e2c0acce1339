"""One request to an endpoint, and what came of it."""

import time
import uuid
from collections.abc import Sequence
from typing import Literal

import httpcore
import msgspec

from services.gateway.webhooks import signing
from services.gateway.webhooks.message import MEDIA_TYPE
from services.runtime import metrics
from services.runtime.outgoing.client import Client, headers_of, retry_after
from services.runtime.outgoing.guard import FetchError
from services.runtime.outgoing.urls import checked

MOST_READ = 4096
"""Bytes of an answer that are read, so that the connection may be used again; what it says does not matter."""

OutcomeKind = Literal["delivered", "status", "redirect", "gone", "unreachable", "refused"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an attempt: `status` is the HTTP status, if one came; `retry_after_s` what was asked for."""

    kind: OutcomeKind
    seconds: float
    status: int | None = None
    detail: str = ""
    retry_after_s: float | None = None


class Sender:
    """Posts signed messages over `client`, which knows which addresses may be reached."""

    def __init__(self, client: Client, user_agent: str) -> None:
        self._client = client
        self._user_agent = user_agent

    async def send(self, url: str, id_: uuid.UUID, body: bytes, secrets: Sequence[str]) -> Outcome:
        """Post `body` to `url`. Whatever goes wrong is an outcome, and no redirect is followed."""
        begun, now = time.perf_counter(), int(time.time())
        headers = {
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "User-Agent": self._user_agent,
            **signing.headers(str(id_), now, body, secrets),
        }
        try:
            at = checked(url)
            async with (
                self._client.within(at.host),
                self._client.answer("POST", at, headers, body) as response,
            ):
                await _drain(response)
                outcome = _judged(response, time.perf_counter() - begun)
        except FetchError as error:
            kind: OutcomeKind = "refused" if error.kind == "refused_address" else "unreachable"
            outcome = Outcome(kind=kind, seconds=time.perf_counter() - begun, detail=str(error)[:300])
        metrics.WEBHOOK_ATTEMPTS.labels(outcome.kind).inc()
        metrics.WEBHOOK_SECONDS.observe(outcome.seconds)
        return outcome


def _judged(response: httpcore.Response, seconds: float) -> Outcome:
    status = response.status
    kind: OutcomeKind = (
        "delivered"
        if 200 <= status < 300
        else "gone"
        if status == 410
        else "redirect"
        if 300 <= status < 400
        else "status"
    )
    wait = retry_after(headers_of(response).get("retry-after"))
    return Outcome(kind=kind, seconds=seconds, status=status, retry_after_s=wait)


async def _drain(response: httpcore.Response) -> None:
    size = 0
    async for part in response.aiter_stream():
        size += len(part)
        if size > MOST_READ:
            return
