"""What is glued into a paragraph comes off again: a teaser, a credit or a sign-off after the last sentence."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from schemas.article import BlockKind
from services.ingest import cues
from services.ingest.marks import LINK
from services.ingest.normal import line
from services.ingest.paragraphs import unmarked


class Piece(NamedTuple):
    """The words of one block."""

    kind: BlockKind
    text: str


# With each pattern what a paragraph must hold for it to match: most hold nothing of it, and are not searched.
_NOTED = re.compile(
    r"[.!?…\"”’)](?=[^\s.!?…\"”’),;])|\(|Correction:|CORRECTION|An earlier|This (?:article|story|report)"
)
_GLUED: tuple[tuple[BlockKind, re.Pattern[str], re.Pattern[str]], ...] = (
    ("teaser", cues.GLUED_TEASER, re.compile(f"[:：»›|{LINK}]|READ|WATCH|SEE|LISTEN|RELATED|MISS|MUST")),
    (
        "credit",
        cues.GLUED_CREDIT,
        re.compile(r"[:：©/]|\b(?:by|via|courtesy|von|di|de|por|par|af|av)\b|File|Fot"),
    ),
    ("byline", cues.GLUED_BYLINE, re.compile(r"\(")),
    ("correction", cues.GLUED_CORRECTION, _NOTED),
    ("update", cues.GLUED_UPDATE, _NOTED),
    ("boilerplate", cues.GLUED_BOILERPLATE, _NOTED),
)
_PARAGRAPHS = ("body", "entry")
# A word with one of these in it is an address: what follows its full stop is no sentence.
_NO_WORD = re.compile(r"(?:www\.|://|@)\S*$")
_EDGES = " |>»›•*▶►→–—-"
_SENTENCE = re.compile(r"\w.*[.!?…\"”’»)]$")
_SHORT = 80  # code points after a teaser's link that belong to it, if they're no sentence


def split(marked: str, kind: BlockKind) -> list[Piece]:
    """The pieces of a paragraph (`Paragraph.marked`) that opens as `kind`, in reading order, none empty."""
    pieces = (Piece(found, line(unmarked(words))) for found, words in _cut(marked, kind))
    return [part for piece in pieces if piece.text for part in _broken(piece)]


def _cut(marked: str, kind: BlockKind) -> Iterator[tuple[BlockKind, str]]:
    at = 0
    while (cut := _next(marked, at, kind)) is not None:
        end, following = cut
        yield kind, marked[at:end] if following == "body" else marked[at:end].rstrip(_EDGES)
        at, kind = _start(marked, end), following
    yield kind, marked[at:]


def _broken(piece: Piece) -> Iterator[Piece]:
    """The paragraphs of a piece of the report that lost the line feeds between them."""
    at = 0
    for match in cues.LOST_BREAK.finditer(piece.text) if piece.kind in _PARAGRAPHS else ():
        end = _closing(piece.text, match)
        if end is not None and not _NO_WORD.search(piece.text, at, match.start()):
            yield Piece(piece.kind, piece.text[at:end])
            at = end
    yield Piece(piece.kind, piece.text[at:])


def _closing(text: str, match: re.Match[str]) -> int | None:
    """Where the sentence at `match` ends with its closing quote; None inside a quotation, which is kept whole."""
    before = text[: match.start()]
    if before.count("“") > before.count("”") and "”" not in match[0]:
        return None
    if match[0] != '"':
        return match.end()
    return match.end() if before.count('"') % 2 else match.start()


def _next(marked: str, at: int, kind: BlockKind) -> tuple[int, BlockKind] | None:
    """Where the piece at `at` ends, and of what kind the next one is; None where it's the last."""
    cuts = [
        (found, glued)
        for glued, pattern, needed in _GLUED
        if glued != kind and needed.search(marked, at) and (found := _glued(pattern, marked, at)) is not None
    ]
    if kind == "teaser" and (end := _resumes(marked, at)) is not None:
        cuts.append((end, "body"))
    return min(cuts, default=None)


def _glued(pattern: re.Pattern[str], marked: str, at: int) -> int | None:
    """Where `pattern` first matches outside a quotation: words that somebody says are kept whole."""
    for match in pattern.finditer(marked, at + 1):
        if not _quoted(marked, at, match):
            return match.start()
    return None


def _quoted(marked: str, at: int, match: re.Match[str]) -> bool:
    before, after = marked[at : match.end()], marked[match.end() :]
    if before.count("“") > before.count("”") and "”" in after.partition("“")[0]:
        return True
    return before.count('"') % 2 == 1 and after.count('"') % 2 == 1


def _start(marked: str, at: int) -> int:
    while at < len(marked) and marked[at] in _EDGES:
        at += 1
    return at


def _resumes(marked: str, at: int) -> int | None:
    """Where the article goes on after the teaser at `at`: after its links, else where a sentence is glued to it."""
    if links := cues.TEASER_LINKS.match(marked, at):
        rest = unmarked(marked[links.end() :]).strip()
        return links.end() if _SENTENCE.search(rest) or len(rest) > _SHORT else None
    glued = cues.GLUED_SENTENCE.search(marked, at + 1)
    return glued.start() if glued else None
