"""Trends: what rises now, with its curve and the articles that support it."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from schemas.mediatopics import Vocabulary
from schemas.trends import Trend
from services.gateway.pages import addresses
from services.gateway.pages.entities import Days
from services.gateway.pages.render import Renderer
from services.gateway.pages.stories import subject
from services.gateway.routes.trends import Trends

LISTED = 40
KINDS = {"entity": "names", "topic": "topics", "pair": "pairs"}
HEIGHT = 30


class Rising(msgspec.Struct, frozen=True, kw_only=True):
    """A trend with its curve: `points` as an SVG polyline takes them, `usual` as a height."""

    trend: Trend
    subjects: tuple[tuple[str, str], ...]
    points: str
    width: int
    usual: float
    support: tuple[tuple[str, str, str], ...]


def router(trends: Trends, vocabulary: Vocabulary, renderer: Renderer) -> APIRouter:
    """The route over `trends`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/trends")
    async def rising(
        days: Days = 1, kind: str = "", past: Annotated[str, Query(max_length=5)] = ""
    ) -> Response:
        chosen = kind if kind in KINDS else None
        found = await trends.trends(chosen, bool(past), days, LISTED)
        return renderer.page(
            "trends.html",
            current="/trends",
            kind=chosen or "",
            past=bool(past),
            choices=KINDS,
            found=[read(one, vocabulary) for one in found],
        )

    return routes


def read(doc: bytes, vocabulary: Vocabulary) -> Rising:
    """A trend as its page shows it."""
    trend = msgspec.json.decode(doc, type=Trend)
    most = max([*trend.counts, trend.usual, 1])
    step = 6
    points = " ".join(
        f"{number * step},{round(HEIGHT - HEIGHT * count / most, 1)}"
        for number, count in enumerate(trend.counts)
    )
    return Rising(
        trend=trend,
        subjects=tuple((one.name, subject(one.kind, one.name, one.id, vocabulary)) for one in trend.subjects),
        points=points,
        width=max(1, len(trend.counts) - 1) * step,
        usual=round(HEIGHT - HEIGHT * trend.usual / most, 1),
        support=tuple((addresses.article(one.article), one.source, one.time) for one in trend.support[:5]),
    )
