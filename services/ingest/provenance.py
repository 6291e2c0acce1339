"""When an article was published, who says so, and how sure that is."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from schemas.submission import DateSource, Submission
from services.ingest import dates

CONFIDENCE: dict[DateSource, float] = {"source": 0.95, "markup": 0.9, "text": 0.8, "address": 0.7}
"""How sure a date is that nothing else bears out, in the order in which they are believed."""
DOUBTED = 0.6
"""What is left of a confidence where another one tells a day that is far off."""
CLAMPED = 0.3
"""How sure a date is that was told as one to come, and is that of the acceptance instead."""
_SAME = timedelta(days=1)
_FAR = timedelta(days=2)
Ahead = Literal["clamped", "dropped"]


class Dated(msgspec.Struct, frozen=True):
    """A moment (RFC 3339, UTC) with who said it and a confidence in 0..1; all None where nobody says one."""

    moment: str | None = None
    said_by: DateSource | None = None
    confidence: float | None = None


def dated(submission: Submission, written: str | None, now: str | None) -> Dated:
    """The date of the most trusted that tells one which is not in the future, counted from `now`.

    Where nobody does, one up to a day ahead stands for `now` itself.

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
        return _clamped(told, now)
    said_by, moment = found[0]
    return Dated(moment, said_by, _confidence(said_by, moment, found[1:]))


def _clamped(told: dict[DateSource, str | None], now: str | None) -> Dated:
    for told_by in CONFIDENCE:
        if (moment := dates.credible(told.get(told_by), now)) is not None:
            return Dated(moment, told_by, CLAMPED)
    return Dated()


def ahead(submission: Submission, published: str | None, now: str | None) -> Ahead | None:
    """What became of a date of publication that lies ahead of `now`, in an article that is dated `published`."""
    told = dates.to_utc(submission.published or "")
    if told is None or dates.not_after(told, now) is not None:
        return None
    return "clamped" if published is not None and published == dates.credible(told, now) else "dropped"


def _confidence(said_by: DateSource, moment: str, others: list[tuple[DateSource, str]]) -> float:
    doubt = 1 - CONFIDENCE[said_by]
    for other, told in others:
        apart = abs(datetime.fromisoformat(told) - datetime.fromisoformat(moment))
        if apart <= _SAME:
            doubt *= 1 - CONFIDENCE[other]
        elif apart > _FAR:
            doubt = 1 - (1 - doubt) * DOUBTED
    return round(1 - doubt, 3)
