"""What a stage sets aside: the dead letter of a record, on the stage's dead letter stream."""

import hashlib
import traceback
from typing import Protocol, get_args

import msgspec

from schemas.catalogue import dead_letters
from schemas.deadletter import DeadLetter, Header, Origin, Reason
from schemas.envelope import Event, Record, encode
from schemas.identity import event_id
from services.runtime import logs, metrics
from services.runtime.faults import Poison
from services.runtime.lineage import now

log = logs.get(__name__)
LONGEST_DETAIL = 500
PREFIX = 1024 * 1024
"""Bytes that are kept of what is larger than a dead letter can be."""


class Sender(Protocol):
    """Writes records to a stream and returns once they are acknowledged."""

    async def send(self, stream: str, records: list[Record]) -> None: ...


class DeadLetters:
    """Writes the dead letters of `service`."""

    def __init__(self, sender: Sender, service: str) -> None:
        self._sender = sender
        self._service = service
        for reason in get_args(Reason):
            # A series that first appears at 5 has no increase: it must be there at 0 for the first burst to be seen.
            metrics.DEAD_LETTERED.labels(service, reason)

    async def write(
        self,
        reason: Reason,
        detail: str,
        record: Record,
        origin: Origin | None = None,
        error: BaseException | None = None,
    ) -> None:
        """Set `record` aside and return once that is acknowledged; `Transient` where the broker is away."""
        letter = DeadLetter(
            stage=self._service,
            reason=reason,
            detail=detail[:LONGEST_DETAIL],
            origin=origin or Origin(stream="", partition=-1, offset=-1),
            key=record.key,
            value=record.value or b"",
            headers=tuple(Header(name=name, value=value) for name, value in record.headers),
            stack_digest=stack_digest(error) if error else None,
        )
        try:
            await self._sender.send(dead_letters(self._service), [_enveloped(letter)])
        except Poison:
            # Larger than a record can be: it came from no stream, but from a collector. Better its beginning than none.
            await self._sender.send(dead_letters(self._service), [_enveloped(_shortened(letter))])
        metrics.DEAD_LETTERED.labels(self._service, reason).inc()
        log.warning("dead letter", reason=reason, detail=letter.detail, origin=_where(letter.origin))


def stack_digest(error: BaseException) -> str:
    """SHA-256 of where `error` was raised: module, line and function of each frame, without any values."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.name}:{frame.lineno}" for frame in frames]
    return hashlib.sha256("\n".join([type(error).__name__, *places]).encode()).hexdigest()


def _enveloped(letter: DeadLetter) -> Record:
    origin, content = letter.origin, hashlib.sha256(letter.value).hexdigest()
    place = origin.document or f"{origin.stream}/{origin.partition}/{origin.offset}"
    event = Event(
        id=event_id(f"{letter.stage}.dlq", place, 0, content, letter.reason),
        source=f"dateline/{letter.stage}",
        time=now(),
        partitionkey=_readable(letter.key) or place,
        data=letter,
    )
    return encode(event)


def _shortened(letter: DeadLetter) -> DeadLetter:
    size, digest = len(letter.value), hashlib.sha256(letter.value).hexdigest()
    detail = (
        f"{letter.detail[:LONGEST_DETAIL]} (the first {PREFIX} of {size} bytes, whose SHA-256 is {digest})"
    )
    return msgspec.structs.replace(letter, value=letter.value[:PREFIX], detail=detail, headers=())


def _readable(key: bytes | None) -> str | None:
    try:
        return key.decode() if key else None
    except UnicodeDecodeError:
        return None


def _where(origin: Origin) -> str:
    return (
        f"{origin.stream}/{origin.partition}/{origin.offset}"
        if origin.stream
        else origin.document or "no stream"
    )
