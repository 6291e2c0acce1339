"""A tagged article as its page shows it: text with marks, legend, what is named, said and meant. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from schemas.entities import Entity, Mention, Processor, Quote
from schemas.selectors import Selector
from schemas.tagged import TaggedArticle
from services.gateway.pages import addresses
from services.gateway.pages.kinds import LABELS, NAMED, WHY, Entry, known, legend
from services.gateway.pages.marks import Mark
from services.gateway.pages.minimap import Tick, ticks
from services.gateway.pages.text import Shown, shown

PLACES = 12
"""Places in the text that an entry of a list names, at most; `n` and `p` go through all of them."""

LISTED = 150
"""Entities that are listed at first."""


class Evidence(msgspec.Struct, frozen=True):
    """Words that support a tag. `holds` where they stand where the selector says."""

    start: int
    end: int
    exact: str
    holds: bool


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An entity in the list. `href` leads to its page; `why` it is not linked, or empty."""

    entity: Entity
    kind: str
    href: str
    places: tuple[Evidence, ...]
    why: str
    lit: bool


class Group(msgspec.Struct, frozen=True):
    """The entities of one type, most mentions first."""

    kind: str
    label: str
    entities: tuple[Named, ...]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A quote in the list."""

    key: str
    quote: Quote
    words: str
    speaker: str
    evidence: tuple[Evidence, ...]
    lit: bool


class Meant(msgspec.Struct, frozen=True, kw_only=True):
    """A topic in the list."""

    id: str
    label: str
    score: float
    extractor: Processor
    evidence: tuple[Evidence, ...]
    lit: bool


class Checked(msgspec.Struct, frozen=True):
    """How many selectors the event has, and those that do not hold, each with the tag's name."""

    total: int
    orphans: tuple[tuple[str, Selector], ...]


class Valued(msgspec.Struct, frozen=True, kw_only=True):
    """A date or an amount in the list, with everywhere it stands."""

    key: str
    kind: str
    label: str
    value: str
    places: tuple[Evidence, ...]
    lit: bool


