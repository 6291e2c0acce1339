"""Paragraphs -> typed blocks, and the text that they are.

Each paragraph is looked at once, in reading order: what the markup calls it, what it opens with, what is glued into
it. A name in a teaser, a credit or boilerplate is no mention, so in doubt those win over body.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from schemas.article import Block
from services.ingest import cues, dates, live, openers
from services.ingest.headline import Headline, headline
from services.ingest.labels import is_heading, is_portrait, label, opens_list
from services.ingest.normal import line
from services.ingest.paragraphs import Paragraph
from services.ingest.splitting import Piece, split

_POINTS = ("* ", "• ", "- ", "– ")
_SENDER = 6  # paragraphs at the end among which a press release tells of its sender
_LAST = 3  # paragraphs at the end among which authors are introduced
SEPARATOR = "\n\n"
_AND = re.compile(r"\s*(?:,|&|/|\||\band\b)\s*")


class Composition(msgspec.Struct, frozen=True, kw_only=True):
    """An article's text with its blocks (positions in code points), and what the text itself says of the article.

    `published` is RFC 3339 in UTC, from a line that holds nothing but a date or the one run together with the title;
    `authors` are the names of the byline.
    """

    title: str
    text: str
    blocks: tuple[Block, ...]
    published: str | None = None
    authors: tuple[str, ...] = ()


def compose(
    paragraphs: Sequence[Paragraph], title: str | None, summary: str | None, day: str | None = None
) -> Composition:
    """The typed blocks of a document whose source gave `title` and `summary` (or None).

    `text` is the blocks joined by blank lines, "" where there are none. The title is a block of its own, the first;
    the summary follows as standfirst unless title or text hold the same words. `day` is the article's date (RFC 3339,
    UTC), for the entries of a live blog.
    """
    head = headline(paragraphs, line(title or ""))
    pieces = list(_label(live.entries(head.rest, day or head.published)))
    opening = _opening(head.title, line(summary or ""), [piece for piece, _ in pieces])
    return _joined([*((piece, None) for piece in opening), *pieces], head)


def _opening(title: str, summary: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    if title:
        yield Piece("title", title)
    words = summary.rstrip(" .…")
    if words and words not in title and not any(words in piece.text for piece in pieces):
        # What a page calls its description may be an advertisement.
        kind = label(Paragraph(summary), listing=False, begun=True)
        yield Piece("standfirst" if kind == "body" else kind, summary)


def _label(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Piece, str | None]]:
    """Each piece with the moment of its entry, if it belongs to one."""
    listing = begun = about = False
    for index, paragraph in enumerate(paragraphs):
        kind = label(paragraph, listing, begun)
        if kind == "body" and begun and index >= len(paragraphs) - _LAST and is_portrait(paragraph):
            kind = "byline"
        about = about or (
            begun and index >= len(paragraphs) - _SENDER and cues.ABOUT.match(paragraph.text) is not None
        )
        if about and kind in ("body", "heading"):
            kind = "boilerplate"
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        if kind == "body" and is_heading(paragraph, following):
            kind = "heading"
        listing = kind == "teaser" and (listing or opens_list(paragraph))
        pieces = split(paragraph.marked, kind)
        for piece in pieces if begun else _without_dateline(pieces):
            yield piece, paragraph.at if piece.kind == "entry" else None
        # An agency's key points stand above the dateline.
        points = paragraph.text.startswith(_POINTS) or paragraph.hint == "item"
        begun = begun or (not points and any(piece.kind in ("body", "entry") for piece in pieces))


def _without_dateline(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with "BRUSSELS, July 3 (Agency) - " before the first sentence as a block of its own."""
    for piece in pieces:
        match = openers.DATELINE.match(piece.text) or openers.BARE_DATELINE.match(piece.text)
        if piece.kind == "body" and match and match["line"] not in openers.ACRONYMS:
            yield Piece("dateline", match["line"])
            yield Piece("body", piece.text[match.end() :])
        else:
            yield piece


def _joined(timed: Sequence[tuple[Piece, str | None]], head: Headline) -> Composition:
    blocks, at, pieces = [], 0, [piece for piece, _ in timed]
    for piece, moment in timed:
        blocks.append(Block(kind=piece.kind, start=at, end=at + len(piece.text), at=moment))
        at += len(piece.text) + len(SEPARATOR)
    return Composition(
        title=head.title,
        text=SEPARATOR.join(piece.text for piece in pieces),
        blocks=tuple(blocks),
        published=head.published
        or _first(dates.written(words) for kind, words in pieces if kind == "dateline"),
        authors=tuple(name for kind, words in pieces if kind == "byline" for name in _names(words)),
    )


def _first(found: Iterable[str | None]) -> str | None:
    return next((value for value in found if value), None)


def _names(byline: str) -> Iterator[str]:
    """The people of a byline "By Ines Kobal and Jan Novak": what has two words or more."""
    match = openers.BYLINE.fullmatch(byline)
    for name in _AND.split(match["names"]) if match else ():
        if " " in name and " in " not in name:
            yield name
