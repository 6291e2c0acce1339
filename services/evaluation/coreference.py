"""The names in a set of coreference: it marks phrases, and only those for what has a Wikipedia title.

So a name is looked for in each phrase: the words in capitals that the title has too. What such a set doesn't mark is
no wrong name: it doesn't say.
"""

import re
from collections.abc import Sequence
from urllib.parse import unquote

import msgspec

from services.evaluation.labelled import Label, NamedArticle

_WORD = re.compile(r"\w+")
_ASIDE = re.compile(r"\s*\(.*\)$|,.*$")
"""What a title adds to a name to tell it from others: "Slate (magazine)", "Evanston, Illinois"."""

_BETWEEN = re.compile(r"(?:\W+|\s(?:of|the|and|for|de|la|von|van|der)(?=\s))*")
_CAPITALS = re.compile(r"(?:(?:[A-Z0-9]\S*|of|the|and|for|de|la|von|van|der|&)\s+)*[A-Z0-9]\S*")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s?['’‘]s?$", re.IGNORECASE)
_PRONOUNS = frozenset(
    ("i", "my", "we", "our", "you", "your", "he", "his", "she", "her", "it", "its", "they", "their", "here")
)

Part = tuple[int, int]


def partial(row: NamedArticle) -> bool:
    """True for an article of a set of coreference: what it doesn't mark may be a name all the same."""
    return any(span.grp is not None for span in row.spans)


def names(row: NamedArticle) -> list[Label]:
    """The names in the phrases that the article marks, of every type; none within a longer one."""
    found = [
        msgspec.structs.replace(span, start=part[0], end=part[1])
        for span in row.spans
        if (part := _name(row.text, span)) is not None
    ]
    return [name for name in found if not any(_holds(other, name) for other in found)]


def _name(text: str, span: Label) -> Part | None:
    start, end = _bare(text, span.start, span.end)
    title = _WORD.findall(_ASIDE.sub("", unquote(span.wiki or "").replace("_", " ")).casefold())
    words = [word.span() for word in _WORD.finditer(text, start, end)]
    shared = [(a, b) for a, b in words if text[a:b].casefold() in title and not text[a:b].islower()]
    if not shared:
        return (start, end) if span.kind != "person" and _plain(text, start, end) else None
    first, last = _run(text, shared)
    if text[first:last].casefold() in _PRONOUNS:
        return None
    whole = title[-1:] == [text[shared[-1][0] : last].casefold()]
    return (first, last if whole or not _plain(text, first, end) else end)


def _plain(text: str, start: int, end: int) -> bool:
    """True for a stretch in capitals, "of" and the like apart, that is no pronoun."""
    return _CAPITALS.fullmatch(text, start, end) is not None and text[start:end].casefold() not in _PRONOUNS


def _run(text: str, words: Sequence[Part]) -> Part:
    """The last run of words with nothing but blanks, marks and words like "of" between them."""
    first, last = words[-1]
    for start, end in reversed(words[:-1]):
        if not _BETWEEN.fullmatch(text, end, first):
            break
        first = start
    return first, last


def _bare(text: str, start: int, end: int) -> Part:
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    return start, end


def _holds(outer: Label, inner: Label) -> bool:
    within = outer.start <= inner.start and inner.end <= outer.end
    return within and (outer.start, outer.end) != (inner.start, inner.end)
