"""Live blogs in plain text: entries that begin with the time of day."""

import re
from collections.abc import Sequence

from services.ingest import dates
from services.ingest.paragraphs import Paragraph

FEWEST = 3
"""Paragraphs that must begin with a time of day for a text to be a live blog."""
_ZONES = {
    **dict.fromkeys(("GMT", "UTC"), "+00:00"),
    **dict.fromkeys(("BST", "CET"), "+01:00"),
    **dict.fromkeys(("CEST", "EET"), "+02:00"),
    **dict.fromkeys(("EEST", "MSK"), "+03:00"),
    "IST": "+05:30",
    "JST": "+09:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "EDT": "-04:00",
    **dict.fromkeys(("EST", "CDT"), "-05:00"),
    **dict.fromkeys(("CST", "MDT"), "-06:00"),
    **dict.fromkeys(("MST", "PDT"), "-07:00"),
    "PST": "-08:00",
}
_CLOCK = re.compile(
    r"[\[(]?(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d)|(?P<packed>[0-5]\d)(?= ?(?:GMT|UTC)))"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?(?: ?\(?(?P<zone>" + "|".join(_ZONES) + r")\b\)?)?[\])]?"
    r"(?:\s*[-–—:|]\s*|\s+(?=[A-ZÀ-ÖØ-Þ“\"])|$)"
)


def entries(paragraphs: Sequence[Paragraph], day: str | None) -> Sequence[Paragraph]:
    """`paragraphs` with what belongs to an entry marked as one, or as they are where there is no live blog.

    An entry goes on until the next begins. `day` is the article's date (RFC 3339, UTC): with it and a time zone an
    entry has a moment.
    """
    starts = [_CLOCK.match(one.text) if one.hint == "none" else None for one in paragraphs]
    if sum(start is not None for start in starts) < FEWEST:
        return paragraphs
    marked, at, open_ = list[Paragraph](), None, False
    for paragraph, start in zip(paragraphs, starts, strict=True):
        if start is not None:
            at, open_ = _moment(start, day), True
        marked.append(
            Paragraph(paragraph.marked, "entry", at) if open_ and paragraph.hint == "none" else paragraph
        )
    return marked


def _moment(clock: re.Match[str], day: str | None) -> str | None:
    if day is None or clock["zone"] is None:
        return None
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    return dates.to_utc(
        f"{day[:10]}T{hour:02}:{clock['minute'] or clock['packed']}:00{_ZONES[clock['zone']]}"
    )
