"""From the collectors to Kafka: submissions to their stream, what can't be submitted to the dead letters."""

from schemas.catalogue import SOURCES, SUBMISSIONS
from schemas.deadletter import Origin, Reason
from schemas.envelope import Event, Record, encode, payload
from schemas.identity import event_id, text_digest
from schemas.source import Source
from schemas.submission import Submission
from services.ingest.intake import identify
from services.runtime import lineage
from services.runtime.deadletters import DeadLetters, Sender

SOURCE = "dateline/ingest"


class StreamOutlet:
    """An `Outlet` over `sender`."""

    def __init__(self, sender: Sender, dead_letters: DeadLetters) -> None:
        self._sender = sender
        self._dead_letters = dead_letters

    async def submit(self, submission: Submission) -> None:
        """Return once `submission` is acknowledged. `InvalidSubmission`, `Poison` or `Transient` if it can't be."""
        await self._sender.send(SUBMISSIONS, [encode(envelope(submission, lineage.now()))])

    async def reject(self, raw: bytes, reason: Reason, detail: str, document: str) -> None:
        """Return once the dead letter is acknowledged."""
        origin = Origin(stream="", partition=-1, offset=-1, document=document)
        await self._dead_letters.write(reason, detail, Record(key=None, value=raw), origin)

    async def report(self, source: Source) -> None:
        """Return once it is acknowledged how `source` is doing; `Transient` if it can't be."""
        event = Event(
            id=event_id("source", source.id, 0, text_digest(source.checked), source.collector),
            source=SOURCE,
            time=source.checked,
            partitionkey=source.id,
            data=source,
        )
        await self._sender.send(SOURCES, [encode(event)])


def envelope(submission: Submission, now: str) -> Event[Submission]:
    """The event that `submission` was accepted at `now` (RFC 3339). `InvalidSubmission` where it has no identity."""
    article = identify(submission)
    digest = text_digest(payload(submission).decode())
    return Event(
        id=event_id("submission", article, 0, digest, submission.source),
        source=SOURCE,
        time=now,
        receivedtime=now,
        partitionkey=article,
        data=submission,
    )
