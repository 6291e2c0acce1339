"""Names in the news: the list, and a page for each."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from schemas.entities import Entity, Link
from schemas.filters import syntax
from schemas.filters.words import name as folded
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway import problems
from services.gateway.facets import About
from services.gateway.pages import addresses, card
from services.gateway.pages.kinds import NAMED
from services.gateway.pages.render import Renderer
from services.gateway.pages.search import quoted
from services.gateway.pages.tags import quote_key, words
from services.gateway.pages.timeline import timeline
from services.gateway.problems import Problem
from services.gateway.routes.articles import Pages
from services.gateway.routes.entities import Entities
from services.gateway.wanted import Wanted

Days = Annotated[int, Query(ge=1, le=366)]
LISTED = 100
LATEST = 20
QUOTES = 6


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said, and where that stands. `kind` is the quote's."""

    kind: str
    words: str
    href: str
    when: str | None
    source: str
    language: str


def router(entities: Entities, pages: Pages, vocabulary: Vocabulary, renderer: Renderer) -> APIRouter:
    """The routes over what is counted and stored."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/entities")
    async def most(days: Days = 7, type: str = "", name: str = "") -> Response:  # noqa: A002
        kind, begins = (type if type in NAMED else None), name.strip().replace("\0", "")[:100]
        found = await entities.entities(days, kind, begins or None, LISTED)
        return renderer.page(
            "entities.html", current="/entities", days=days, type=type, name=name, found=found
        )

    @routes.get("/entities/{key}")
    async def one(key: str, days: Days = 30) -> Response:
        about = None if "\0" in key else await entities.entity(key, days)
        if about is None:
            raise Problem(problems.UNKNOWN_ENTITY, f"{key[:100]}: no article names it")
        page = await pages.page(Wanted(filter=syntax.Entity(_found_by(about))), None, LATEST)
        tagged = card.read(page.docs)
        counts = [(day.day, day.articles) for day in about.timeline]
        return renderer.page(
            "entity.html",
            current="/entities",
            about=about,
            days=days,
            bars=timeline(counts, today(), days),
            link=_link(about, tagged),
            found=card.cards(tagged, vocabulary),
            said=_said(about, tagged),
            all=addresses.search(filter=f"entity:{about.id or quoted(about.name)}") if page.last else None,
        )

    return routes


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


def _found_by(about: About) -> str:
    return about.id or f"name:{folded(about.name)}"


def _is(about: About, entity: Entity) -> bool:
    if about.id or entity.id:
        return about.id == entity.id
    return entity.type == about.type and folded(entity.name) == folded(about.name)


def _link(about: About, found: Sequence[TaggedArticle]) -> Link | None:
    """What the knowledge base knows, as the newest article has it."""
    links = (entity.link for tagged in found for entity in tagged.entities if _is(about, entity))
    return next((link for link in links if link), None)


def _said(about: About, found: Sequence[TaggedArticle]) -> tuple[Words, ...]:
    """The newest quotes of this speaker."""
    said = (
        Words(
            kind=quote.kind,
            words=words(quote),
            href=addresses.article(tagged.article.id, light=quote_key(number)),
            when=tagged.article.published,
            source=tagged.article.source,
            language=tagged.article.language,
        )
        for tagged in found
        for speakers in [{entity.key for entity in tagged.entities if _is(about, entity)}]
        for number, quote in enumerate(tagged.quotes)
        if quote.entity in speakers
    )
    return tuple(one for one, _ in zip(said, range(QUOTES), strict=False))
