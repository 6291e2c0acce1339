"""Intake as a stage: submissions in, article versions out, with a memory of each article's last version.

The order is what makes a crash harmless: publish and await the acknowledgement, then remember and await that one, and
only then is the submission acknowledged. A crash between any two repeats work, with the same ids.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol, get_args

import msgspec

from schemas.article import Article, Retraction
from schemas.catalogue import ARTICLES
from schemas.envelope import TYPE_OF, Event, Message, decode, encode
from schemas.submission import Submission
from services.ingest import order, provenance
from services.ingest.confined import Caller, Exhausted
from services.ingest.intake import VERSION, Known, draft, is_late, is_repeat, remember, settle
from services.ingest.validity import InvalidSubmission
from services.runtime import logs, metrics
from services.runtime.deadletters import Sender
from services.runtime.faults import Poison, Transient
from services.runtime.lineage import follow
from services.runtime.stage import Events, Incoming

log = logs.get(__name__)
SERVICE = "ingest"


class Memory(Protocol):
    """What is known of each article, by its id."""

    def get(self, key: str) -> Known | None: ...

    async def put(self, partition: int, entries: Mapping[str, Known]) -> None:
        """Return once `entries` would survive a crash."""


class Drafts:
    """The work of the stage: each submission's article, not yet settled in its chain. `Poison` for a bad one.

    Documents are read in `confined`: one that hangs or swells there is a bad one. `unsaid` is as of `intake.draft`.
    """

    def __init__(self, confined: Caller, unsaid: str | None = None) -> None:
        for became in get_args(provenance.Ahead):
            # A series that is there at 0, so that the first increase is seen.
            metrics.DATES_AHEAD.labels(became)
        self._confined = confined
        self._unsaid = unsaid

    def __call__(self, events: Events, /) -> Sequence[Events]:
        """One draft for each of `events`."""
        return [[_draft(event, self._confined, self._unsaid)] for event in events]


def _draft(event: Event[Message], confined: Caller, unsaid: str | None) -> Event[Message]:
    if not isinstance(event.data, Submission):
        raise Poison("unsupported", f"ce_type: {TYPE_OF[type(event.data)]} does not belong on this stream")
    accepted = event.receivedtime or event.time
    try:
        drafted = confined.call(draft, event.data, accepted, unsaid)
    except InvalidSubmission as error:
        raise Poison(error.reason, str(error)) from error
    except Exhausted as error:
        raise Poison("exhausted", f"content: {error}") from error
    if drafted.id != event.partitionkey:
        # On another partition, its earlier versions are out of sight.
        raise Poison(
            "invalid", f"ce_partitionkey: {event.partitionkey[:64]!r} is not the article's id {drafted.id}"
        )
    _tell_ahead(event.data, drafted, accepted)
    return msgspec.structs.replace(follow(event, drafted, SERVICE, VERSION), receivedtime=accepted)


def _tell_ahead(submission: Submission, drafted: Article | Retraction, accepted: str) -> None:
    """Count and log a date of publication that is yet to come, and what became of it."""
    if not isinstance(drafted, Article):
        return
    became = provenance.ahead(submission, drafted.published, accepted)
    if became is not None:
        metrics.DATES_AHEAD.labels(became).inc()
        log.info(
            "date ahead", source=drafted.source, article=drafted.id, told=submission.published, outcome=became
        )


class VersionSink:
    """The sink of the stage: gives each draft its place in its chain, publishes, remembers."""

    def __init__(self, sender: Sender, memory: Memory) -> None:
        self._sender = sender
        self._memory = memory

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Return once every version is acknowledged and remembered."""
        settled, known, outcomes = self._settle(batch, results)
        await self._sender.send(ARTICLES, [encode(event) for event in settled])
        for partition, entries in known.items():
            await self._put(partition, entries)
        for outcome in outcomes:
            metrics.INTAKE.labels(outcome).inc()

    async def _put(self, partition: int, entries: Mapping[str, Known]) -> None:
        try:
            await self._memory.put(partition, entries)
        except Exception as error:
            # Whatever the client raised, it is the broker that is away: the entries themselves can't be at fault.
            raise Transient("broker", repr(error)) from error

    def _settle(
        self, batch: Sequence[Incoming], results: Sequence[Events]
    ) -> tuple[list[Event[Message]], Mapping[int, dict[str, Known]], list[str]]:
        settled: list[Event[Message]] = []
        known: defaultdict[int, dict[str, Known]] = defaultdict(dict)
        outcomes = []
        for incoming, (event,) in zip(batch, results, strict=True):
            before = known[incoming.partition].get(event.partitionkey) or self._memory.get(event.partitionkey)
            said = _told(incoming, event)
            outcome, after = _next(event, before, incoming.offset, said)
            outcomes.append(outcome)
            if after is not None:
                settled.append(after)
                known[incoming.partition][event.partitionkey] = _known(after, incoming.offset, before, said)
        return settled, known, outcomes


def _told(incoming: Incoming, event: Event[Message]) -> order.Told:
    """What the submission behind the draft `event` tells of its place among the versions."""
    submission = decode(incoming.record).data
    assert isinstance(submission, Submission)
    return order.told(submission, event.receivedtime)


def _next(
    event: Event[Message], known: Known | None, offset: int, said: order.Told
) -> tuple[str, Event[Message] | None]:
    """The event of the version after `known`, if there is one, and what to count."""
    if is_repeat(known, offset, event.receivedtime):
        return "repeated", None
    assert isinstance(event.data, Article | Retraction)
    version = settle(event.data, known)
    if version is None:
        return "unchanged", None
    if is_late(event.data, known, said):
        log.info("older version dropped", source=event.data.source, article=event.data.id)
        return "late", None
    return "retracted" if isinstance(version, Retraction) else "versioned", follow(
        event, version, SERVICE, VERSION
    )


def _known(event: Event[Message], offset: int, before: Known | None, said: order.Told) -> Known:
    assert isinstance(event.data, Article | Retraction)
    return remember(event.data, offset, event.receivedtime, before, said)
