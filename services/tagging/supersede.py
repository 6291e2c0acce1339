"""What changed when a newer tagger read an article again: which topics came, which went, and why."""

from collections.abc import Mapping

from schemas.superseded import Reason, Superseded, TopicChange
from schemas.tagged import TaggedArticle, Topic

CERTAIN = 0.5


def supersede(
    old: TaggedArticle,
    new: TaggedArticle,
    replaced: str,
    event: str,
    processor: str,
    scores: Mapping[str, float],
) -> Superseded:
    """The message about one article version. `scores` are the newer tagger's of all topics, given or not.

    `ValueError` where the two are not of one text. `replaced` and `event` are the ids of the two events.
    """
    if (old.article.id, old.article.digest) != (new.article.id, new.article.digest):
        raise ValueError(f"{old.article.id} and {new.article.id} are not the same text")
    before, after = ({topic.id: topic for topic in each.topics} for each in (old, new))
    return Superseded(
        id=new.article.id,
        version=new.article.version,
        digest=new.article.digest,
        replaced=replaced,
        event=event,
        processor=processor,
        came=tuple(
            _change(topic, topic.score, None, "score") for id_, topic in after.items() if id_ not in before
        ),
        went=tuple(
            _change(topic, scores.get(id_), topic.score, _why(scores.get(id_)))
            for id_, topic in before.items()
            if id_ not in after
        ),
        kept=tuple(sorted(before.keys() & after.keys())),
    )


def _change(topic: Topic, score: float | None, was: float | None, reason: Reason) -> TopicChange:
    words = tuple(selector.exact for selector in topic.evidence)
    return TopicChange(id=topic.id, label=topic.label, reason=reason, words=words, score=score, was=was)


def _why(score: float | None) -> Reason:
    """Why a topic went: the newer tagger does not know it, finds it unlikely, or finds no words for it."""
    if score is None:
        return "taxonomy"
    return "words" if score >= CERTAIN else "score"
