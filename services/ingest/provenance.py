"""When an article was published, who says so, and how sure that is."""

from datetime import datetime, timedelta

import msgspec

from schemas.submission import DateSource, Submission
from services.ingest import dates

CONFIDENCE: dict[DateSource, float] = {"source": 0.95, "markup": 0.9, "text": 0.8, "address": 0.7}
"""How sure a date is that nothing else bears out, in the order in which they are believed."""
DOUBTED = 0.6
"""What is left of a confidence where another one tells a day that is far off."""
_SAME = timedelta(days=1)
_FAR = timedelta(days=2)


class Dated(msgspec.Struct, frozen=True):
    """A moment (RFC 3339, UTC) with who said it and a confidence in 0..1; all None where nobody says one."""

    moment: str | None = None
    said_by: DateSource | None = None
    confidence: float | None = None


def dated(submission: Submission, written: str | None, now: str | None) -> Dated:
    """The date of the most trusted that tells one which is not in the future, counted from `now`.

    Beside the submission's own date: the one that is `written` in its text, and the day in its address. Another one
    that tells the same day makes it surer, one that tells a day far off less sure.
    """
    told: dict[DateSource, str | None] = {
        submission.published_from or "source": dates.to_utc(submission.published or ""),
        "text": written,
    }
    told.setdefault("address", dates.in_address(submission.url or ""))
    found = [
        (told_by, moment)
        for told_by in CONFIDENCE
        if (moment := dates.not_after(told.get(told_by), now)) is not None
    ]
    if not found:
        return Dated()
    said_by, moment = found[0]
    return Dated(moment, said_by, _confidence(said_by, moment, found[1:]))


def _confidence(said_by: DateSource, moment: str, others: list[tuple[DateSource, str]]) -> float:
    doubt = 1 - CONFIDENCE[said_by]
    for other, told in others:
        apart = abs(datetime.fromisoformat(told) - datetime.fromisoformat(moment))
        if apart <= _SAME:
            doubt *= 1 - CONFIDENCE[other]
        elif apart > _FAR:
            doubt = 1 - (1 - doubt) * DOUBTED
    return round(1 - doubt, 3)
