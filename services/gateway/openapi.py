"""The parts of the OpenAPI document that the framework can't know: our bytes' schemas, and the problems."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from schemas.filters.parse import LONGEST
from schemas.groups import Story
from schemas.source import Source
from schemas.tagged import TaggedArticle
from schemas.trends import Trend
from services.gateway import problems
from services.gateway.audit import Act
from services.gateway.facets import About, Counted
from services.gateway.groups.rows import CopiesLine, StoryLine
from services.gateway.groups.store import Belongs, SourceLine, StoryPage
from services.gateway.problems import Fault, Kind
from services.gateway.search import Trial
from services.gateway.store import Kept
from services.gateway.submission import PushedArticle
from services.gateway.submit import Accepted
from services.gateway.tree import TopicNode
from services.gateway.webhooks.sender import Outcome
from services.gateway.webhooks.subscription import (
    Attempt,
    Made,
    NewWebhook,
    Redelivery,
    Rotation,
    Webhook,
    WebhookChange,
)

REF = "#/components/schemas/{name}"
MESSAGES = (
    TaggedArticle, Accepted, Kept, Trial, Counted, About, TopicNode,
    Webhook, Made, Attempt, Outcome, Act, StoryLine, CopiesLine, StoryPage, Belongs, Story, Trend, Source, SourceLine,
)  # fmt: skip
ASKED = (NewWebhook, WebhookChange, Rotation, Redelivery)
Json = dict[str, Any]
Good = Mapping[int, tuple[str, str, str, object]]


def answers(good: Good, *kinds: Kind) -> dict[int | str, Json]:
    """The `responses` of a route: good ones as (description, media type, schema, example), and its problems."""
    found: dict[int | str, Json] = {
        status: {"description": text, "content": {media: {"schema": _ref(schema), "example": example}}}
        for status, (text, media, schema, example) in good.items()
    }
    by_status: defaultdict[int, list[Kind]] = defaultdict(list)
    for kind in kinds:
        by_status[kind.status].append(kind)
    return found | {status: _problem(of_status) for status, of_status in by_status.items()}


def reads(schema: str, example: object, required: bool = True) -> Json:
    """The extra of a route that reads its JSON body itself."""
    content = {"application/json": {"schema": _ref(schema), "example": example}}
    return {"requestBody": {"required": required, "content": content}}


def complete(document: Json) -> Json:
    """`document` with the schemas that `answers` and `reads` refer to and the keys, without the framework's errors."""
    _, messages = msgspec.json.schema_components(MESSAGES, ref_template=REF)
    components = document.setdefault("components", {})
    components["schemas"] = {
        **messages,
        **{
            asked.__name__: asked.model_json_schema(ref_template="#/components/schemas/{model}")
            for asked in ASKED
        },
        "PushedArticle": PushedArticle.model_json_schema(ref_template="#/components/schemas/{model}"),
        "ArticlePage": PAGE,
        "FilterTest": FILTER_TEST,
        "EventText": {
            "type": "string",
            "description": "Server-sent events; docs/subscribe.md explains them.",
        },
        "Ninjs": {"type": "object", "required": ["uri"], "description": "An item of ninjs 3.0 (IPTC)."},
        "History": _list("Kept", id={"type": "string", "format": "uuid"}),
        "StoryLineOrNull": {"anyOf": [_ref("StoryLine"), {"type": "null"}]},
        "CopiesLineOrNull": {"anyOf": [_ref("CopiesLine"), {"type": "null"}]},
        "AcceptedOneOrMore": {"oneOf": [_ref("Accepted"), _list("Accepted")]},
        "StoryList": _list("StoryLine", next=NEXT),
        "TrendList": _list("Trend"),
        "SourceList": _list("SourceLine"),
        "WebhookList": _list("Webhook"),
        "AttemptList": _list("Attempt"),
        "ActList": _list("Act"),
        "EntityList": _list("Counted"),
        "TopicList": _list("Branch"),
        "Problem": PROBLEM,
    }
    for schema, field, name in RAW:
        properties = components["schemas"][schema]["properties"]
        properties[field] = properties[field] | {"items": _ref(name)} if field == "polled" else _ref(name)
    components["securitySchemes"] = KEYS
    for path in document["paths"].values():
        for operation in path.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
            _behind_the_door(operation)
    return document


def _behind_the_door(operation: Json) -> None:
    """What every route may answer but those that are open to all: a key is needed, or too many requests came."""
    if "operations" in operation["tags"]:
        return
    operation["security"] = [{"bearer": []}, {"basic": []}, {}]
    operation["responses"] |= {str(status): answer for status, answer in answers({}, *AT_THE_DOOR).items()}


def _ref(name: str) -> Json:
    return {"$ref": REF.format(name=name)}


def _list(items: str, **more: Json) -> Json:
    properties = {**more, "items": {"type": "array", "items": _ref(items)}}
    return {"type": "object", "required": list(properties), "properties": properties}


def _problem(kinds: list[Kind]) -> Json:
    shown = {kind.name: {"value": _example(kind)} for kind in kinds}
    content = {problems.MEDIA_TYPE: {"schema": _ref("Problem"), "examples": shown}}
    return {"description": "; ".join(kind.title for kind in kinds) + ".", "content": content}


def _example(kind: Kind) -> Json:
    example: Json = {"type": kind.type, "title": kind.title, "status": kind.status, "detail": "…"}
    if fault := FAULTS.get(kind.name):
        example["detail"] = f"{fault.field}: {fault.detail}"
        example["errors"] = [msgspec.to_builtins(fault)]
    return example


FAULTS = {
    problems.BAD_PARAMETER.name: Fault("limit", "has to be 100 or less"),
    problems.INVALID_ARTICLE.name: Fault("source", "is missing"),
    problems.INVALID_WEBHOOK.name: Fault("whole", "has to be true or false"),
}
"""What is said where a field is wrong: an example each."""
RAW = (
    ("StoryPage", "story", "Story"),
    ("Belongs", "story", "StoryLineOrNull"),
    ("Belongs", "duplicates", "CopiesLineOrNull"),
    ("SourceLine", "polled", "Source"),
)
"""Fields that hold JSON as it was kept, and what it is."""
AT_THE_DOOR = (problems.UNAUTHORISED, problems.FORBIDDEN, problems.TOO_MANY_REQUESTS)
KEYS: Json = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key that `dateline keys create` made."},
    "basic": {"type": "http", "scheme": "basic", "description": "Any name, and the key as the password."},
}
NEXT: Json = {
    "type": ["string", "null"],
    "description": "The cursor of the next page; null on the last one.",
}
PAGE: Json = {
    "type": "object",
    "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": _ref("TaggedArticle")},
        "next": NEXT,
    },
}
FILTER_TEST: Json = {
    "type": "object",
    "required": ["filter"],
    "properties": {"filter": {"type": "string", "maxLength": LONGEST}},
    "additionalProperties": False,
}
PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "enum": [kind.type for kind in problems.KINDS.values()],
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "position": {"type": "integer", "description": "Of a filter: the code point of the fault, from 1."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
