"""The messages as JSON Schema 2020-12, made from the structs."""

import inspect
from collections.abc import Mapping

import msgspec

from schemas.envelope import TYPES

Json = dict[str, object]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def of(event_type: str) -> Json:
    """The schema of the payload of `event_type` (a key of `schemas.envelope.TYPES`)."""
    struct = TYPES[event_type]
    (schema,), definitions = msgspec.json.schema_components([struct], ref_template="#/$defs/{name}")
    assert isinstance(schema, Mapping)
    whole: Json = {
        "$schema": DIALECT,
        "title": event_type,
        "description": inspect.getdoc(struct) or "",
        "$ref": schema["$ref"],
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }
    return msgspec.json.decode(
        msgspec.json.encode(whole), type=Json
    )  # a default of () becomes the [] it is in JSON
