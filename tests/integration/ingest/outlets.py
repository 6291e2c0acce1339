"""An outlet that remembers, and one that fails first."""

from collections.abc import Sequence

from schemas.deadletter import Reason
from schemas.submission import Submission
from services.ingest.intake import identify


class Taken:
    """Takes everything that has an identity; `faults` are raised first, one a call."""

    def __init__(self, faults: Sequence[Exception] = ()) -> None:
        self.submitted: list[Submission] = []
        self.rejected: list[tuple[bytes, Reason, str]] = []
        self._faults = list(faults)

    async def submit(self, submission: Submission) -> None:
        if self._faults:
            raise self._faults.pop(0)
        identify(submission)
        self.submitted.append(submission)

    async def reject(self, raw: bytes, reason: Reason, detail: str, document: str) -> None:
        self.rejected.append((raw, reason, detail))

    @property
    def guids(self) -> list[str | None]:
        """The guids of what was submitted, in order."""
        return [submission.guid for submission in self.submitted]
