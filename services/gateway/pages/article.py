"""A tagged article as its page shows it: text with marks, legend, and lists of what is named, said and meant. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from schemas.selectors import Selector
from schemas.tagged import TaggedArticle
from services.gateway.pages import tags
from services.gateway.pages.evidence import Checked, check, holds
from services.gateway.pages.kinds import LABELS, Entry, known, legend
from services.gateway.pages.marks import Mark
from services.gateway.pages.minimap import Tick, ticks
from services.gateway.pages.tags import Section, Tag, country_key, mention_key, quote_key
from services.gateway.pages.text import Shown, shown

LISTED = 150
"""Entities that are listed at first."""


class ArticleView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows of the event itself. `unlisted`: entities that are not in `names`."""

    tagged: TaggedArticle
    text: tuple[Shown, ...]
    titled: bool
    legend: tuple[Entry, ...]
    ticks: tuple[Tick, ...]
    topics: tuple[Tag, ...]
    scenes: tuple[Section, ...]
    names: tuple[Section, ...]
    unlisted: int
    unlinked: tuple[Tag, ...]
    amounts: tuple[Section, ...]
    quotes: tuple[Tag, ...]
    checked: Checked
    light: str


class Role(msgspec.Struct, frozen=True):
    """Why words are marked: `kind` is a class, or empty; `name` and `key` say whose they are ("e", an entity's key)."""

    kind: str
    name: str
    key: str


def view(tagged: TaggedArticle, light: str = "", every: bool = False) -> ArticleView:
    """The page of `tagged` with the evidence of the tag `light`, a key of one of its lists, lit."""
    article = tagged.article
    roles = _roles(tagged)
    names, unlisted = tags.names(tagged, light, None if every else LISTED)
    places = [(start, end, role.kind) for (start, end), found in roles.items() for role in found]
    return ArticleView(
        tagged=tagged,
        text=shown(article.text, article.blocks, [_mark(at, found, light) for at, found in roles.items()]),
        titled=any(block.kind == "title" for block in article.blocks),
        legend=legend(_kinds(tagged)),
        ticks=ticks([place for place in places if place[2] in LABELS], len(article.text)),
        topics=tags.topics(tagged, light),
        scenes=tags.scenes(tagged, light),
        names=names,
        unlisted=unlisted,
        unlinked=tuple(one for section in names for one in section.tags if one.why),
        amounts=tags.amounts(tagged, light),
        quotes=tags.quotes(tagged, light),
        checked=check(tagged),
        light=light,
    )


def _kinds(tagged: TaggedArticle) -> Iterable[str]:
    """The kind of each selector that the legend counts."""
    yield from (known(mention.type) for mention in tagged.mentions for _ in mention.evidence)
    yield from ("quote" for quote in tagged.quotes for _ in quote.evidence)
    yield from ("evidence" for topic in tagged.topics for _ in topic.evidence)


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
        add("quote", "q", quote_key(number), quote.evidence)
        if quote.speaker:
            add("speaker", "q", quote_key(number), (quote.speaker,))
    for topic in tagged.topics:
        add("evidence", "t", topic.id, topic.evidence)
    for country in tagged.geography.countries if tagged.geography else ():
        add("", "c", country_key(country.code), country.evidence)
    return dict(found)


def _mark(place: tuple[int, int], roles: Sequence[Role], light: str) -> Mark:
    keys: dict[str, dict[str, None]] = {}
    for role in roles:
        keys.setdefault(role.name, {})[role.key] = None
    lit = ["on"] if light and any(light in named for named in keys.values()) else []
    classes = dict.fromkeys([*(role.kind for role in roles if role.kind), *lit])
    data = tuple((name, " ".join(named)) for name, named in keys.items())
    return Mark(start=place[0], end=place[1], classes=" ".join(classes), data=data)
