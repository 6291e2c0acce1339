"""One article speaks of a name in one way: one type for each surface form, and every occurrence is a mention.

Three steps over the spans that the model found, each a pure function: `one_type`, `surnames`, `everywhere`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import fmean

from schemas.entities import EntityType
from services.extraction.bodies import Sole, bodies
from services.extraction.spans import Range, Span, inside

METHOD = "rule:same-surface"
SHORTEST = 4
"""Code points: a shorter surface ("US", "Li") is too often part of something else to be marked everywhere."""

SURE = 0.8
"""The score from which one mention vouches for the others."""

CERTAIN = 0.95
"""The mean score from which a surface form keeps its type although it ends a person's name."""

_WORD = re.compile(r"[^\W_]+")


def consistent(
    text: str, spans: Sequence[Span], stretches: Sequence[Range], type_of: Sole | None = None
) -> list[Span]:
    """The spans after all steps, in reading order, none overlapping another.

    With `type_of`, what it says of names has a say in their types (`bodies`).
    """
    alike = one_type(text, spans)
    if type_of is not None:
        alike = bodies(text, alike, type_of)
    return everywhere(text, surnames(text, alike), stretches)


def surface(text: str, span: Span) -> str:
    """The words of a span with single blanks between them."""
    return " ".join(text[span.start : span.end].split())


def one_type(text: str, spans: Sequence[Span]) -> list[Span]:
    """Each span with the type that its surface form has most often; the higher scores decide a tie."""
    votes: dict[str, dict[EntityType, tuple[int, float]]] = defaultdict(dict)
    for span in spans:
        count, total = votes[surface(text, span)].get(span.type, (0, 0.0))
        votes[surface(text, span)][span.type] = (count + 1, total + span.score)
    winner = {name: max(types, key=lambda kind: types[kind]) for name, types in votes.items()}
    return [span._replace(type=winner[surface(text, span)]) for span in spans]


def surnames(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, where a lone last word of a person's full name is a person too.

    Unless the model is certain that it is something else: Washington stays a place beside Denzel Washington.
    """
    persons = {surface(text, span) for span in spans if span.type == "person"}
    last = {name.rsplit(" ", 1)[1] for name in persons if " " in name}
    scores: dict[str, list[float]] = defaultdict(list)
    for span in spans:
        scores[surface(text, span)].append(span.score)
    last = {name for name in last if name in scores and fmean(scores[name]) < CERTAIN}
    return [span._replace(type="person") if surface(text, span) in last else span for span in spans]


def everywhere(text: str, spans: Sequence[Span], stretches: Iterable[Range]) -> list[Span]:
    """The spans and every other whole-word occurrence of their surface forms in the stretches."""
    taken = bytearray(len(text))
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    known = _known(text, [span for span in spans if span.score >= SURE])
    found = (span for start, end in stretches for span in _occurrences(text, start, end, known))
    return sorted([*spans, *(span for span in found if not any(taken[span.start : span.end]))])


def _known(text: str, spans: Iterable[Span]) -> Mapping[str, Sequence[tuple[str, Span]]]:
    """First word -> the surface forms (as written, longest first) that begin with it, each with an example."""
    examples: dict[str, Span] = {}
    for span in spans:
        form = text[span.start : span.end]
        if len(form) >= SHORTEST and form[0].isupper():
            examples.setdefault(form, span)
    known: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for form in sorted(examples, key=len, reverse=True):
        if word := _WORD.match(form):
            known[word[0]].append((form, examples[form]))
    return known


def _occurrences(
    text: str, start: int, end: int, known: Mapping[str, Sequence[tuple[str, Span]]]
) -> Iterator[Span]:
    free = start
    for word in _WORD.finditer(text, start, end):
        if word.start() < free:
            continue
        for form, example in known.get(word[0], ()):
            after = word.start() + len(form)
            if after <= end and text.startswith(form, word.start()) and _whole(text, after):
                yield example._replace(start=word.start(), end=after, method=METHOD)
                free = after
                break


def _whole(text: str, after: int) -> bool:
    return after == len(text) or not inside(text[after])
