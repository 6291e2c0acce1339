"""The words that name a speaker -> the mention that they are, hold, or stand for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from operator import attrgetter, itemgetter
from typing import NamedTuple

from services.extraction.spans import Range, Span

SPEAKERS = frozenset({"person", "organisation", "place"})
"""Types of what speaks: a place for its government; a nationality or a law does not."""

PRONOUNS = frozenset({"he", "she"})

REACH = 600
"""Code points before a pronoun in which its person is looked for."""

BACK = 2
"""Paragraphs before the pronoun's own in which its person is looked for."""

_MOST = 16  # spans in one speaker's words
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_SPOKESMAN = re.compile(r"(?:\w+\s)?spokes\w+\s(?:for|of|at|from)\s(?:the\s)?", re.IGNORECASE)
_ARM = re.compile(
    r"(?:['’]s?)?(?:\s[\w-]+){0,3}\s(?:service|office|ministry|department|agency|delegation|mission|board|secretariat"
    r"|press|team|campaign|headquarters|statement|report|spokes\w+)|"
)
_HEAD = re.compile(r"\s*(?:$|[,(\[]|(?:of|from|at|for|in|with|on|and)\b)")
_COMMA = re.compile(r",\s")
_CLOSES = re.compile(r"\s?(?:[,.;:]|$|\s(?:said|says|told|added|asked)\b)")
_POSSESSIVE = re.compile(r"['’]s?\b")


class Setting(NamedTuple):
    """An article as far as speakers are concerned: its paragraphs, what is quoted in it, and who is named.

    `lines`, `quoted` and `spans` are in reading order; `keys` says which entity a span belongs to.
    """

    text: str
    lines: Sequence[Range]
    quoted: Sequence[Range]
    spans: Sequence[Span]
    keys: Mapping[Span, str]


def entity(setting: Setting, speaker: Range) -> str | None:
    """The key of the entity that the words at `speaker` name; None where they name none for sure."""
    if setting.text[slice(*speaker)].lower() in PRONOUNS:
        span = _antecedent(setting, speaker)
    else:
        span = _named(setting, *speaker) or apposed(setting, speaker[1], _CLOSES)
    return setting.keys[span] if span else None


def at_line(setting: Setting, position: int) -> int:
    """The number of the paragraph that holds the position."""
    return bisect_right(setting.lines, position, key=itemgetter(0)) - 1


def _named(setting: Setting, start: int, end: int) -> Span | None:
    """The span that the words are, or hold: a person at the head of them, else an organisation.

    "Wang Yi of China" is Wang Yi; "the EU diplomatic service" and "a spokesman for the EU" speak for the EU. But
    "Trump's lawyer" is not Trump, and "the EU envoy" not the EU.
    """
    text = setting.text
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    names = list(held(setting, start, end))
    whole = [span for span in names if (span.start, span.end) == (start, end) and span.type in SPEAKERS]
    people = [span for span in names if span.type == "person" and _HEAD.match(text, span.end, end)]
    bodies = [span for span in names if span.type == "organisation" and _speaks_for(text, span, start, end)]
    return next(iter([*whole, *people, *bodies]), None)


def held(setting: Setting, start: int, end: int, most: int = _MOST) -> Iterator[Span]:
    """The first names that lie in the stretch, in reading order, `most` of them."""
    first = bisect_left(setting.spans, start, key=attrgetter("start"))
    return takewhile(lambda span: span.end <= end, setting.spans[first : first + most])


def apposed(setting: Setting, end: int, closes: re.Pattern[str]) -> Span | None:
    """The person in apposition to the words, if `closes` follows: Paula Reyes in "the coach, Paula Reyes, (said)"."""
    comma = _COMMA.match(setting.text, end)
    if comma is None:
        return None
    first = bisect_left(setting.spans, comma.end(), key=attrgetter("start"))
    span = next(iter(setting.spans[first : first + 1]), None)
    if span is None or span.start != comma.end() or span.type != "person":
        return None
    return span if closes.match(setting.text, span.end) else None


def _speaks_for(text: str, body: Span, start: int, end: int) -> bool:
    leads = body.start == start or _SPOKESMAN.fullmatch(text, start, body.start) is not None
    return leads and _ARM.fullmatch(text, body.end, end) is not None


def _antecedent(setting: Setting, pronoun: Range) -> Span | None:
    """A mention of the only person named in the nearest paragraph that names any, up to the pronoun.

    Names in quotes and before a possessive ("Verdnik's deputy, Alenka Rus") don't count. Two persons: None.
    """
    at = at_line(setting, pronoun[0])
    for start, end in reversed(setting.lines[max(0, at - BACK) : at + 1]):
        people = list(_people(setting, max(start, pronoun[0] - REACH), min(end, pronoun[0])))
        if people:
            return people[-1] if len({setting.keys[span] for span in people}) == 1 else None
    return None


def _people(setting: Setting, start: int, end: int) -> Iterator[Span]:
    first = bisect_left(setting.spans, start, key=attrgetter("start"))
    for span in setting.spans[first : bisect_left(setting.spans, end, key=attrgetter("start"))]:
        possesses = _POSSESSIVE.match(setting.text, span.end) is not None
        if span.type == "person" and not possesses and not _quoted(setting, span):
            yield span


def _quoted(setting: Setting, span: Span) -> bool:
    at = bisect_right(setting.quoted, span.start, key=itemgetter(0)) - 1
    return at >= 0 and span.start < setting.quoted[at][1]
