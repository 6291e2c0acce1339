"""Which of two versions of an article is the newer, in whatever order they come.

A feed or a push says what holds now. An archive says what held once: loaded again, or late, it must not undo what came
after. The source's own word decides (`updated`), then when the document was captured, then whether it has been here.
"""

import msgspec

from schemas.submission import Submission
from services.ingest import dates

MOST = 50
"""Versions of an article of which it is remembered that they were there."""
DIGITS = 16
"""Hexadecimal digits that are remembered of each."""
RETRACTED = "retracted"


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of the versions of an article up to now. Times are as `dates.to_utc` gives them, "" for none.

    `updated` is the latest that one told, `as_of` when one certainly held, `marks` those before the last one.
    """

    updated: str = ""
    as_of: str = ""
    marks: tuple[str, ...] = ()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a document tells of its place among the versions. `captured` is as of `Submission`; `as_of` when it held."""

    updated: str = ""
    published: str = ""
    captured: str = ""
    as_of: str = ""
    archived: bool = False


def told(submission: Submission, accepted: str | None) -> Told:
    """What `submission`, accepted at `accepted` (RFC 3339), tells."""
    captured = dates.to_utc(submission.captured or "") or ""
    archived = submission.source_class == "folder"
    return Told(
        updated=dates.credible(dates.to_utc(submission.updated or ""), accepted) or "",
        published=dates.credible(dates.to_utc(submission.published or ""), accepted) or "",
        captured=captured,
        as_of=captured or ("" if archived else dates.to_utc(accepted or "") or ""),
        archived=archived,
    )


def mark(digest: str, *, retracted: bool) -> str:
    """What is remembered of a version."""
    return RETRACTED if retracted else digest.removeprefix("sha256:")[:DIGITS]


def is_late(one: Told, marked: str, past: Past) -> bool:
    """Whether the document with the mark `marked` is older than what is known already."""
    if one.captured and one.captured < past.as_of:
        return True
    moment = one.updated or (one.published if one.archived else "")
    if moment and moment < past.updated:
        return True
    newer = one.updated > past.updated or (bool(one.captured) and one.captured > past.as_of)
    return one.archived and marked in past.marks and not newer


def after(past: Past, replaced: str | None, one: Told) -> Past:
    """`past` once the version that `one` tells of has come after the one marked `replaced` (None: it is the first)."""
    marks = past.marks if replaced is None else (*past.marks, replaced)
    return Past(updated=max(past.updated, one.updated), as_of=max(past.as_of, one.as_of), marks=marks[-MOST:])
