"""What is marked in an article, and how it is called: the one list behind legend, lists and colours."""

from collections.abc import Iterable, Mapping

import msgspec

NAMED: Mapping[str, str] = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "group": "Groups",
    "event": "Events",
    "product": "Products",
    "law": "Laws",
    "date": "Dates",
    "money": "Money",
    "other": "Other names",
}
"""Types of entity, in the order in which they are shown."""

LABELS: Mapping[str, str] = {**NAMED, "quote": "Quotes", "evidence": "Topic evidence"}

WHY: Mapping[str, str] = {
    "ambiguous": "several things bear this name, and the article does not say which one",
    "unknown": "the knowledge base has nothing of this name",
    "low_score": "the best candidate fits too badly",
}
"""Why an entity was seen and not linked."""


class Entry(msgspec.Struct, frozen=True):
    """A line of the legend. `shown` from the start, or only when asked for."""

    kind: str
    label: str
    count: int
    shown: bool


def legend(kinds: Iterable[str]) -> tuple[Entry, ...]:
    """How often each kind occurs in `kinds`, in the order of `LABELS`; a kind that we do not know counts as other."""
    counts = dict.fromkeys(LABELS, 0)
    for kind in kinds:
        counts[known(kind)] += 1
    return tuple(
        Entry(kind, label, counts[kind], kind != "evidence") for kind, label in LABELS.items() if counts[kind]
    )


def known(kind: str) -> str:
    """`kind`, or "other" where a newer producer has a type that this page does not know."""
    return kind if kind in LABELS else "other"
