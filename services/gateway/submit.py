"""Submissions on their way to the stream: accepted once the broker has acknowledged them, and not before."""

import asyncio
from collections.abc import Sequence

import msgspec

from schemas.catalogue import SUBMISSIONS
from schemas.envelope import Event, encode, payload
from schemas.identity import event_id, text_digest
from schemas.submission import Submission
from services.gateway.submission import identify
from services.runtime import lineage
from services.runtime.deadletters import Sender
from services.runtime.faults import Transient

SOURCE = "dateline/gateway"


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """The article's id, and the id of the submission's event."""

    id: str
    event_id: str
    url: str | None


class Submissions:
    """Writes submissions to their stream: at most `most` at a time, each for at most `wait_s` seconds."""

    def __init__(self, sender: Sender, wait_s: float, most: int) -> None:
        self._sender = sender
        self._wait_s = wait_s
        self._free = asyncio.Semaphore(most)

    async def accept(self, submitted: Sequence[Submission]) -> list[Accepted]:
        """Return once all of `submitted` are acknowledged; `Transient` if one isn't, or if too many wait already.

        They may still arrive after that: to submit them again is safe, because their ids are the same.
        """
        if self._free.locked():
            raise Transient("queue of submissions", "full")
        now = lineage.now()
        events = [envelope(one, now) for one in submitted]
        async with self._free:
            try:
                async with asyncio.timeout(self._wait_s):
                    await self._sender.send(SUBMISSIONS, [encode(event) for event in events])
            except TimeoutError:
                raise Transient("broker", f"no acknowledgement within {self._wait_s:g} s") from None
        return [Accepted(id=event.partitionkey, event_id=event.id, url=event.data.url) for event in events]


def envelope(submitted: Submission, now: str) -> Event[Submission]:
    """The event that `submitted` was accepted at `now` (RFC 3339)."""
    article, digest = identify(submitted), text_digest(payload(submitted).decode())
    return Event(
        id=event_id("submission", article, 0, digest, submitted.source),
        source=SOURCE,
        time=now,
        receivedtime=now,
        partitionkey=article,
        data=submitted,
    )
