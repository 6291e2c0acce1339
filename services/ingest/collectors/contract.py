"""What a collector is: it finds documents and hands each over, to be published or to be set aside."""

from typing import Literal, Protocol

from schemas.deadletter import Reason
from schemas.submission import Submission
from services.ingest.validity import Found, InvalidSubmission
from services.runtime import metrics
from services.runtime.faults import Poison


class Outlet(Protocol):
    """Where documents go. Both calls return once the broker has acknowledged; they raise `Transient` if it can't."""

    async def submit(self, submission: Submission) -> None:
        """Publish; `InvalidSubmission` or `Poison` where no record can be made of it."""

    async def reject(self, raw: bytes, reason: Reason, detail: str) -> None:
        """Set aside as a dead letter."""


async def hand_over(collector: Literal["feed", "folder"], origin: str, found: Found, outlet: Outlet) -> bool:
    """Bring `found`, from the file or feed `origin`, to its end; whether it was submitted."""
    refused = await _submit(found.submission, outlet)
    if refused is not None:
        await outlet.reject(found.raw, refused.reason, f"{collector} {origin}: {refused}")
    metrics.COLLECTED.labels(collector, "rejected" if refused else "submitted").inc()
    return refused is None


async def _submit(
    submission: Submission | InvalidSubmission, outlet: Outlet
) -> InvalidSubmission | Poison | None:
    if isinstance(submission, InvalidSubmission):
        return submission
    try:
        await outlet.submit(submission)
    except (InvalidSubmission, Poison) as error:
        return error
    return None
