"""Names of one article that mean the same thing: the short form goes with the long one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from services.extraction.linking.names import company

Reason = Literal["ambiguous", "unknown", "low_score"]


class Choice(NamedTuple):
    """An id with its probability, or the reason for none."""

    id: str | None
    probability: float
    reason: Reason | None


class Named(NamedTuple):
    """An entity as it is joined with others: its name as written and as a key, its choice, and what that is.

    `person`: it is a person's name. `place`: it's linked to a place.
    """

    written: str
    key: str
    choice: Choice
    person: bool
    place: bool


def together(entities: Sequence[Named]) -> list[Choice]:
    """The choices, those of short forms after what their long form means; none where two long forms differ."""
    longer: dict[str, list[Named]] = defaultdict(list)
    for entity in entities:
        for part in {*_parts(entity), *_initials(entity)}:
            longer[part].append(entity)
    return [_joined(entity, longer) for entity in entities]


def _parts(entity: Named) -> Iterator[str]:
    """What a long name is shortened to: first and last names of persons, the head of a company's name."""
    words = entity.key.split()
    if entity.person:
        yield from (" ".join(words[i:]) for i in range(1, len(words)))
        yield from words[:1] if len(words) > 1 else ()
    elif (bare := company(entity.key)) != entity.key:
        yield from (" ".join(bare.split()[:i]) for i in range(1, len(bare.split()) + 1))


def _initials(entity: Named) -> Iterator[str]:
    letters = [word[0] for word in entity.written.split() if word[0].isupper()]
    if len(letters) > 2 and not entity.written.isupper():
        yield "".join(letters).lower()


def _joined(entity: Named, longer: Mapping[str, Sequence[Named]]) -> Choice:
    acronym = entity.written.isupper() and " " not in entity.key
    found = [
        other
        for other in longer.get(entity.key, ())
        if other.key != entity.key and (acronym or entity.key in set(_parts(other)))
    ]
    if not found:
        return entity.choice
    if all(company(other.key) == entity.key for other in found):
        return max(
            (entity.choice, *(other.choice for other in found)), key=lambda choice: choice.id is not None
        )
    return _followed(entity, found)


def _followed(entity: Named, found: Sequence[Named]) -> Choice:
    """What the long forms mean, where they mean one thing: another spelling of a person's name doesn't count."""
    linked = [other for other in found if other.choice.id]
    spelt = {_ends(other.key) for other in linked}
    if linked and entity.person:
        found = [other for other in found if other.choice.id or _ends(other.key) not in spelt]
    ids = {other.choice.id for other in found}
    first = found[0].choice
    if len(ids) > 1 or (entity.place and first.id != entity.choice.id):
        return Choice(None, entity.choice.probability, "ambiguous")
    return first if first.id else Choice(None, entity.choice.probability, first.reason)


def _ends(key: str) -> tuple[str, str]:
    words = key.split()
    return words[0], words[-1]
