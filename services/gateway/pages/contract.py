"""The contract of the streams: the AsyncAPI document, and a page of what is in it."""

import inspect
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from schemas import asyncapi, jsonschema
from schemas.catalogue import Stream, streams
from schemas.envelope import TYPES
from services.gateway.answer import hashed
from services.gateway.pages.render import Renderer

Json = Mapping[str, Any]


class Field(msgspec.Struct, frozen=True):
    """A field of a struct: its type in words, the struct that it holds, and whether it is always there."""

    name: str
    type: str
    struct: str | None
    required: bool


class Shape(msgspec.Struct, frozen=True):
    """A struct of the contract."""

    name: str
    text: str
    fields: Sequence[Field]


class Sent(msgspec.Struct, frozen=True):
    """A message: its type, what it says in words, and the struct of its payload."""

    type: str
    text: str
    struct: str


@cache
def document() -> bytes:
    """The AsyncAPI 3.0 document."""
    return msgspec.json.encode(asyncapi.document(streams()))


@cache
def shapes() -> Sequence[Shape]:
    """Every struct that a message is made of, by name."""
    _, found = jsonschema.components(TYPES.values(), "#")
    return [_shape(name, schema) for name, schema in found.items() if isinstance(schema, Mapping)]


def messages(stream: Stream) -> list[Sent]:
    """The messages that `stream` carries."""
    return [Sent(kind, inspect.getdoc(TYPES[kind]) or "", TYPES[kind].__name__) for kind in stream.messages]


def router(renderer: Renderer) -> APIRouter:
    """The routes. What the contract is, is no secret: they need no key."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/asyncapi.json")
    async def machine(request: Request) -> Response:
        return hashed(request, document())

    @routes.get("/asyncapi")
    async def page() -> Response:
        carried = [(name, stream, messages(stream)) for name, stream in streams().items()]
        return renderer.page("asyncapi.html", current="/asyncapi", streams=carried, shapes=shapes())

    return routes


def _shape(name: str, schema: Json) -> Shape:
    required = set(schema.get("required", ()))
    fields = [
        Field(field, *_type(one), field in required) for field, one in schema.get("properties", {}).items()
    ]
    return Shape(name, schema.get("description", ""), fields)


def _type(schema: Json) -> tuple[str, str | None]:
    """A JSON Schema in words, and the struct that it refers to."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        parts = [_type(one) for one in schema["anyOf"]]
        return " or ".join(words for words, _ in parts), next((struct for _, struct in parts if struct), None)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"])), None
    if schema.get("type") == "array":
        words, struct = _type(schema.get("items", {}))
        return f"list of {words}", struct
    return str(schema.get("type", "any")), None
