"""Where the news is: the places that most articles name, on a map and in a list."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from services.gateway.facets import Counted
from services.gateway.pages import addresses
from services.gateway.pages.entities import Days
from services.gateway.pages.names import country
from services.gateway.pages.render import Renderer
from services.gateway.positions import Where
from services.gateway.routes.entities import Entities

LISTED = 80
NORTH, SOUTH = 83.0, -57.0
SCALE = 2.0
"""Units of the map a degree. It is as wide as it is: every degree of longitude and of latitude has the same length."""

LARGEST = 11.0


class Positions(Protocol):
    """Knows where places are."""

    async def of(self, keys: Sequence[str]) -> Mapping[str, Where]: ...


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the list, and on the map where its position is known and the map reaches so far.

    `within` is the name of its country; empty for a country, and where that is not known.
    """

    name: str
    href: str
    articles: int
    within: str
    x: float | None
    y: float | None
    radius: float


def router(entities: Entities, positions: Positions, renderer: Renderer) -> APIRouter:
    """The route over what is counted."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/places")
    async def places(days: Days = 7) -> Response:
        counted = await entities.entities(days, "place", None, LISTED)
        known = await positions.of([one.key for one in counted if one.id])
        most = max((one.articles for one in counted), default=0)
        found = [place(one, known.get(one.key), most) for one in counted]
        return renderer.page("places.html", current="/places", days=days, found=found)

    return routes


def place(one: Counted, where: Where | None, most: int) -> Place:
    """`one` at `where`; the area of its circle is as its share of the articles of the place with `most`."""
    latitude, longitude = (where.latitude, where.longitude) if where else (None, None)
    within = country(where.country) if where and where.country and where.iso != where.country else ""
    shown = latitude is not None and longitude is not None and SOUTH <= latitude <= NORTH
    return Place(
        name=one.name,
        href=addresses.by_key(one.key),
        articles=one.articles,
        within=within,
        x=round((longitude + 180) * SCALE, 1) if shown and longitude is not None else None,
        y=round((NORTH - latitude) * SCALE, 1) if shown and latitude is not None else None,
        radius=round(max(2.5, LARGEST * (one.articles / most) ** 0.5), 1) if most else 2.5,
    )
