"""RFC 9457 problems: every error that the gateway answers is one of these kinds. docs/gateway.md explains each."""

from collections.abc import Mapping, Sequence

import msgspec
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
LONGEST_DETAIL = 300


class Kind(msgspec.Struct, frozen=True):
    """A kind of problem. `name` ends its `type`, and never changes its meaning."""

    name: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """The problem's `type`: an address at which the gateway explains it."""
        return f"/problems/{self.name}"


BAD_JSON = Kind("bad-json", 400, "The body is not the JSON that is expected")
BAD_ID = Kind("bad-id", 400, "That is no id")
BAD_CURSOR = Kind("bad-cursor", 400, "That cursor does not lead anywhere")
BAD_FILTER = Kind("bad-filter", 400, "The filter can't be read")
BAD_PARAMETER = Kind("bad-parameter", 400, "A query parameter is wrong")
BAD_REQUEST = Kind("bad-request", 400, "The request is wrong")
UNAUTHORISED = Kind("unauthorised", 401, "A valid key is needed")
FORBIDDEN = Kind("forbidden", 403, "The key does not allow this")
NOT_FOUND = Kind("not-found", 404, "There is nothing at this address")
UNKNOWN_ARTICLE = Kind("unknown-article", 404, "No tagged event of this article was seen yet")
UNKNOWN_ENTITY = Kind("unknown-entity", 404, "No article names this entity")
UNKNOWN_TOPIC = Kind("unknown-topic", 404, "There is no such Media Topic")
UNKNOWN_STORY = Kind("unknown-story", 404, "There is no such story")
UNKNOWN_TREND = Kind("unknown-trend", 404, "There is no such trend")
METHOD_NOT_ALLOWED = Kind("method-not-allowed", 405, "This address does not take this method")
UNKNOWN_WEBHOOK = Kind("unknown-webhook", 404, "There is no such webhook of yours")
SLOW_BODY = Kind("slow-body", 408, "The body did not arrive in time")
TOO_MANY_WEBHOOKS = Kind("too-many-webhooks", 409, "As many webhooks as one owner may have")
RETRACTED = Kind("retracted", 410, "The publisher has withdrawn this article")
TOO_LARGE = Kind("too-large", 413, "The body is too large")
UNSUPPORTED_MEDIA_TYPE = Kind("unsupported-media-type", 415, "The body must be application/json in UTF-8")
INVALID_ARTICLE = Kind("invalid-article", 422, "A field of the article is wrong")
INVALID_WEBHOOK = Kind("invalid-webhook", 422, "A field of the webhook is wrong")
TOO_MANY_REQUESTS = Kind("too-many-requests", 429, "More requests than are allowed")
INTERNAL = Kind("internal", 500, "The gateway failed")
TOO_MANY_STREAMS = Kind("too-many-streams", 503, "As many clients read the live stream as may")
UNAVAILABLE = Kind("unavailable", 503, "Something that the gateway needs does not answer")
TOO_SLOW = Kind("too-slow", 504, "To find this takes too long")
NOT_READY = Kind("not-ready", 503, "The gateway lacks something that it needs")

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        BAD_JSON,
        BAD_ID,
        BAD_CURSOR,
        BAD_FILTER,
        BAD_PARAMETER,
        BAD_REQUEST,
        UNAUTHORISED,
        FORBIDDEN,
        NOT_FOUND,
        UNKNOWN_ARTICLE,
        UNKNOWN_ENTITY,
        UNKNOWN_TOPIC,
        UNKNOWN_STORY,
        UNKNOWN_TREND,
        METHOD_NOT_ALLOWED,
        UNKNOWN_WEBHOOK,
        SLOW_BODY,
        TOO_MANY_WEBHOOKS,
        RETRACTED,
        TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        INVALID_ARTICLE,
        INVALID_WEBHOOK,
        TOO_MANY_REQUESTS,
        INTERNAL,
        TOO_MANY_STREAMS,
        UNAVAILABLE,
        TOO_SLOW,
        NOT_READY,
    )
}


READING = (UNAVAILABLE, TOO_SLOW)
"""What every question to the database may be answered."""


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with one field."""

    field: str
    detail: str


class Problem(Exception):
    """To be answered as a problem of `kind`. `detail` is for a person; it must not tell how we are built."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        self.extra = extra or {}


def response(problem: Problem) -> Response:
    """The answer for `problem`."""
    kind = problem.kind
    body: dict[str, object] = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": sound(problem.detail),
    }
    if problem.errors:
        body["errors"] = [{"field": sound(one.field), "detail": sound(one.detail)} for one in problem.errors]
    return Response(
        msgspec.json.encode(body | dict(problem.extra)), kind.status, dict(problem.headers), MEDIA_TYPE
    )


def sound(text: str) -> str:
    """`text` as it may be answered. What a client sent may hold half a surrogate pair, which no JSON can carry."""
    return text.encode(errors="replace").decode()[:LONGEST_DETAIL]
