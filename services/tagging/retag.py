"""Tagging again what was tagged before, with the tagger of today: on demand, after a change of model or taxonomy.

It reads the tagged stream, not its own input: so it needs no more than what subscribers have, and goes back as far as
the stream does. Whoever has the older event of a version gets the newer one, as for any event; the message beside it
says what changed and why.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, cast

from schemas.article import Article, Retraction
from schemas.catalogue import SUPERSEDED, TAGGED
from schemas.entities import ExtractedArticle
from schemas.envelope import Event, Message, Record, encode
from schemas.identity import event_id
from schemas.superseded import Superseded
from schemas.tagged import TaggedArticle
from services.runtime import lineage, reader
from services.runtime.publisher import connected
from services.tagging.service import SERVICE
from services.tagging.supersede import supersede
from services.tagging.tagger import Tagger

BATCH = 16


class Retagged(NamedTuple):
    """The newer event of an article version, and what it says otherwise."""

    event: Event[Message]
    change: Superseded


def newest(events: Iterable[Event[Message]]) -> list[Event[TaggedArticle]]:
    """The last event of each article, unless that is its retraction or an older version than one before it."""
    found: dict[str, Event[Message]] = {}
    for event in events:
        before = found.get(event.partitionkey)
        if before is None or _version(before.data) <= _version(event.data):
            found[event.partitionkey] = event
    return [cast(Event[TaggedArticle], one) for one in found.values() if isinstance(one.data, TaggedArticle)]


def retag(tagger: Tagger, events: Sequence[Event[TaggedArticle]]) -> Iterator[Retagged]:
    """What `tagger` says of the articles in `events`, in order; those that it has tagged already are left out."""
    for event in events:
        old = event.data
        replacing = event_id(SERVICE, old.article.id, old.article.version, old.article.digest, tagger.version)
        if replacing == event.id:
            continue
        extracted = ExtractedArticle(
            article=old.article,
            mentions=old.mentions,
            entities=old.entities,
            quotes=old.quotes,
            extraction=old.extraction,
        )
        (new,) = tagger.tag([extracted])
        change = supersede(old, new, event.id, replacing, tagger.version, tagger.scores(extracted))
        yield Retagged(_following(event, replacing, new), change)


async def run(bootstrap: str, tagger: Tagger, *, dry: bool = False) -> tuple[list[Superseded], int]:
    """Tag what the stream holds again and publish it, unless `dry`; what changed, article by article, and how many
    articles there are.

    `Transient` where the broker is away. To begin again after a stop is safe: what was done is left out.
    """
    events = newest(reader.events(bootstrap, TAGGED, follow=False))
    work = retag(tagger, events)
    changes: list[Superseded] = []
    async with connected(bootstrap, SERVICE) as publisher:
        while batch := list(islice(work, BATCH)):
            if not dry:
                # First the event, then what is said of it: who hears of an event can find it.
                await publisher.send(TAGGED, [encode(one.event) for one in batch])
                await publisher.send(SUPERSEDED, [_said(one) for one in batch])
            changes += [one.change for one in batch]
    return changes, len(events)


def _version(message: Message) -> int:
    about = message.article if isinstance(message, TaggedArticle) else message
    return about.version if isinstance(about, Article | Retraction) else 0


def _following(event: Event[TaggedArticle], id_: str, data: TaggedArticle) -> Event[Message]:
    return Event(
        id=id_,
        source=f"dateline/{SERVICE}",
        time=lineage.now(),
        partitionkey=event.partitionkey,
        receivedtime=event.receivedtime,
        traceparent=event.traceparent,
        data=data,
    )


def _said(one: Retagged) -> Record:
    change = one.change
    return encode(
        Event(
            id=event_id(
                "superseded", change.id, change.version, change.digest, f"{change.replaced} {change.event}"
            ),
            source=f"dateline/{SERVICE}",
            time=one.event.time,
            partitionkey=change.id,
            receivedtime=one.event.receivedtime,
            data=change,
        )
    )
