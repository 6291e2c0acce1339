"""Offices by which an article calls a person that it also names: "the HR/VP", "the Foreign Minister".

Two ways, both asking that the person is named in the article. It ties the office to one person itself ("Foreign
Minister Wang Yi", "Wang Yi, the Foreign Minister") and to no other; or the office is one of those that one person in
the world holds (`offices.tsv`), and it names the holder of its own day. An office in small letters is never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from services.extraction.consistency import surface
from services.extraction.spans import Range, Span

METHOD = "rule:office"
_TABLE = Path(__file__).with_name("offices.tsv")
_HEADS = (
    r"(?:Prime Minister|Foreign Minister|Foreign Secretary|Defen[cs]e Minister|Finance Minister|Interior Minister"
    r"|Home Secretary|Vice[ -]President|President|Chancellor|Premier|Secretary[ -]General|Director[ -]General"
    r"|Attorney General|High Representative|Commissioner|Governor|Mayor|Chief Justice|Speaker|Archbishop|Pope"
    r"|Secretary of State|Secretary of Defense|Minister|Secretary)"
)
_HEAD = re.compile(rf"(?<![\w-]){_HEADS}(?![\w-])")
_BEFORE_NAME = re.compile(rf"(?<![\w-])({_HEADS}),?\s$")
_AFTER_NAME = re.compile(rf",\s(?:the\s|a\s)?(?:[\w’'-]+\s){{0,4}}?({_HEADS})(?![\w-])(?!\s(?:for|of)\b)")
_THE = re.compile(r"\b[Tt]he\s$")
_NAME_NEXT = re.compile(r"(?:['’]s?\s|\s)[A-Z]|\s(?:of|for)\s|-[A-Za-z]")
_LONGEST = 90


class Holder(NamedTuple):
    """Who holds an office, in ISO dates; `until` is empty for who holds it still. `forms` are its names."""

    forms: tuple[str, ...]
    name: str
    since: str
    until: str


@cache
def holders() -> tuple[Holder, ...]:
    """The table of offices that one person in the world holds."""
    rows = [
        line.split("\t")
        for line in _TABLE.read_text(encoding="utf-8").splitlines()
        if line[:1] not in {"", "#"}
    ]
    return tuple(Holder(tuple(forms.split("|")), name, since, until) for forms, name, since, until in rows)


def held(
    text: str, spans: Sequence[Span], stretches: Sequence[Range], published: str | None
) -> Mapping[Range, str]:
    """Where an office stands for a person -> the person's name as the article's spans have it.

    `published` is the day of the article in RFC 3339: without it the table is not asked.
    """
    persons = [span for span in spans if span.type == "person"]
    found = {**dict(_stated(text, persons, stretches)), **dict(_dated(text, persons, stretches, published))}
    return dict(sorted(found.items()))


def _stated(text: str, persons: Sequence[Span], stretches: Sequence[Range]) -> Iterator[tuple[Range, str]]:
    """The bare "the Foreign Minister" of an article that ties those words to one person and to nothing else."""
    tied: dict[str, set[str]] = defaultdict(set)
    ties: set[int] = set()
    for span in persons:
        for at, office in _beside(text, span):
            tied[office].add(surface(text, span))
            ties.add(at)
    for office, names in tied.items():
        fullest = max(names, key=len)
        if any(name != fullest and not fullest.endswith(f" {name}") for name in names):
            continue
        places = [
            p for start, end in stretches for p in _places(text, office, start, end) if p[0] not in ties
        ]
        if all(_bare(text, place) for place in places):
            yield from ((place, fullest) for place in places)


def _beside(text: str, span: Span) -> Iterator[tuple[int, str]]:
    """The office right before the name or in apposition after it, and where it starts."""
    first = max(0, span.start - _LONGEST)
    if before := _BEFORE_NAME.search(text, first, span.start):
        yield before.start(1), before[1]
    if after := _AFTER_NAME.match(text, span.end, span.end + _LONGEST):
        yield after.start(1), after[1]


def _places(text: str, office: str, start: int, end: int) -> Iterator[Range]:
    yield from (head.span() for head in _HEAD.finditer(text, start, end) if head[0] == office)


def _bare(text: str, place: Range) -> bool:
    """True for "the Foreign Minister" that says no more: not "the Foreign Minister of France", "the French …"."""
    return (
        _THE.search(text, max(0, place[0] - 5), place[0]) is not None
        and _NAME_NEXT.match(text, place[1], place[1] + 8) is None
    )


def _dated(
    text: str, persons: Sequence[Span], stretches: Sequence[Range], published: str | None
) -> Iterator[tuple[Range, str]]:
    names = {surface(text, span) for span in persons}
    for holder in holders():
        if not published or not holder.since <= published[:10] <= (holder.until or "9999"):
            continue
        name = _named(holder.name, names)
        if name is None:
            continue
        forms = "|".join(re.escape(form) for form in holder.forms)
        for start, end in stretches:
            for match in re.finditer(rf"(?<![\w/-])(?:{forms})(?![\w/-])(?!\s[A-Z])", text[start:end]):
                yield (start + match.start(), start + match.end()), name


def _named(holder: str, names: set[str]) -> str | None:
    """The holder's name as the article has it: whole, or the surname where nobody else in it bears that."""
    if holder in names:
        return holder
    surname = holder.rsplit(maxsplit=1)[-1]
    bearing = {name for name in names if holder.endswith(f" {name}") or name.endswith(f" {surname}")}
    only = bearing.pop() if len(bearing) == 1 else None
    return only if only and holder.endswith(only) else None
