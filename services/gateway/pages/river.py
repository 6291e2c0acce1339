"""The first page: what comes in, as it comes in."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from fastapi import APIRouter
from starlette.responses import Response

from schemas.mediatopics import Vocabulary
from services.gateway.pages import addresses, card
from services.gateway.pages.asking import PAGE, asked, following
from services.gateway.pages.render import Renderer
from services.gateway.routes.articles import Pages
from services.gateway.search import Page

LATE = timedelta(seconds=30)
"""How long before the page was made what it hears again may have been tagged: it may not have been stored yet."""


class Recent(Protocol):
    """Knows where the live stream stands."""

    def recent(self) -> str | None: ...


def router(pages: Pages, streams: Recent, vocabulary: Vocabulary, renderer: Renderer) -> APIRouter:
    """The route over what is stored and where the stream stands."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def river(filter: str = "", cursor: str = "") -> Response:  # noqa: A002  # the parameter's name
        look = asked(vocabulary, filter, place=cursor)
        place = streams.recent()  # before the search: what comes meanwhile is then heard, not missed
        page = Page(docs=(), last=None) if look.fault else await pages.page(look.wanted, look.after, PAGE)
        return renderer.page(
            "river.html",
            400 if look.fault else 200,
            current="/",
            filter=filter,
            fault=look.fault,
            place=place,
            since=(datetime.now(UTC) - LATE).isoformat(),
            live=not look.fault and not cursor,
            found=card.cards(card.read(page.docs), vocabulary),
            next=addresses.river(filter=filter, cursor=following(page, look.wanted)) if page.last else None,
            blank=card.blank(),
        )

    return routes
