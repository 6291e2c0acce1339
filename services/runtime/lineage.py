"""How one event follows from another: ids from the content, the time from the clock, the trace carried on."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from schemas.article import Article, Retraction
from schemas.entities import ExtractedArticle
from schemas.envelope import TYPE_OF, Event, Message
from schemas.identity import event_id
from schemas.tagged import TaggedArticle
from services.runtime.faults import Poison

Versioned = Article | Retraction | ExtractedArticle | TaggedArticle
Input = TypeVar("Input", Article, ExtractedArticle)
Output = TypeVar("Output", ExtractedArticle, TaggedArticle)


def now() -> str:
    """The time, RFC 3339 in UTC."""
    return datetime.now(UTC).isoformat()


def follow(cause: Event[Message], data: Versioned, stage: str, processor: str) -> Event[Message]:
    """The event in which `stage`, with this version of its processor, says `data` because of `cause`."""
    about = data if isinstance(data, Article | Retraction) else data.article
    return Event(
        id=event_id(stage, about.id, about.version, about.digest, processor),
        source=f"dateline/{stage}",
        time=now(),
        partitionkey=about.id,
        receivedtime=cause.receivedtime,
        traceparent=cause.traceparent,
        data=data,
    )


def passing_retractions(
    events: Sequence[Event[Message]],
    kind: type[Input],
    process: Callable[[Sequence[Input]], Sequence[Output]],
    stage: str,
    processor: str,
) -> list[list[Event[Message]]]:
    """`process` over the messages of `kind`, while retractions go through in their place.

    `Poison` where a message is neither: it is on the wrong stream.
    """
    for event in events:
        if not isinstance(event.data, kind | Retraction):
            raise Poison(
                "unsupported", f"ce_type: {TYPE_OF[type(event.data)]} does not belong on this stream"
            )
    done = iter(process([event.data for event in events if isinstance(event.data, kind)]))
    results = [next(done) if isinstance(event.data, kind) else event.data for event in events]
    return [
        [follow(event, result, stage, processor)]
        for event, result in zip(events, results, strict=True)
        if isinstance(result, Versioned)
    ]
