"""Which articles a request asks for."""

import uuid

import msgspec

from schemas.filters.conditions import FilterError
from schemas.filters.parse import parse
from schemas.filters.syntax import And, Filter, Source, Topic
from schemas.mediatopics import Vocabulary
from services.gateway import problems
from services.gateway.problems import Fault, Problem


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A filter, words to search for as people type them, and a story; None asks for all."""

    filter: Filter | None = None
    text: str | None = None
    story: uuid.UUID | None = None


def read(text: str, vocabulary: Vocabulary) -> Filter:
    """The filter in `text`; `Problem` tells where it is wrong."""
    try:
        return parse(text, vocabulary)
    except FilterError as error:
        fault = Fault("filter", str(error))
        raise Problem(
            problems.BAD_FILTER, f"filter: {error}", [fault], extra={"position": error.position}
        ) from None


def joined(*filters: Filter | None) -> Filter | None:
    """What satisfies each of `filters`."""
    given = tuple(one for one in filters if one is not None)
    return And(given) if len(given) > 1 else next(iter(given), None)


def wanted(
    vocabulary: Vocabulary,
    text: str | None,
    search: str | None,
    source: str | None,
    topic: str | None,
    story: uuid.UUID | None = None,
) -> Wanted:
    """A request's parameters as one: the filter's `text`, and the short forms for a source and a topic."""
    return Wanted(
        filter=joined(
            None if text is None else read(text, vocabulary),
            None if source is None else Source(source),
            None if topic is None else Topic(topic),
        ),
        text=search,
        story=story,
    )
