"""Kafka's wire format through kafka-python's generated messages; on our side a reply is a plain mapping."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec

from kafka import errors
from kafka.protocol import admin, consumer, metadata, producer

# A request as kafka-python decodes it: fields by their names in snake case, untyped. Handlers take it apart at once.
Request = Any
Reply = Mapping[str, object]
P = ParamSpec("P")
_MESSAGES = {k: v for module in (admin, consumer, metadata, producer) for k, v in vars(module).items()}


def decode(name: str, version: int, frame: bytes) -> Request:
    """The request in a frame, with its header."""
    return _MESSAGES[f"{name}Request"].decode(frame, version=version, header=True)


def encode(name: str, version: int, correlation: int, reply: Reply) -> bytes:
    """The framed answer: what `reply` leaves out gets Kafka's default, what the message has not is left out."""
    message = _message(_MESSAGES[f"{name}Response"], reply)
    message.API_VERSION = version
    message.with_header(correlation)
    return bytes(message.encode(header=True, framed=True))


def _message(kind: Any, reply: Mapping[str, Any]) -> Any:
    message = kind()
    for name, field in kind.fields.items():
        if name in reply:
            value = reply[name]
            structs = field.is_struct_array()
            setattr(message, name, [_message(field.data_class, v) for v in value] if structs else value)
    return message


def outcome(work: Callable[P, Reply | None], *args: P.args, **kwargs: P.kwargs) -> Reply:
    """What `work` returns, or the fields that tell which of Kafka's errors it raised."""
    try:
        return work(*args, **kwargs) or {}
    except errors.BrokerResponseError as error:
        return {"error_code": error.errno, "error_message": error.args[0] if error.args else None}


def by_partition(
    streams: Iterable[Request],
    work: Callable[[str, Request], Reply | None],
    name: str = "name",
    partitions: str = "partitions",
    index: str = "partition_index",
) -> list[Reply]:
    """The outcome of `work` for each partition of each stream; a request's fields may have other names.

    Answers differ in their names too: all are given, and each message takes those that it knows.
    """
    answers: list[Reply] = []
    for stream in streams:
        label = getattr(stream, name)
        parts = [
            {"index": getattr(p, index), "partition_index": getattr(p, index), **outcome(work, label, p)}
            for p in getattr(stream, partitions)
        ]
        answers.append({"name": label, "topic": label, "partitions": parts, "partition_responses": parts})
    return answers
