"""A request's body -> one JSON object, with every bound kept: media type, bytes, seconds, depth, no key twice."""

import asyncio
import json
from typing import Any, NoReturn

from starlette.requests import Request

from services.gateway import problems
from services.gateway.problems import Problem

DEPTH = 8
CLOSE = {"Connection": "close"}


async def read(request: Request, limit: int, seconds: float) -> bytes:
    """The body of at most `limit` bytes, if it arrives within `seconds`; `Problem` otherwise."""
    check_media_type(request.headers.get("content-type", ""), request.headers.get("content-encoding", ""))
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise _too_large(limit)
    except TimeoutError:
        detail = f"it has to arrive within {seconds:g} s"
        raise Problem(problems.SLOW_BODY, detail, headers=CLOSE) from None
    return bytes(body)


def check_media_type(content_type: str, content_encoding: str) -> None:
    """`Problem` where the body is not plain JSON in UTF-8.

    It also keeps web pages out: a browser sends this type to another origin only after asking, and is refused.
    """
    media, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [part.partition("=")[2].strip('"') for part in parameters if part.startswith("charset=")]
    if media != "application/json" or any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise Problem(problems.UNSUPPORTED_MEDIA_TYPE, f"Content-Type: {content_type or 'is missing'}")
    if content_encoding.lower() not in ("", "identity"):
        raise Problem(problems.UNSUPPORTED_MEDIA_TYPE, f"Content-Encoding: {content_encoding} is not taken")


def parse(raw: bytes) -> dict[str, object]:
    """The JSON object in `raw`; `Problem` where it is not exactly one, as RFC 8259 wants it, in UTF-8."""
    try:
        found: object = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Problem(problems.BAD_JSON, reason) from error
    if not isinstance(found, dict):
        raise Problem(problems.BAD_JSON, "an object is expected: one article")
    if _deeper(found, DEPTH):
        raise Problem(problems.BAD_JSON, f"nested more than {DEPTH} deep")
    return found


def _too_large(limit: int) -> Problem:
    return Problem(problems.TOO_LARGE, f"at most {limit} bytes are taken", headers=CLOSE)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name}: given twice")
        found[name] = value
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _deeper(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    members = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(member, levels - 1) for member in members)
