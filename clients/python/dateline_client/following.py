"""How the live stream is followed: where to begin, what came, and how long to wait when it breaks."""

from typing import Any

import httpx
import msgspec

from dateline_client.events import Event, Lost, decode
from dateline_client.problems import Problem
from dateline_client.sse import Message

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
SILENCE_S = 60.0
"""Seconds without even a heartbeat after which a stream is taken for dead."""
FOR_NOW = (429, 502, 503, 504)
"""Answers of a gateway that is away or full."""


class Following:
    """One stream, over as many connections as it takes."""

    def __init__(self, wanted: str | None, after: str | None, since: str) -> None:
        self._query = {"filter": wanted} if wanted else {}
        self._since = since
        self._place = after
        self._failures = 0

    @property
    def sent(self) -> dict[str, Any]:
        """The arguments of httpx's `stream` for the next connection."""
        begin: dict[str, Any] = (
            {"params": self._query, "headers": {"Last-Event-ID": self._place}}
            if self._place
            else {"params": {**self._query, "from": self._since}}
        )
        timeout = httpx.Timeout(30.0, read=SILENCE_S)
        return {"method": "GET", "url": "/v1/stream", "timeout": timeout, **begin}

    def take(self, message: Message) -> Event | Lost | None:
        """What `message` tells; None where it is a mere sign of life."""
        self._place, self._failures = message.id or self._place, 0
        if message.event == "lost":
            said = msgspec.json.decode(message.data, type=dict[str, int])
            return Lost(said["partition"], said["from"], said["to"])
        return decode(message.data, message.id) if message.data else None

    def ended(self) -> float:
        """The gateway has closed the stream: the seconds to wait before it is asked again."""
        # No higher: a gateway that is away for a night must not end in a number that is too large.
        return min(FIRST_PAUSE_S * 2.0 ** min(self._failures, 10), LONGEST_PAUSE_S)

    def broke(self, error: httpx.TransportError | Problem) -> float:
        """Likewise after `error`, which is raised where the gateway refuses for good."""
        asked_for = 0.0
        if isinstance(error, Problem):
            if error.status not in FOR_NOW:
                raise error
            asked_for = error.retry_after_s or 0.0
        self._failures += 1
        return max(asked_for, self.ended())
