"""Articles: one by its id, and the newest of them page by page."""

import hashlib
import re
import uuid
from typing import Annotated, Protocol
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.gateway import cursor, examples, problems
from services.gateway.cursor import Filter, Position
from services.gateway.openapi import answers
from services.gateway.problems import Problem
from services.gateway.store import Found, Page

JSON = "application/json"
PATH = "/v1/articles"
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


class Articles(Protocol):
    """Where tagged articles are read: the store, or a fake."""

    async def get(self, article: uuid.UUID) -> Found | None: ...

    async def page(self, wanted: Filter, after: Position | None, limit: int) -> Page: ...


class ListQuery(BaseModel):
    """The parameters of the list. One that is not known is refused: a typo must not widen what is found."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100, description="Articles on a page, at most.")
    cursor: str | None = Field(
        None, max_length=100, description="Where the page before ended; from its `next`."
    )
    source: str | None = Field(
        None, pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$", description="Only of this source."
    )
    topic: str | None = Field(
        None,
        pattern=r"^medtop:[0-9]{8}$",
        description="Only with this Media Topic.",
        examples=["medtop:04000000"],
    )


def router(articles: Articles) -> APIRouter:
    """The routes that read `articles`."""
    routes = APIRouter(tags=["articles"])

    @routes.get(
        f"{PATH}/{{id}}",
        summary="One article with all its tags",
        response_class=Response,
        responses=answers(
            {200: ("The newest version.", JSON, "TaggedArticle", examples.tagged())},
            problems.BAD_ID,
            problems.UNKNOWN_ARTICLE,
            problems.RETRACTED,
            problems.UNAVAILABLE,
        ),
    )
    async def one(id: str, request: Request) -> Response:  # noqa: A002  # the name of the path's part
        found = await articles.get(_article_id(id))
        if found is None:
            raise Problem(problems.UNKNOWN_ARTICLE, f"{id}: not seen, or accepted and still on its way")
        if found.retracted:
            raise Problem(problems.RETRACTED, f"{id}: its text is not served any more")
        return _conditional(request, found.doc, str(found.event_id), _cloud_event(found))

    @routes.get(
        PATH,
        summary="The newest articles, page by page",
        response_class=Response,
        responses=answers(
            {200: ("A page, newest first.", JSON, "ArticlePage", examples.page())},
            problems.BAD_PARAMETER,
            problems.BAD_CURSOR,
            problems.UNAVAILABLE,
        ),
    )
    async def newest(query: Annotated[ListQuery, Query()], request: Request) -> Response:
        wanted = Filter(source=query.source, topic=query.topic)
        page = await articles.page(wanted, _position(query.cursor, wanted), query.limit)
        following = cursor.encode(page.last, wanted) if page.last else None
        body = b'{"items":[%b],"next":%b}' % (b",".join(page.docs), msgspec.json.encode(following))
        headers = {"Link": f'<{_address(query, following)}>; rel="next"'} if following else {}
        return _conditional(request, body, hashlib.sha256(body).hexdigest()[:32], headers)

    return routes


def _article_id(given: str) -> uuid.UUID:
    if not UUID.fullmatch(given):
        raise Problem(problems.BAD_ID, f"{given[:64]}: an article id is a UUID")
    return uuid.UUID(given)


def _position(given: str | None, wanted: Filter) -> Position | None:
    if given is None:
        return None
    try:
        return cursor.decode(given, wanted)
    except ValueError as error:
        raise Problem(problems.BAD_CURSOR, f"cursor: {error}") from None


def _conditional(request: Request, body: bytes, tag: str, headers: dict[str, str]) -> Response:
    """RFC 9110: the same bytes need not be sent twice."""
    headers |= {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if held & {"*", headers["ETag"]}:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=JSON)


def _cloud_event(found: Found) -> dict[str, str]:
    """CloudEvents 1.0.2, HTTP binding, binary mode: the same attributes as on the stream."""
    return {
        "ce-specversion": "1.0",
        "ce-id": str(found.event_id),
        "ce-type": "dateline.article.tagged.v1",
        "ce-source": found.producer,
        "ce-time": found.happened_at.isoformat(),
    }


def _address(query: ListQuery, following: str) -> str:
    parameters = query.model_dump(exclude_none=True) | {"cursor": following}
    return f"{PATH}?{urlencode(parameters)}"
