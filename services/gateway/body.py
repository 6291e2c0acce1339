"""A request's body -> one JSON object, with every bound kept: media type, bytes, seconds, depth, no key twice."""

import asyncio
import json
from typing import Any, NoReturn

from starlette.requests import Request

from services.gateway import problems
from services.gateway.problems import Problem

JSON, LINES = "application/json", "application/x-ndjson"
DEPTH = 8
CLOSE = {"Connection": "close"}


async def read(
    request: Request, limit: int, seconds: float, media: frozenset[str] = frozenset({JSON})
) -> bytes:
    """The body of at most `limit` bytes, of a type in `media`, if it arrives within `seconds`; else `Problem`."""
    check_media_type(
        request.headers.get("content-type", ""), request.headers.get("content-encoding", ""), media
    )
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


def announced(request: Request) -> bool:
    """Whether `request` has a body (RFC 9112, 6.3)."""
    return "transfer-encoding" in request.headers or request.headers.get("content-length", "0") != "0"


def check_media_type(
    content_type: str, content_encoding: str, media: frozenset[str] = frozenset({JSON})
) -> None:
    """`Problem` where the body is not one of `media`, plain and in UTF-8.

    It also keeps web pages out: a browser sends these types to another origin only after asking, and is refused.
    """
    given, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [part.partition("=")[2].strip('"') for part in parameters if part.startswith("charset=")]
    if given not in media or any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise Problem(problems.UNSUPPORTED_MEDIA_TYPE, f"Content-Type: {content_type or 'is missing'}")
    if content_encoding.lower() not in ("", "identity"):
        raise Problem(problems.UNSUPPORTED_MEDIA_TYPE, f"Content-Encoding: {content_encoding} is not taken")


def is_lines(content_type: str) -> bool:
    """Whether a body of this type holds a JSON value in each line."""
    return content_type.partition(";")[0].strip().lower() == LINES


def parse(raw: bytes) -> dict[str, object]:
    """The JSON object in `raw`; `Problem` where it is not exactly one, as RFC 8259 wants it, in UTF-8."""
    return _object(_value(raw))


def parse_all(raw: bytes, most: int) -> list[dict[str, object]] | None:
    """The objects of the JSON array in `raw`, from 1 to `most`; None where it is no array."""
    found = _value(raw)
    return _counted([_object(one) for one in found], most) if isinstance(found, list) else None


def parse_lines(raw: bytes, most: int) -> list[dict[str, object]]:
    """The objects in the lines of `raw`, from 1 to `most`; `Problem` that names the line."""
    found = []
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            try:
                found.append(parse(line))
            except Problem as problem:
                raise Problem(problems.BAD_JSON, f"line {number}: {problem.detail}") from problem
    return _counted(found, most)


def _counted(found: list[dict[str, object]], most: int) -> list[dict[str, object]]:
    if not 0 < len(found) <= most:
        raise Problem(problems.BAD_JSON, f"{len(found)} articles; from 1 to {most} are taken at once")
    return found


def _value(raw: bytes) -> object:
    try:
        found: object = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Problem(problems.BAD_JSON, _reason(error)) from error
    return found


def _reason(error: ValueError | RecursionError) -> str:
    match error:
        case RecursionError():
            return "nested too deeply"
        case json.JSONDecodeError():
            return f"line {error.lineno}, column {error.colno}: that is no JSON"
        case UnicodeDecodeError():
            return f"byte {error.start + 1}: that is no UTF-8"
        case _:
            return str(error)


def _object(found: object) -> dict[str, object]:
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
