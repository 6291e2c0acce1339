"""A document as paragraphs: the words, which of them are links, and what the markup calls them."""

import re
from typing import Literal

import msgspec

from services.ingest import cues
from services.ingest.marks import LINK, UNLINK
from services.ingest.normal import line, normalise

Hint = Literal[
    "none",
    "item",
    "title",
    "heading",
    "standfirst",
    "byline",
    "dateline",
    "credit",
    "caption",
    "correction",
    "update",
    "entry",
    "teaser",
    "boilerplate",
]
"""What the markup calls a paragraph. "none": nothing; "item": an item of a list."""

_MARKS = re.compile(f"[{LINK}{UNLINK}]")
_LINKS = re.compile(f"{LINK}[^{UNLINK}]*{UNLINK}")

_WRAPPED = range(50, 101)  # code points of a line in a text that was wrapped by hand
_ENDS = tuple('.!?:”"')  # what most lines of such a text do not end with
_APART = (cues.TEASER, cues.CREDIT, cues.BYLINE, cues.CORRECTION, cues.UPDATE, cues.BOILERPLATE)


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph on one line, normalised, not empty.

    `marked` is its text with `LINK` before and `UNLINK` after the words of each link. `at` is when an entry of a live
    blog was written (RFC 3339, UTC), where its markup says so.
    """

    marked: str
    hint: Hint = "none"
    at: str | None = None

    @property
    def text(self) -> str:
        """The words alone."""
        return unmarked(self.marked)

    @property
    def linked(self) -> bool:
        """Whether it is a link and nothing else that counts."""
        return LINK in self.marked and len(unmarked(_LINKS.sub("", self.marked)).strip()) <= 0.1 * len(
            self.marked
        )


def unmarked(marked: str) -> str:
    """`marked` without the marks of links."""
    return _MARKS.sub("", marked) if _MARKS.search(marked) else marked


def plain(text: str, hint: Hint = "none") -> list[Paragraph]:
    """The paragraphs of plain text: what stands between blank lines; inside that, each line.

    Lines that were wrapped by hand (all but the last about equally long) are joined again.
    """
    groups = re.split(r"\n[ \n]*\n", normalise(text).strip())
    rows = [row for group in groups for row in _unwrap([row for row in map(line, group.split("\n")) if row])]
    return [Paragraph(row, hint) for row in rows]


def _unwrap(rows: list[str]) -> list[str]:
    longest = max(map(len, rows), default=0)
    full = all(len(row) >= 0.75 * longest for row in rows[:-1])
    ended = sum(row.endswith(_ENDS) for row in rows[:-1])
    apart = any(cue.match(row) for row in rows[1:] for cue in _APART)
    wrapped = len(rows) > 1 and longest in _WRAPPED and full and ended <= len(rows[:-1]) / 2 and not apart
    return [" ".join(rows)] if wrapped else rows
