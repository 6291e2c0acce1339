"""The live stream: tagged events as they come, as server-sent events."""

import re
from collections.abc import AsyncIterator
from typing import Annotated, Protocol

from fastapi import APIRouter, Header, Query, Request
from pydantic import Field
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from schemas.filters.parse import LONGEST
from schemas.filters.syntax import Filter
from schemas.mediatopics import Vocabulary
from services.gateway import examples, problems
from services.gateway.live.answer import EventStream, Why
from services.gateway.live.direct import Direct, direct
from services.gateway.live.live import Begin
from services.gateway.openapi import answers
from services.gateway.problems import Fault, Problem
from services.gateway.routes.parameters import Strict, moment
from services.gateway.wanted import read

PATH = "/v1/stream"
LONGEST_ID = 8192
LIKE_A_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ]|$)", re.ASCII)
"""What no id of an event begins with."""


class Streams(Protocol):
    """Where live streams are opened."""

    async def open(
        self, begin: Begin, wanted: Filter | None, direct: Direct | None = None
    ) -> AsyncIterator[bytes]: ...

    def entered(self) -> None: ...

    def left(self, why: Why) -> None: ...


class StreamQuery(Strict):
    """The parameters of the stream."""

    filter: str | None = Field(
        None,
        description="A filter, as docs/filters.md explains. Retractions come whatever it says.",
        json_schema_extra={"maxLength": LONGEST},
        examples=["topic:medtop:04000000 AND lang:en"],
    )
    from_: str | None = Field(
        None,
        alias="from",
        max_length=LONGEST_ID,
        description="Where to begin: `latest` (the next event), `earliest`, a time (RFC 3339), or an event's `id`. "
        "A `Last-Event-ID` goes before it.",
    )


class Streaming(Response):
    """What the framework takes for an answer: it sends an `EventStream`."""

    def __init__(self, stream: EventStream) -> None:
        super().__init__()
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        await self._stream(scope, receive, send)


def router(streams: Streams, vocabulary: Vocabulary, stall_s: float) -> APIRouter:
    """The route over `streams`; a client that takes nothing for `stall_s` seconds is cut off."""
    routes = APIRouter(tags=["stream"])

    @routes.get(
        PATH,
        summary="The tagged events as they come (server-sent events)",
        response_class=Response,
        responses=answers(
            {200: ("Events, until either side ends.", "text/event-stream", "EventText", examples.event())},
            problems.BAD_FILTER,
            problems.BAD_PARAMETER,
            problems.BAD_CURSOR,
            problems.TOO_MANY_STREAMS,
            problems.UNAVAILABLE,
        ),
    )
    async def stream(
        query: Annotated[StreamQuery, Query()],
        request: Request,
        last_event_id: Annotated[str | None, Header(description="The `id` of the last event seen.")] = None,
    ) -> Response:
        wanted = None if query.filter is None else read(query.filter, vocabulary)
        chunks = await streams.open(_begin(last_event_id, query.from_), wanted, direct(request.scope))
        return Streaming(EventStream(chunks, streams, stall_s))

    return routes


def _begin(last: str | None, given: str | None) -> Begin:
    if last:
        return Begin(id=last)
    match given:
        case None | "latest":
            return Begin()
        case "earliest":
            return Begin(oldest=True)
    if not LIKE_A_TIME.match(given):
        return Begin(id=given)
    try:
        return Begin(moment=moment(given))
    except ValueError as error:
        detail = f"from: {error}"
        raise Problem(problems.BAD_PARAMETER, detail, [Fault("from", str(error))]) from None
