"""Grouping as a stage's work: tagged articles and retractions in, groups that have changed out."""

from collections.abc import Sequence

from schemas.article import Retraction
from schemas.envelope import TYPE_OF, Event, Message, payload
from schemas.groups import StoryMerged
from schemas.identity import event_id, text_digest
from schemas.tagged import TaggedArticle
from services.grouping.members import Moved
from services.grouping.state import Message as Said
from services.grouping.state import State
from services.runtime import metrics
from services.runtime.faults import Poison
from services.runtime.lineage import now
from services.runtime.stage import Events

SERVICE = "grouping"
VERSION = "2.1.0"
"""The version of this folder's rules: part of the event ids."""


class Grouping:
    """The work over `state`. What it has changed and not yet seen delivered, it says again with the next batch."""

    def __init__(self, state: State) -> None:
        self.state = state
        for outcome in ("merged", "split"):  # there at 0 from the start
            metrics.GROUPING_MOVES.labels(outcome)

    def work(self, events: Events, /) -> Sequence[Events]:
        """No result for any event but the last, which brings the changes of the whole batch."""
        for event in events:
            if not isinstance(event.data, TaggedArticle | Retraction):
                raise Poison(
                    "unsupported", f"ce_type: {TYPE_OF[type(event.data)]} does not belong on this stream"
                )
        for event in events:
            metrics.GROUPED.labels(self._take(event)).inc()
        results: list[Events] = [()] * (len(events) - 1)
        return [*results, [follow(events[-1], message) for message in self.state.changes()]]

    def delivered(self, results: Sequence[Events]) -> None:
        """`results` of `work` are on their stream."""
        said = [event.data for events in results for event in events]
        self.state.said(said)
        for message in said:
            if isinstance(message, Moved):
                metrics.GROUPING_MOVES.labels("merged" if isinstance(message, StoryMerged) else "split").inc()
        metrics.GROUPING_ARTICLES.set(self.state.groups.articles)
        metrics.GROUPING_FULL.set(self.state.groups.articles / self.state.groups.most)
        metrics.GROUPING_STORIES.set(self.state.groups.stories)
        metrics.GROUPING_TRENDS.set(len(self.state.trends))

    def _take(self, event: Event[Message]) -> str:
        if isinstance(event.data, Retraction):
            return self.state.withdraw(event.data)
        return self.state.take(tagged(event), accepted(event))


def tagged(event: Event[Message]) -> TaggedArticle:
    """The article of a tagged event."""
    if not isinstance(event.data, TaggedArticle):
        raise TypeError(f"no tagged article: {type(event.data)}")
    return event.data


def accepted(event: Event[Message]) -> str:
    """When the submission behind the event was accepted: the same at every reading."""
    return event.receivedtime or event.time


def follow(cause: Event[Message], message: Said) -> Event[Message]:
    """The event in which grouping says `message` after `cause`."""
    digest = text_digest(payload(message).decode())
    return Event(
        id=event_id(SERVICE, message.id, message.revision, digest, VERSION),
        source=f"dateline/{SERVICE}",
        time=now(),
        partitionkey=message.id,
        receivedtime=cause.receivedtime,
        traceparent=cause.traceparent,
        data=message,
    )
