"""How fresh a tagged event is when it comes out: from publication, and from the submission's acceptance."""

from collections.abc import Sequence
from datetime import UTC, datetime

from prometheus_client import Histogram

from schemas.envelope import Event, Message
from schemas.tagged import TaggedArticle
from services.runtime import metrics


def observe(results: Sequence[Sequence[Event[Message]]]) -> None:
    """Count the age of each tagged article among `results`, which have just been acknowledged."""
    now = datetime.now(UTC)
    for events in results:
        for event in events:
            if isinstance(event.data, TaggedArticle):
                article = event.data.article
                _age(
                    metrics.PUBLISHED_TO_TAGGED,
                    article.source_class,
                    article.updated or article.published,
                    now,
                )
                _age(metrics.RECEIVED_TO_TAGGED, article.source_class, event.receivedtime, now)


def _age(histogram: Histogram, source_class: str, since: str | None, now: datetime) -> None:
    if since is not None:
        seconds = (now - datetime.fromisoformat(since)).total_seconds()
        histogram.labels(source_class).observe(max(0.0, seconds))
