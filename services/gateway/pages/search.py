"""Search: words and a filter, and facets that narrow what is found."""

from typing import Protocol

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from schemas.mediatopics import Vocabulary
from services.gateway.breakdown import Breakdown, Value
from services.gateway.pages import addresses, card
from services.gateway.pages.asking import PAGE, asked, following
from services.gateway.pages.render import Renderer
from services.gateway.pages.timeline import Timeline, timeline
from services.gateway.routes.articles import Pages
from services.gateway.search import Page
from services.gateway.wanted import Wanted

TOPICS = 8
DAYS = 90


class Counts(Protocol):
    """Counts what is found."""

    async def of(self, wanted: Wanted) -> Breakdown: ...


class Choice(msgspec.Struct, frozen=True):
    """A value by which the search can be narrowed."""

    label: str
    count: int
    href: str


class Facet(msgspec.Struct, frozen=True):
    """Values of one kind. `most` is the count of the most frequent."""

    label: str
    values: tuple[Choice, ...]
    most: int


def router(pages: Pages, counts: Counts, vocabulary: Vocabulary, renderer: Renderer) -> APIRouter:
    """The route over what is stored."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/search")
    async def search(q: str = "", filter: str = "", order: str = "", cursor: str = "") -> Response:  # noqa: A002
        look = asked(vocabulary, filter, q, cursor)
        best = order == "best" and look.wanted.text is not None
        found, counted = Page(docs=(), last=None), None
        if not look.fault:
            found = (
                await pages.ranked(look.wanted, PAGE)
                if best
                else await pages.page(look.wanted, look.after, PAGE)
            )
            counted = await counts.of(look.wanted)
        older = addresses.search(q=q, filter=filter, cursor=following(found, look.wanted))
        return renderer.page(
            "search.html",
            400 if look.fault else 200,
            current="/search",
            q=q,
            filter=filter,
            order=order,
            fault=look.fault,
            found=card.cards(card.read(found.docs), vocabulary),
            next=older if found.last else None,
            breakdown=counted,
            facets=facets(counted, q, filter, vocabulary) if counted and counted.count else (),
            days=days(counted) if counted else None,
        )

    return routes


def facets(counted: Breakdown, q: str, filter_: str, vocabulary: Vocabulary) -> tuple[Facet, ...]:
    """Each kind that tells the hits apart, each value with the search that it leads to."""
    topics = [one for one in counted.topics if one.value in vocabulary][:TOPICS]
    kinds = (
        ("Topics", [(one, vocabulary.label(one.value), f"topic:{one.value}") for one in topics]),
        ("Names", [(one, one.label, f"entity:{_key(one)}") for one in counted.entities]),
        ("Sources", [(one, one.label, f"source:{one.value}") for one in counted.sources]),
        ("Languages", [(one, one.label, f"lang:{one.value}") for one in counted.languages]),
    )
    return tuple(
        Facet(
            label,
            tuple(
                Choice(name, one.count, addresses.search(q=q, filter=narrowed(filter_, condition)))
                for one, name, condition in values
            ),
            max(one.count for one, _, _ in values),
        )
        for label, values in kinds
        if values
    )


def narrowed(filter_: str, condition: str) -> str:
    """`filter_` with `condition` as well."""
    if not filter_.strip():
        return condition
    return f"{filter_} AND {condition}" if " OR " not in filter_ else f"({filter_}) AND {condition}"


def quoted(text: str) -> str:
    """`text` in quotation marks, as a filter takes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def days(counted: Breakdown) -> Timeline | None:
    """The days of the hits, up to the newest of them."""
    if not counted.days:
        return None
    last = counted.days[-1][0]
    span = min(DAYS, max(14, (last - counted.days[0][0]).days + 1))
    return timeline(counted.days, last, span)


def _key(one: Value) -> str:
    """An entity's id, or its name where it has none: the key is then type and name."""
    return one.value if ":" not in one.value else quoted(one.label)
