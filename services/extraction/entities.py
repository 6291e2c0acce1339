"""Mentions -> entities: which names of one article are the same person, organisation, place or thing.

Names and aliases that the article itself shows, and nothing else: a surname joins the one full name that it
ends, an acronym the name that it is defined for, an office its holder, "the Commission" the one that is named.
Linking to a knowledge base comes after this step.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from schemas.entities import EntityType
from services.extraction.acronyms import defined
from services.extraction.consistency import surface
from services.extraction.namesakes import namesakes
from services.extraction.spans import Span

METHOD = "rule:same-name"

Abstained = Literal["ambiguous", "unknown"]
_GENERATION = re.compile(r",? (?:jr|sr|jnr|snr|ii|iii|iv)\.?$")
Form = tuple[EntityType, str]


class Group(NamedTuple):
    """The spans of one entity in reading order, its fullest name, and why it has no id."""

    name: str
    type: EntityType
    spans: Sequence[Span]
    abstained: Abstained


def groups(text: str, spans: Sequence[Span], aliases: Mapping[Form, Form] | None = None) -> list[Group]:
    """The entities of the article, in the order of their first mention; `aliases` says what else joins what."""
    forms = [(span.type, surface(text, span).casefold()) for span in spans]
    joined = {**_aliases(text, spans, forms), **(aliases or {})}
    members: dict[Form, list[Span]] = defaultdict(list)
    for form, span in zip(forms, spans, strict=True):
        members[_end(form, joined)].append(span)
    shared = namesakes(text, spans)
    return [_group(text, form, found, joined, shared) for form, found in members.items()]


def first_of_each_form(text: str, spans: Sequence[Span]) -> list[Span]:
    """The first span of each surface form: what shows all the names of one entity."""
    found: dict[str, Span] = {}
    for span in spans:
        found.setdefault(surface(text, span), span)
    return list(found.values())


def _group(
    text: str,
    form: Form,
    spans: Sequence[Span],
    joined: Mapping[Form, Form | None],
    shared: Collection[str],
) -> Group:
    names = [surface(text, span) for span in spans]
    name = next((name for name in names if name.casefold() == form[1]), names[0])
    open_ = form in joined or (form[0] == "person" and form[1] in shared)
    return Group(name, form[0], spans, "ambiguous" if open_ else "unknown")


def _end(form: Form, joined: Mapping[Form, Form | None]) -> Form:
    """The fullest form, over an alias and the short name that it may stand for."""
    first = joined.get(form) or form
    return joined.get(first) or first


def _aliases(text: str, spans: Sequence[Span], forms: Sequence[Form]) -> Mapping[Form, Form | None]:
    """Form -> the form that it joins; None where it could join several and so joins none."""
    joined: dict[Form, Form | None] = dict(_surnames({name for kind, name in forms if kind == "person"}))
    for acronym, full in defined(text, spans).items():
        joined[full.type, acronym.casefold()] = (full.type, surface(text, full).casefold())
    return joined


def _surnames(persons: set[str]) -> Iterator[tuple[Form, Form | None]]:
    """Each name that ends a longer name ("kallas", "von der leyen") with the longest, or None if there are two.

    "Jr." and the like are not looked at: "Kallas" ends "Kaja Kallas Jr.", and "Kaja Kallas" is whole in it.
    """
    ends: dict[str, set[str]] = defaultdict(set)
    for full in persons:
        words = _GENERATION.sub("", full).split(" ")
        for i in range(int(full == " ".join(words)), len(words)):
            ends[" ".join(words[i:])].add(full)
    for short in persons & ends.keys():
        fullest = {full for full in ends[short] if full not in ends}
        only = fullest.pop() if len(fullest) == 1 else None
        yield ("person", short), ("person", only) if only else None
