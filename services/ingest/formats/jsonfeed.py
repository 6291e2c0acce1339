"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) -> submissions."""

from collections.abc import Mapping

from schemas.submission import Submission
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.formats.fields import from_document
from services.ingest.formats.jsonvalue import Object, decoded_object, encoded, text
from services.ingest.validity import InvalidSubmission

VERSION = "https://jsonfeed.org/version/"


def is_jsonfeed(value: Object) -> bool:
    """Whether a JSON object is a JSON Feed."""
    return str(value.get("version", "")).replace("://www.", "://").startswith(VERSION) and "items" in value


def parse(raw: bytes, context: Context) -> list[Item]:
    """The items of a JSON Feed, oldest first as far as the feed's own order tells."""
    feed = decoded_object(raw)
    items = feed.get("items")
    if not isinstance(items, list):
        raise InvalidSubmission("items", "not a list")
    inherited = {"language": text(feed, "language"), "authors": feed.get("authors") or feed.get("author")}
    found: list[Item] = [
        Found(encoded(item), _outcome(item, inherited, context), _place(item, number))
        for number, item in enumerate(items, 1)
    ]
    return found[::-1]


def _place(item: object, number: int) -> str:
    return str(item.get("id", number)) if isinstance(item, Mapping) else str(number)


def _outcome(item: object, inherited: Object, context: Context) -> Submission | InvalidSubmission:
    try:
        return _submission(item, inherited, context)
    except InvalidSubmission as error:
        return error


def _submission(item: object, inherited: Object, context: Context) -> Submission:
    if not isinstance(item, Mapping):
        raise InvalidSubmission("items", f"a JSON {type(item).__name__}, not an object")
    own = {name: value for name, value in item.items() if value not in (None, "", [])}
    own.pop("source", None)
    own.pop("pubstatus", None)
    found = from_document({**inherited, **own}, source=context.source, source_class=context.source_class)
    if not found.content.strip():
        raise InvalidSubmission("content_html", "the item has neither content_html nor content_text")
    if not found.url and not found.guid:
        raise InvalidSubmission("id", "the item has neither an id nor a url")
    return found
