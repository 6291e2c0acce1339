"""The streams and their messages as an AsyncAPI 3.0 document (https://www.asyncapi.com/docs/reference/specification/v3.0.0)."""

import inspect
from collections.abc import Mapping

from schemas import jsonschema
from schemas.catalogue import Stream
from schemas.envelope import TYPES

Json = dict[str, object]

_HEADERS: Json = {
    "type": "object",
    "description": "CloudEvents 1.0 attributes in binary mode.",
    "required": [
        "ce_specversion",
        "ce_id",
        "ce_type",
        "ce_source",
        "ce_time",
        "ce_partitionkey",
        "content-type",
    ],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {
            "type": "string",
            "format": "uuid",
            "description": "Equal for equal content: drop what you know.",
        },
        "ce_type": {"enum": sorted(TYPES)},
        "ce_source": {"type": "string", "description": "The service that says it."},
        "ce_time": {"type": "string", "format": "date-time", "description": "When it was said."},
        "ce_partitionkey": {"type": "string", "description": "The record's key: the article id."},
        "ce_receivedtime": {
            "type": "string",
            "format": "date-time",
            "description": "When the submission came in.",
        },
        "traceparent": {"type": "string", "description": "W3C Trace Context."},
        "content-type": {"const": "application/json"},
    },
}


def document(streams: Mapping[str, Stream]) -> Json:
    """The whole document over `streams`."""
    # All structs under one roof: a reference in an AsyncAPI document starts at the document's root.
    _, schemas = jsonschema.components(TYPES.values(), "#/components/schemas")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Dateline",
            "version": "1.0.0",
            "description": "News articles in, tagged events that can be checked out.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {name: _channel(name, stream) for name, stream in streams.items()},
        "operations": dict(
            _operation(verb, name, who) for name, s in streams.items() for verb, who in _uses(s)
        ),
        "components": {"messages": {name: _message(name) for name in sorted(TYPES)}, "schemas": schemas},
    }


def _channel(name: str, stream: Stream) -> Json:
    return {
        "address": name,
        "summary": stream.summary,
        "messages": {kind: {"$ref": f"#/components/messages/{kind}"} for kind in stream.messages},
        "bindings": {"kafka": {"topic": name, "partitions": stream.partitions, "bindingVersion": "0.5.0"}},
    }


def _message(event_type: str) -> Json:
    return {
        "name": event_type,
        "contentType": "application/json",
        "description": inspect.getdoc(TYPES[event_type]) or "",
        "headers": _HEADERS,
        "payload": {"$ref": f"#/components/schemas/{TYPES[event_type].__name__}"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }


def _uses(stream: Stream) -> list[tuple[str, str]]:
    sends = [("send", service) for service in stream.producers]
    return [*sends, *(("receive", service) for service in stream.consumers)]


def _operation(verb: str, stream: str, service: str) -> tuple[str, Json]:
    return f"{service}.{verb}.{stream}", {"action": verb, "channel": {"$ref": f"#/channels/{stream}"}}
