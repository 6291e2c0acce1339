# A copy of schemas/superseded.py, made by clients/python/vendor.py: change that one.
"""What a newer tagger says otherwise of an article that had been tagged before."""

from typing import Literal

import msgspec

Reason = Literal["score", "words", "taxonomy"]
"""`score`: it crossed the topic's threshold; `words`: words that support it were found, or no longer; `taxonomy`: the
topic is new, or is no longer given."""


class TopicChange(msgspec.Struct, frozen=True, kw_only=True):
    """A topic that came, or went. `score` is the newer tagger's and `was` the older one's; None where it gave none.

    `words` are the evidence: those of the newer event for a topic that came, of the older one for a topic that went.
    """

    id: str
    label: str
    reason: Reason
    words: tuple[str, ...]
    score: float | None = None
    was: float | None = None


class Superseded(msgspec.Struct, frozen=True, kw_only=True):
    """Article `id` in `version` was tagged again: event `event` of the tagged stream stands in place of `replaced`.

    `processor` is the newer tagger's version; `kept` are the ids of the topics that both give.
    """

    id: str
    version: int
    digest: str
    replaced: str
    event: str
    processor: str
    came: tuple[TopicChange, ...] = ()
    went: tuple[TopicChange, ...] = ()
    kept: tuple[str, ...] = ()
