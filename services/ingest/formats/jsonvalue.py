"""JSON in, values out, with what every JSON format asks of them."""

from collections.abc import Iterator, Mapping

import msgspec

from services.ingest.validity import InvalidSubmission

MARK = b"\xef\xbb\xbf"
Object = Mapping[str, object]


def decoded(raw: bytes) -> object:
    """The value in `raw`; `InvalidSubmission` where it is no JSON in UTF-8."""
    try:
        return msgspec.json.decode(raw.removeprefix(MARK))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidSubmission("document", f"no JSON: {error}", "undecodable") from error


def decoded_object(raw: bytes) -> Object:
    """The JSON object in `raw`."""
    value = decoded(raw)
    if not isinstance(value, dict):
        raise InvalidSubmission("document", f"a JSON {type(value).__name__}, not an object")
    return value


def text(mapping: Object, *names: str) -> str | None:
    """The first of `names` that holds a text or a number; `InvalidSubmission` names one that holds anything else."""
    for name in names:
        value = mapping.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise InvalidSubmission(name, f"a {type(value).__name__}, not a text")
        return str(value)
    return None


def objects(value: object) -> Iterator[Object]:
    """The objects in `value`: itself, or those of a list."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            yield one


def encoded(value: object) -> bytes:
    """`value` as bytes, for a dead letter."""
    return msgspec.json.encode(value)
