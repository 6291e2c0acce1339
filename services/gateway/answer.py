"""Answers that a client may hold: RFC 9110 conditional requests."""

import hashlib
from collections.abc import Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"


def conditional(
    request: Request, body: bytes, tag: str, headers: Mapping[str, str] | None = None
) -> Response:
    """`body` under the entity tag `tag`, or 304 where the client holds it: the same bytes need not be sent twice.

    The tag is a weak one, because the same answer goes out packed and unpacked.
    """
    sent = dict(headers or {}) | {"ETag": f'W/"{tag}"', "Cache-Control": "no-cache"}
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if held & {"*", f'"{tag}"'}:
        return Response(status_code=304, headers=sent)
    return Response(body, headers=sent, media_type=JSON)


def hashed(request: Request, body: bytes, headers: Mapping[str, str] | None = None) -> Response:
    """`conditional` with a tag made of the body."""
    return conditional(request, body, hashlib.sha256(body).hexdigest()[:32], headers)


def encoded(request: Request, answer: object) -> Response:
    """`answer` as JSON, under a tag made of it."""
    return hashed(request, msgspec.json.encode(answer))
