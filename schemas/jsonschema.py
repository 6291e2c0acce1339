"""The messages as JSON Schema 2020-12, made from the structs."""

import inspect
from collections.abc import Iterable, Mapping

import msgspec

from schemas.envelope import TYPES, Message

Json = dict[str, object]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def of(event_type: str) -> Json:
    """The schema of the payload of `event_type` (a key of `schemas.envelope.TYPES`)."""
    struct = TYPES[event_type]
    reference, definitions = components([struct], "#/$defs")
    return {
        "$schema": DIALECT,
        "title": event_type,
        "description": inspect.getdoc(struct) or "",
        "$ref": reference,
        "$defs": definitions,
    }


def components(structs: Iterable[type[Message]], root: str) -> tuple[str, Json]:
    """The schemas of `structs` and of all that they hold, by name, for references under `root`; the first one's too."""
    (first, *_), found = msgspec.json.schema_components(structs, ref_template=f"{root}/{{name}}")
    assert isinstance(first, Mapping)
    # By way of JSON: a default of () becomes the [] that it is there.
    plain = msgspec.json.decode(msgspec.json.encode(found), type=dict[str, Json])
    return str(first["$ref"]), {name: _dedented(plain[name]) for name in sorted(plain)}


def _dedented(schema: Json) -> Json:
    """`schema` with its description as every Python reads it: before 3.13 a docstring kept its indentation."""
    text = schema.get("description")
    return {**schema, "description": inspect.cleandoc(text)} if isinstance(text, str) else schema
