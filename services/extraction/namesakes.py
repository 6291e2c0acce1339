"""Full names that two persons of one article bear, where the article says so: by ages, or in so many words.

Who bears such a name stays one entity, for the bare name doesn't tell whom it means; but it is nobody's: "ambiguous".
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from services.extraction.consistency import surface
from services.extraction.spans import Span

APART = 1
"""Years by which a person's ages may differ: a birthday may lie between."""

_AGE = re.compile(r"(?:,\s(?:aged\s)?|\s\((?:aged\s)?)([1-9]\d?|10\d)(?=[,;.)])(?![.,]\d)")
_AGED = re.compile(r"\b([1-9]\d?|10\d)-year-old\s(?:[a-z]+\s){0,2}$")
_ANOTHER = re.compile(
    r"\b(?:[Aa]nother|[Aa]\sdifferent|[Tt]he\sother|[Aa]\ssecond|[Aa]n\sunrelated)\s(?:[a-z]+\s(?:named|called)\s)?$"
)
_NAMESAKE = re.compile(
    r"\b(?:namesake,?|confused\swith\s(?:the\s)?(?:[a-z]+\s){0,2}|(?:both|all)\s(?:named|called)"
    r"|(?:two|three)\s(?:[a-z]+\s){1,2}(?:named|called)|shares?\sthe\sname(?:\sof)?)\s?$"
)
_GOES_ON = re.compile(r"\s(?!(?:from|had|has|in|is|of|was|who|whom|whose|works|lives|said)\b)[a-z]")
_REACH = 60


def namesakes(text: str, spans: Sequence[Span]) -> frozenset[str]:
    """The full names, with small letters, that the article tells to be borne by two."""
    persons = [span for span in spans if span.type == "person" and " " in surface(text, span)]
    return frozenset((*_by_age(text, persons), *_by_words(text, persons)))


def _by_age(text: str, persons: Sequence[Span]) -> Iterator[str]:
    ages: dict[str, set[int]] = defaultdict(set)
    for span in persons:
        told = _AGE.match(text, span.end, span.end + _REACH) or _AGED.search(
            text[max(0, span.start - _REACH) : span.start]
        )
        if told:
            ages[surface(text, span).casefold()].add(int(told[1]))
    yield from (name for name, known in ages.items() if max(known) - min(known) > APART)


def _by_words(text: str, persons: Sequence[Span]) -> Iterator[str]:
    for span in persons:
        before = text[max(0, span.start - _REACH) : span.start]
        another = _ANOTHER.search(before) and not _GOES_ON.match(text, span.end)
        if another or _NAMESAKE.search(before):
            yield surface(text, span).casefold()
