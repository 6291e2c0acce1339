"""Topics: the IPTC Media Topics as a tree, with how many articles each has."""

from collections.abc import Mapping
from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from schemas.mediatopics import Vocabulary
from services.gateway import examples, problems
from services.gateway.answer import JSON, encoded
from services.gateway.openapi import answers
from services.gateway.problems import Problem
from services.gateway.routes.parameters import Id, Window
from services.gateway.tree import children, node

PATH = "/v1/topics"


class Topics(Protocol):
    """Where topics are counted."""

    async def topics(self, days: int) -> Mapping[str, int]: ...


def router(topics: Topics, vocabulary: Vocabulary) -> APIRouter:
    """The routes over `topics`, which are counted, and the tree of the `vocabulary`."""
    routes = APIRouter(tags=["topics"])

    @routes.get(
        PATH,
        summary="The top of the tree",
        response_class=Response,
        responses=answers(
            {200: ("Most articles first.", JSON, "TopicList", examples.topics())},
            problems.BAD_PARAMETER,
            *problems.READING,
        ),
    )
    async def tops(query: Annotated[Window, Query()], request: Request) -> Response:
        counts = await topics.topics(query.days)
        return encoded(request, {"items": children(vocabulary, None, counts)})

    @routes.get(
        f"{PATH}/{{id}}",
        summary="One topic, what is above and what is below it",
        response_class=Response,
        responses=answers(
            {200: ("The topic.", JSON, "TopicNode", examples.topic())},
            problems.BAD_PARAMETER,
            problems.UNKNOWN_TOPIC,
            *problems.READING,
        ),
    )
    async def one(id_: Id, query: Annotated[Window, Query()], request: Request) -> Response:
        if id_ not in vocabulary:
            raise Problem(problems.UNKNOWN_TOPIC, f"{id_[:64]}: not in the vocabulary")
        counts = await topics.topics(query.days)
        return encoded(request, node(vocabulary, vocabulary[id_], counts))

    return routes
