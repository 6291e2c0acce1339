"""Whole pages: which of their paragraphs are the article. trafilatura finds the main text; what each paragraph is, the
markup and the words tell, as everywhere.
"""

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from services.ingest import markup
from services.ingest.labels import label, opens_list
from services.ingest.normal import normalise
from services.ingest.paragraphs import Paragraph

_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_HEAD = 20_000  # code points in which a page says that it is one
_OTHER = re.compile(r"[\W_]+")
_AROUND = ("nav", "menu", "form", "dialog")
_SHORT = 40  # letters of a line that may stand in a page twice, and must be found whole
_ABOVE = frozenset(
    {"title", "standfirst", "byline", "dateline", "credit", "caption", "correction", "update", "entry"}
)
_BELOW = frozenset({"byline", "credit", "caption", "correction", "update", "teaser"})
_WITHIN = _ABOVE | _BELOW | {"entry"}


def is_page(html: str) -> bool:
    """Whether `html` is a whole page, not a fragment that a feed or an agency made for the text alone."""
    return _PAGE.search(html, 0, _HEAD) is not None


def paragraphs(html: str) -> list[Paragraph]:
    """The article's paragraphs of a page, in reading order. All of the page's where no main text is found in it.

    Kept is what trafilatura finds, and what is told apart from it by kind between, just above and just below: the
    headline, bylines, captions, teasers. Errors are those of `markup.paragraphs`.
    """
    root = markup.tree(html)
    main = None if root is None else _main(root)
    return _article(markup.paragraphs(html, root, _AROUND), main) if main else markup.paragraphs(html, root)


class _Main:
    """The words of the main text: what of a page's paragraphs is in it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = frozenset(lines)
        self._whole = " ".join(lines)

    def holds(self, text: str) -> bool:
        """Whether a paragraph's text is there; of a long one its beginning or its end is enough."""
        letters = _letters(text)
        if len(letters) <= _SHORT:
            return letters in self._lines
        return letters[:_SHORT] in self._whole or letters[-_SHORT:] in self._whole


def _main(root: markup.Element) -> _Main | None:
    assert isinstance(root, HtmlElement)
    document = bare_extraction(deepcopy(root), fast=True, include_comments=False, include_links=False)
    body = getattr(document, "body", None)
    if body is None:
        return None
    blocks = body.iter("p", "head", "item", "quote", "cell", "lb")
    lines = [_letters("".join(map(str, block.itertext()))) for block in blocks]
    tails = [_letters(block.tail) for block in body.iter("lb") if block.tail]
    kept = [line for line in [*lines, *tails] if line]
    return _Main(kept) if kept else None


def _letters(text: str) -> str:
    return _OTHER.sub("", normalise(text).casefold())


def _article(found: Sequence[Paragraph], main: _Main) -> list[Paragraph]:
    kept = [
        index
        for index, paragraph in enumerate(found)
        if paragraph.hint != "title" and main.holds(paragraph.text)
    ]
    if not kept:
        return list(found)
    first, last = kept[0], kept[-1]
    inside = set(kept)
    above = found[_top(found, first) : first]
    within = [
        one
        for index, one in enumerate(found[first : last + 1], first)
        if index in inside or _kind(one) in _WITHIN
    ]
    return [
        *_titles(found, first),
        *(one for one in above if _kind(one) in _ABOVE),
        *within,
        *_below(found[last + 1 :]),
    ]


def _top(found: Sequence[Paragraph], first: int) -> int:
    """Where the article's head begins: below the last heading above its text."""
    titles = [index for index in range(first) if found[index].hint == "title"]
    return titles[-1] + 1 if titles else max(first - 3, 0)


def _titles(found: Sequence[Paragraph], first: int) -> list[Paragraph]:
    return [one for one in found[:first] if one.hint == "title"][-1:]


def _below(rest: Sequence[Paragraph]) -> list[Paragraph]:
    kept = []
    for paragraph in rest:
        if _kind(paragraph) not in _BELOW or opens_list(paragraph):
            break
        kept.append(paragraph)
    return kept


def _kind(paragraph: Paragraph) -> str:
    return "title" if paragraph.hint == "title" else label(paragraph, listing=False, begun=True)