class ArticleView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows of the event itself. `unlisted`: entities that are not in `groups`."""

    tagged: TaggedArticle
    text: tuple[Shown, ...]
    titled: bool
    legend: tuple[Entry, ...]
    ticks: tuple[Tick, ...]
    topics: tuple[Meant, ...]
    groups: tuple[Group, ...]
    unlisted: int
    unlinked: tuple[Named, ...]
    values: tuple[Valued, ...]
    quotes: tuple[Said, ...]
    checked: Checked
    light: str


class Role(msgspec.Struct, frozen=True):
    """Why words are marked: `kind` is a class, `name` and `key` say whose they are ("e" and an entity's key)."""

    kind: str
    name: str
    key: str


def view(tagged: TaggedArticle, light: str = "", every: bool = False) -> ArticleView:
    """The page of `tagged` with the evidence of `light` lit.

    That is the key of an entity or of a value (`mention_key`), "q" and a quote's number from 0, or a topic's id.
    """
    article = tagged.article
    roles = _roles(tagged)
    groups, unlisted = _groups(tagged, light, None if every else LISTED)
    places = [(start, end, role.kind) for (start, end), found in roles.items() for role in found]
    seen = [known(mention.type) for mention in tagged.mentions for _ in mention.evidence]
    others = [kind for kind, evidence in _others(tagged) for _ in evidence]
    return ArticleView(
        tagged=tagged,
        text=shown(article.text, article.blocks, [_mark(at, found, light) for at, found in roles.items()]),
        titled=any(block.kind == "title" for block in article.blocks),
        legend=legend([*seen, *others]),
        ticks=ticks([place for place in places if place[2] in LABELS], len(article.text)),
        topics=_topics(tagged, light),
        groups=groups,
        unlisted=unlisted,
        unlinked=tuple(one for group in groups for one in group.entities if one.why),
        values=_values(tagged, light),
        quotes=_quotes(tagged, light),
        checked=check(tagged),
        light=light,
    )


def mention_key(mention: Mention) -> str:
    """What all mentions of one thing share: their entity's key, or type and value of a date or an amount."""
    return mention.entity or f"{mention.type}:{mention.value or ''}".replace(" ", "_")


def holds(selector: Selector, text: str) -> bool:
    """Whether the words of `selector`, and those around them, stand in `text` where it says."""
    start, end = selector.start, selector.end
    return (
        0 <= start < end <= len(text)
        and len(selector.exact) == end - start
        and text.startswith(selector.exact, start)
        and len(selector.prefix) <= start
        and text.startswith(selector.prefix, start - len(selector.prefix))
        and text.startswith(selector.suffix, end)
    )


def check(tagged: TaggedArticle) -> Checked:
    """Look at every selector of `tagged`."""
    total, orphans, text = 0, [], tagged.article.text
    for total, (name, one) in enumerate(_selectors(tagged), 1):  # noqa: B007  # how many there were
        if not holds(one, text):
            orphans.append((name, one))
    return Checked(total, tuple(orphans))


def _selectors(tagged: TaggedArticle) -> Iterator[tuple[str, Selector]]:
    for mention in tagged.mentions:
        yield from ((f"mention of {mention_key(mention)}", one) for one in mention.evidence)
    for entity in tagged.entities:
        yield from ((f"entity {entity.key}", one) for one in entity.evidence)
    for number, quote in enumerate(tagged.quotes):
        yield from ((f"quote {number + 1}", one) for one in quote.evidence)
        around = (("speaker", quote.speaker), ("cue", quote.cue))
        yield from ((f"{role} of quote {number + 1}", one) for role, one in around if one)
    for topic in tagged.topics:
        yield from ((topic.label, one) for one in topic.evidence)


def _others(tagged: TaggedArticle) -> Iterator[tuple[str, Sequence[Selector]]]:
    yield from (("quote", quote.evidence) for quote in tagged.quotes)
    yield from (("evidence", topic.evidence) for topic in tagged.topics)


def _roles(tagged: TaggedArticle) -> dict[tuple[int, int], list[Role]]:
    """Whose evidence each marked stretch of words is: one mark serves all that point at the same words."""
    found: defaultdict[tuple[int, int], list[Role]] = defaultdict(list)
    text = tagged.article.text

    def add(kind: str, name: str, key: str, evidence: Iterable[Selector]) -> None:
        for one in evidence:
            if holds(one, text):
                found[one.start, one.end].append(Role(kind, name, key))

    for mention in tagged.mentions:
        add(known(mention.type), "e", mention_key(mention), mention.evidence)
    for number, quote in enumerate(tagged.quotes):
        add("quote", "q", f"q{number}", quote.evidence)
        if quote.speaker:
            add("speaker", "q", f"q{number}", (quote.speaker,))
    for topic in tagged.topics:
        add("evidence", "t", topic.id, topic.evidence)
    return dict(found)


def _mark(place: tuple[int, int], roles: Sequence[Role], light: str) -> Mark:
    keys: dict[str, dict[str, None]] = {}
    for role in roles:
        keys.setdefault(role.name, {})[role.key] = None
    lit = ["on"] if light and any(light in named for named in keys.values()) else []
    classes = dict.fromkeys([*(role.kind for role in roles), *lit])
    data = tuple((name, " ".join(named)) for name, named in keys.items())
    return Mark(start=place[0], end=place[1], classes=" ".join(classes), data=data)


def _evidence(selectors: Sequence[Selector], text: str, most: int = PLACES) -> tuple[Evidence, ...]:
    return tuple(Evidence(one.start, one.end, one.exact, holds(one, text)) for one in selectors[:most])


def _groups(tagged: TaggedArticle, light: str, most: int | None) -> tuple[tuple[Group, ...], int]:
    mentions: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in tagged.mentions:
        mentions[mention_key(mention)].append(mention)
    ranked = sorted(tagged.entities, key=lambda entity: (entity.key != light, -entity.mentions))[:most]
    lines = [_named(entity, mentions[entity.key], tagged.article.text, light) for entity in ranked]
    by_kind: defaultdict[str, list[Named]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: -line.entity.mentions):
        by_kind[line.kind].append(line)
    groups = tuple(
        Group(kind, label, tuple(by_kind[kind])) for kind, label in NAMED.items() if kind in by_kind
    )
    return groups, len(tagged.entities) - len(lines)


def _named(entity: Entity, mentions: Sequence[Mention], text: str, light: str) -> Named:
    selectors = [one for mention in mentions[:PLACES] for one in mention.evidence] or list(entity.evidence)
    why = WHY.get(entity.abstained, entity.abstained) if entity.abstained else ""
    return Named(
        entity=entity,
        kind=known(entity.type),
        href=addresses.entity(entity),
        places=_evidence(selectors, text),
        why=why,
        lit=entity.key == light,
    )


def _values(tagged: TaggedArticle, light: str) -> tuple[Valued, ...]:
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in tagged.mentions:
        if mention.entity is None:
            found[mention_key(mention)].append(mention)
    text = tagged.article.text
    return tuple(
        Valued(
            key=key,
            kind=known(ones[0].type),
            label=LABELS[known(ones[0].type)],
            value=ones[0].value or "",
            places=_evidence([place for one in ones[:PLACES] for place in one.evidence], text),
            lit=key == light,
        )
        for key, ones in found.items()
    )


def _quotes(tagged: TaggedArticle, light: str) -> tuple[Said, ...]:
    names = {entity.key: entity.name for entity in tagged.entities}
    return tuple(
        Said(
            key=f"q{number}",
            quote=quote,
            words=" … ".join(one.exact for one in quote.evidence),
            speaker=names.get(quote.entity or "") or (quote.speaker.exact if quote.speaker else ""),
            evidence=_evidence(quote.evidence, tagged.article.text),
            lit=light == f"q{number}",
        )
        for number, quote in enumerate(tagged.quotes)
    )


def _topics(tagged: TaggedArticle, light: str) -> tuple[Meant, ...]:
    return tuple(
        Meant(
            id=topic.id,
            label=topic.label,
            score=topic.score,
            extractor=topic.extractor,
            evidence=_evidence(topic.evidence, tagged.article.text),
            lit=topic.id == light,
        )
        for topic in tagged.topics
    )
