"""Examples of webhooks for the OpenAPI document."""

from typing import Any
from uuid import UUID

import msgspec

from services.gateway.examples import NOW
from services.gateway.webhooks.sender import Outcome
from services.gateway.webhooks.subscription import Attempt, Made, Webhook

FILTER = "topic:medtop:04000000 AND lang:en"
ENDPOINT = "https://desk.example/hooks/dateline"


def asked() -> dict[str, object]:
    """A body of `POST /v1/webhooks`."""
    return {"url": ENDPOINT, "filter": FILTER}


def webhook() -> Any:
    """What `asked` makes."""
    return _json(
        Webhook(
            id=UUID("0b6a4b0e-9d77-4a37-9a3c-1f1c1a526f41"), owner="harbour-desk", url=ENDPOINT, filter=FILTER,
            whole=False, enabled=True, reason=None, failures=0, waiting=0, created_at=NOW, delivered_at=None,
            old_secret_until=None, replaying=None,
        )
    )  # fmt: skip


def made() -> Any:
    """The answer to `asked`. The secret is no secret: it says so."""
    shown = msgspec.convert(webhook(), Webhook)
    return _json(Made(webhook=shown, secret="whsec_VGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBzZWNyZXQ="))  # noqa: S106


def listed() -> Any:
    """All there are."""
    return {"items": [webhook()]}


def outcome() -> Any:
    """What came of a test event."""
    return _json(Outcome(kind="delivered", seconds=0.08, status=204))


def attempts() -> Any:
    """A log of one attempt."""
    event = UUID("8471012d-47db-57f5-a302-6f83d60d0ff8")
    one = Attempt(event=event, at=NOW, outcome="status", status=503, seconds=0.2, detail="")
    return {"items": [_json(one)]}


def _json(message: msgspec.Struct) -> Any:
    return msgspec.json.decode(msgspec.json.encode(message))
