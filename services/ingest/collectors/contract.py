"""What a collector is: it finds documents and hands each over, to be published, held back or set aside."""

from datetime import UTC, datetime
from typing import Literal, Protocol

from msgspec.structs import replace

from schemas.deadletter import Reason
from schemas.submission import Submission
from services.ingest import dates
from services.ingest.formats.contract import Found
from services.ingest.validity import InvalidSubmission
from services.runtime import metrics
from services.runtime.faults import Poison

Outcome = Literal["submitted", "rejected", "held"]
LONGEST_ORIGIN = 2000
"""Code points of the place that a submission or a dead letter tells."""
Collector = Literal["feed", "folder", "command"]


class Outlet(Protocol):
    """Where documents go. Both calls return once the broker has acknowledged; they raise `Transient` if it can't."""

    async def submit(self, submission: Submission) -> None:
        """Publish; `InvalidSubmission` or `Poison` where no record can be made of it."""

    async def reject(self, raw: bytes, reason: Reason, detail: str, document: str) -> None:
        """Set aside as a dead letter. `document` is the file or address, with `#` and the place in it."""


async def hand_over(collector: Collector, origin: str, found: Found, outlet: Outlet) -> Outcome:
    """Bring `found`, from the file or address `origin`, to its end; one under embargo goes nowhere: come back later."""
    refused = None
    if embargoed_until(found) is None:
        place = where(origin, found)
        refused = await _submit(found.submission, outlet, place)
        if refused is not None:
            await outlet.reject(found.raw, refused.reason, str(refused), place)
        outcome: Outcome = "submitted" if refused is None else "rejected"
    else:
        outcome = "held"
    metrics.COLLECTED.labels(collector, outcome).inc()
    return outcome


def where(origin: str, found: Found) -> str:
    """The place of `found` in the file or at the address `origin`, as text that UTF-8 can carry."""
    place = f"{origin}#{found.place}" if found.place else origin
    return place[:LONGEST_ORIGIN].encode(errors="replace").decode()


def embargoed_until(found: Found) -> str | None:
    """Until when `found` may not be used (RFC 3339), if that is still to come."""
    if isinstance(found.submission, InvalidSubmission):
        return None
    until = dates.to_utc(found.submission.embargo or "")
    return until if until and datetime.fromisoformat(until) > datetime.now(UTC) else None


async def _submit(
    submission: Submission | InvalidSubmission, outlet: Outlet, place: str
) -> InvalidSubmission | Poison | None:
    if isinstance(submission, InvalidSubmission):
        return submission
    try:
        await outlet.submit(replace(submission, document=place))
    except (InvalidSubmission, Poison) as error:
        return error
    return None
