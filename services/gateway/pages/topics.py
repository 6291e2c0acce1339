"""Topics: the tree with its counts, and a page for each."""

from fastapi import APIRouter
from starlette.responses import Response

from schemas.filters import syntax
from schemas.mediatopics import Vocabulary
from services.gateway import problems
from services.gateway.pages import addresses, card
from services.gateway.pages.entities import Days, today
from services.gateway.pages.render import Renderer
from services.gateway.pages.search import Choice, Counts
from services.gateway.pages.timeline import timeline
from services.gateway.problems import Problem
from services.gateway.routes.articles import Pages
from services.gateway.routes.topics import Topics
from services.gateway.tree import children, node
from services.gateway.wanted import Wanted

LATEST = 20
BELOW = 5
"""Topics of the second level that the tree shows under each of the first."""


def router(
    topics: Topics, pages: Pages, counts: Counts, vocabulary: Vocabulary, renderer: Renderer
) -> APIRouter:
    """The routes over what is counted and stored."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/topics")
    async def tops(days: Days = 7) -> Response:
        counted = await topics.topics(days)
        branches = children(vocabulary, None, counted)
        below = {one.id: children(vocabulary, one.id, counted) for one in branches}
        shown = [(one, [leaf for leaf in below[one.id] if leaf.articles][:BELOW]) for one in branches]
        most = max((one.articles for one in branches), default=0)
        return renderer.page("topics.html", current="/topics", days=days, tops=shown, most=most)

    @routes.get("/topics/{id}")
    async def one(id: str, days: Days = 7) -> Response:  # noqa: A002  # the name of the path's part
        if id not in vocabulary:
            raise Problem(problems.UNKNOWN_TOPIC, f"{id[:64]}: not in the vocabulary")
        wanted = Wanted(filter=syntax.Topic(id))
        page = await pages.page(wanted, None, LATEST)
        counted = await counts.of(wanted)
        return renderer.page(
            "topic.html",
            current="/topics",
            node=node(vocabulary, vocabulary[id], await topics.topics(days)),
            days=days,
            bars=timeline(counted.days, today(), max(days, 30)),
            found=card.cards(card.read(page.docs), vocabulary),
            names=[Choice(one.label, one.count, addresses.by_key(one.value)) for one in counted.entities],
            all=addresses.search(filter=f"topic:{id}") if page.last else None,
        )

    return routes
