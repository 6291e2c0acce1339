"""Of what kind a whole paragraph is: by its markup, by the words it opens with, by what stands above it."""

import re

from schemas.article import BlockKind
from services.ingest import cues, dates, openers
from services.ingest.paragraphs import Hint, Paragraph

_BY_HINT: dict[Hint, BlockKind] = {
    "title": "heading",  # the title itself has been taken out by now
    "heading": "heading",
    "standfirst": "standfirst",
    "byline": "byline",
    "dateline": "dateline",
    "credit": "credit",
    "caption": "caption",
    "correction": "correction",
    "update": "update",
    "entry": "entry",
    "teaser": "teaser",
    "boilerplate": "boilerplate",
}
# In the order in which they are tried.
_CUES: tuple[tuple[BlockKind, re.Pattern[str]], ...] = (
    ("correction", cues.CORRECTION),
    ("update", cues.UPDATE),
    ("teaser", cues.TEASER),
    ("boilerplate", cues.BOILERPLATE),
    ("credit", cues.CREDIT),
    ("caption", cues.CAPTION),
    ("byline", cues.BYLINE),
)
# Code points over which a paragraph is none of the kind, whatever it opens with.
_LONGEST: dict[BlockKind, int] = {
    "credit": 250,
    "caption": 600,
    "byline": 300,
    "boilerplate": 400,
    "heading": 60,
    "teaser": 500,
}
_LISTED = 160
_ENDS = tuple('.!?:;,…"”’»)')


def label(paragraph: Paragraph, listing: bool, begun: bool) -> BlockKind:
    """The kind of block that `paragraph` opens as.

    `listing`: it follows "Related stories" or one of those; `begun`: the report has begun above it.
    """
    text = paragraph.text
    worded = _worded(paragraph, text, begun)
    if worded is not None and paragraph.hint not in ("credit", "byline", "boilerplate"):
        return "caption" if worded == "credit" and paragraph.hint == "caption" else worded
    if paragraph.hint in _BY_HINT:
        return _BY_HINT[paragraph.hint]
    if paragraph.linked or (listing and _is_listed(paragraph, text)):
        return "teaser"
    return "body"


def opens_list(paragraph: Paragraph) -> bool:
    """Whether it is a cue alone ("Related stories"), with the stories in the paragraphs below."""
    match = cues.TEASER.match(paragraph.text)
    return match is not None and not paragraph.text[match.end() :].strip(" .…")


def is_portrait(paragraph: Paragraph) -> bool:
    """Whether a body paragraph at the end of an article tells who wrote it."""
    text = paragraph.text
    return len(text) <= _LONGEST["byline"] and cues.PORTRAIT.match(text) is not None


def is_heading(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Whether a body paragraph without markup is a heading: a short line, no sentence, above a longer one."""
    text = paragraph.text
    return (
        paragraph.hint == "none"
        and following is not None
        and len(text) <= _LONGEST["heading"] < len(following.text)
        and (text[0].isupper() or text[0].isdigit())
        and not text.endswith(_ENDS)
    )


def _worded(paragraph: Paragraph, text: str, begun: bool) -> BlockKind | None:
    kind = _opening(paragraph, text, begun)
    return kind if kind is None or len(text) <= _LONGEST.get(kind, len(text)) else None


def _opening(paragraph: Paragraph, text: str, begun: bool) -> BlockKind | None:
    if cues.LINKED_TEASER.match(paragraph.marked):
        return "teaser"
    found = next((kind for kind, cue in _CUES if cue.match(text)), None)
    if found is not None:
        return found
    if not begun and openers.BYLINE.fullmatch(text):
        return "byline"
    return "dateline" if not begun and dates.written(text) else None


def _is_listed(paragraph: Paragraph, text: str) -> bool:
    return paragraph.hint == "item" or (len(text) <= _LISTED and not text.endswith((".", ":")))
