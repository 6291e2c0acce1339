"""One document of our own JSON, or a list of them -> submissions."""

import msgspec

from schemas.submission import Submission
from services.ingest.formats import jsonld, ninjs
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.formats.fields import from_document
from services.ingest.formats.jsonvalue import MARK, decoded_object
from services.ingest.validity import InvalidSubmission


def parse(raw: bytes, context: Context) -> list[Item]:
    """The documents in their order. One without a guid gets the context's name, in a list with "#" and its number."""
    if not raw.lstrip(MARK + b" \t\r\n").startswith(b"["):
        return [Found(raw, outcome(raw, context, context.name))]
    try:
        rows = msgspec.json.decode(raw.removeprefix(MARK), type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidSubmission("document", f"no JSON: {error}", "undecodable") from error
    return [
        Found(bytes(row), outcome(bytes(row), context, f"{context.name}#{number}"), str(number))
        for number, row in enumerate(rows, 1)
    ]


def outcome(raw: bytes, context: Context, guid: str) -> Submission | InvalidSubmission:
    """The submission in one JSON object, or why there is none: our own fields, ninjs or schema.org."""
    try:
        value = decoded_object(raw)
        if ninjs.is_ninjs(value):
            return ninjs.submission(value, context)
        if node := next(jsonld.articles(value), None):
            return jsonld.submission(node, context, guid)
        return from_document(value, source=context.source, source_class=context.source_class, guid=guid)
    except InvalidSubmission as error:
        return error
