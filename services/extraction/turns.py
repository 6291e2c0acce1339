"""Quoted words in their setting: what one opening mark begins, over several paragraphs if it must."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from services.extraction.quotemarks import Quoted, paragraphs, quoted
from services.extraction.spans import Range


class Turn(NamedTuple):
    """Words in quote marks, a part for each paragraph, and the words around them in the same paragraph.

    `lead` runs from the last quote or the paragraph's start to the opening mark, `tail` from the closing mark to
    the next quote or the paragraph's end. `paragraph` is the number of the paragraph where the turn begins,
    `ends` of the one where it ends.
    """

    parts: tuple[Range, ...]
    lead: Range
    tail: Range
    paragraph: int
    ends: int

    @property
    def alone(self) -> bool:
        """True where nothing else stands in its paragraphs."""
        return self.lead[0] == self.lead[1] and self.tail[0] == self.tail[1]


def turns(
    text: str, stretches: Sequence[Range], quoted: Callable[[str, int, int], list[Quoted]] = quoted
) -> tuple[list[Range], list[Turn]]:
    """The paragraphs in the stretches of `text`, and the turns in them in reading order.

    `quoted` finds the words in quote marks in a paragraph of the article's language.

    In a quote of several paragraphs each opens with a mark and only the last closes. A mark that nothing closes
    counts only where the next paragraph goes on like that, or where a curly one opens its paragraph.
    """
    lines = list(paragraphs(text, stretches))
    pieces = [quoted(text, start, end) for start, end in lines]
    return lines, [_turn(lines, pieces, chain) for chain in _chains(text, lines, pieces)]


_Place = Range


def _chains(text: str, lines: Sequence[Range], pieces: Sequence[Sequence[Quoted]]) -> Iterator[list[_Place]]:
    """The places (paragraph, number in it) of the pieces of each turn."""
    chain: list[_Place] = []
    for i, found in enumerate(pieces):
        for j, piece in enumerate(found):
            chain.append((i, j))
            if piece.closed:
                yield chain
                chain = []
        if chain and not _goes_on(lines, pieces, i):
            if len(chain) > 1 or (found[-1].opens == lines[i][0] and text[found[-1].opens] == "“"):
                yield chain
            chain = []


def _goes_on(lines: Sequence[Range], pieces: Sequence[Sequence[Quoted]], i: int) -> bool:
    return i + 1 < len(lines) and bool(pieces[i + 1]) and pieces[i + 1][0].opens == lines[i + 1][0]


def _turn(lines: Sequence[Range], pieces: Sequence[Sequence[Quoted]], chain: Sequence[_Place]) -> Turn:
    (first, begins), (last, ends) = chain[0], chain[-1]
    opening, closing = pieces[first][begins], pieces[last][ends]
    before = pieces[first][begins - 1].closes if begins else lines[first][0]
    after = pieces[last][ends + 1].opens if ends + 1 < len(pieces[last]) else lines[last][1]
    parts = tuple((pieces[i][j].start, pieces[i][j].end) for i, j in chain)
    lead = (min(before, opening.opens), opening.opens)
    return Turn(parts, lead, (closing.closes, max(closing.closes, after)), first, last)
