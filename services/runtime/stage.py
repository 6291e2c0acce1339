"""THE delivery rule, in one place: decode -> work -> deliver or dead-letter -> await the acknowledgement -> return.

`Stage.process` returns only when each record of the batch has its result, or its dead letter, acknowledged. Whoever
calls it (a Faust agent, the gateway's indexer) acknowledges the batch after it returns, and never otherwise. So a
crash at any moment repeats work and loses none; ids that are a function of the content make the repetition harmless.

Nothing that one record causes escapes. Only `Halted` does: the stage stops itself rather than drop or flood.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import msgspec

from schemas.deadletter import Origin, Reason
from schemas.envelope import EnvelopeError, Event, Message, Record, decode
from schemas.submission import Submission
from services.runtime import logs, metrics
from services.runtime.deadletters import DeadLetters
from services.runtime.faults import FaultShare, Halted, Poison, Transient
from services.runtime.health import Health

log = logs.get(__name__)
Events = Sequence[Event[Message]]
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 10.0


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it was read, and where it stood (`offset` is Kafka's)."""

    stream: str
    partition: int
    offset: int
    record: Record


Read = tuple[Incoming, Event[Message]]


class Work(Protocol):
    """Makes of each event the events that follow from it: one sequence for each, in the same order.

    It runs in a thread of its own, one batch at a time. It may raise `Poison` or anything else: then the batch is
    done again one record at a time, and the record at fault becomes a dead letter.
    """

    def __call__(self, events: Events, /) -> Sequence[Events]: ...


class Sink(Protocol):
    """Where results go. `write` returns once they are acknowledged; it raises `Transient` to be called again."""

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None: ...


class Stage:
    """One stage of the pipeline over `work` and `sink`. Batches go through one at a time."""

    def __init__(
        self,
        service: str,
        work: Work,
        sink: Sink,
        dead_letters: DeadLetters,
        health: Health,
        retry_s: float = 300,
        dead_letter_share: float = 0.5,
    ) -> None:
        self._service = service
        self._work = work
        self._sink = sink
        self._dead_letters = dead_letters
        self._health = health
        self._retry_s = retry_s
        self._share = FaultShare(dead_letter_share)
        # Off the event loop, so that heartbeats and probes keep answering; one thread, so that order is kept.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"{service}-work")

    async def process(self, batch: Sequence[Incoming]) -> None:
        """Bring each record of `batch` to its end. `Halted` is the only exception: then acknowledge nothing."""
        read: list[Read] = []
        for incoming in batch:
            try:
                read.append((incoming, decode(incoming.record)))
            except EnvelopeError as error:
                await self._fail(incoming, error.reason, str(error), error)
        if read:
            await self._finish(read)

    async def _finish(self, read: Sequence[Read]) -> None:
        try:
            await self._retrying(lambda: self._attempt(read))
        except Halted:
            raise
        except Exception as error:
            await self._isolate(read, error)
        else:
            self._share.succeeded(len(read))

    async def _attempt(self, read: Sequence[Read]) -> None:
        loop = asyncio.get_running_loop()
        with metrics.STAGE_SECONDS.labels(self._service, "work").time():
            results = await loop.run_in_executor(self._thread, self._work, [event for _, event in read])
        with metrics.STAGE_SECONDS.labels(self._service, "deliver").time():
            await self._sink.write([incoming for incoming, _ in read], results)

    async def _isolate(self, read: Sequence[Read], error: Exception) -> None:
        """Find the record at fault: in company each is tried alone, alone it is dead-lettered."""
        if len(read) > 1:
            for one in read:
                await self._finish([one])
        elif isinstance(error, Poison):
            await self._set_aside(read[0][0], error.reason, error.detail, error, _document(read[0][1]))
        else:
            detail = f"{type(error).__name__}: {error}"
            await self._fail(read[0][0], "failed", detail, error, _document(read[0][1]))

    async def _fail(
        self,
        incoming: Incoming,
        reason: Reason,
        detail: str,
        error: Exception,
        document: str | None = None,
    ) -> None:
        try:
            self._share.failed()
        except Halted as halted:
            raise self._halted(halted) from error
        await self._set_aside(incoming, reason, detail, error, document)

    async def _set_aside(
        self, incoming: Incoming, reason: Reason, detail: str, error: Exception, document: str | None
    ) -> None:
        origin = Origin(
            stream=incoming.stream,
            partition=incoming.partition,
            offset=incoming.offset,
            document=document,
        )
        await self._retrying(lambda: self._dead_letters.write(reason, detail, incoming.record, origin, error))

    async def _retrying(self, attempt: Callable[[], Awaitable[None]]) -> None:
        """Repeat `attempt` while it is `Transient`, with growing pauses; `Halted` after `retry_s` seconds of that."""
        loop = asyncio.get_running_loop()
        until, pause, missing = loop.time() + self._retry_s, FIRST_PAUSE_S, set[str]()
        while True:
            try:
                await attempt()
                break
            except Transient as error:
                missing.add(error.dependency)
                self._health.down(error.dependency, error.detail)
                metrics.RETRIES.labels(self._service, error.dependency).inc()
                if loop.time() + pause > until:
                    raise self._halted(Halted("retries", f"{error} for {self._retry_s:g} s")) from error
            # Jitter: replicas that lost the same broker must not come back in step.
            await asyncio.sleep(random.uniform(pause / 2, pause))  # noqa: S311  # no secret is made of it
            pause = min(pause * 2, LONGEST_PAUSE_S)
        for dependency in missing:
            self._health.up(dependency)

    def _halted(self, halted: Halted) -> Halted:
        metrics.HALTED.labels(self._service, halted.reason).set(1)
        log.error("halted", reason=halted.reason, detail=str(halted))
        return halted


def _document(event: Event[Message]) -> str | None:
    """Where a submission comes from, as far as it tells: the place where it was found, else its address or name."""
    if not isinstance(event.data, Submission):
        return None
    return event.data.document or event.data.url or event.data.guid
