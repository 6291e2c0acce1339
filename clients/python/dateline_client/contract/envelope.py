# A copy of schemas/envelope.py, made by clients/python/vendor.py: change that one.
"""CloudEvents 1.0.2 in binary mode over Kafka: a struct and its attributes <-> a record's key, headers, value.

Source: https://github.com/cloudevents/spec, the Kafka protocol binding 1.0.2, section 3.2.
"""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from dateline_client.contract.article import Article, Retraction
from dateline_client.contract.deadletter import DeadLetter, Reason
from dateline_client.contract.entities import ExtractedArticle
from dateline_client.contract.groups import Duplicates, Story, StoryMerged, StorySplit
from dateline_client.contract.source import Source
from dateline_client.contract.submission import Submission
from dateline_client.contract.superseded import Superseded
from dateline_client.contract.tagged import TaggedArticle
from dateline_client.contract.trends import Trend

Message = (
    Submission
    | Article
    | Retraction
    | ExtractedArticle
    | TaggedArticle
    | Superseded
    | Duplicates
    | Story
    | StoryMerged
    | StorySplit
    | Trend
    | Source
    | DeadLetter
)
M_co = TypeVar("M_co", bound=Message, covariant=True)
Headers = Sequence[tuple[str, bytes]]

TYPES: Mapping[str, type[Message]] = {
    "dateline.article.submitted.v1": Submission,
    "dateline.article.versioned.v1": Article,
    "dateline.article.retracted.v1": Retraction,
    "dateline.article.extracted.v1": ExtractedArticle,
    "dateline.article.tagged.v1": TaggedArticle,
    "dateline.article.superseded.v1": Superseded,
    "dateline.duplicates.updated.v1": Duplicates,
    "dateline.story.updated.v1": Story,
    "dateline.story.merged.v1": StoryMerged,
    "dateline.story.split.v1": StorySplit,
    "dateline.trend.updated.v1": Trend,
    "dateline.source.checked.v1": Source,
    "dateline.deadletter.v1": DeadLetter,
}
"""The event type of each message (`ce_type`)."""

TYPE_OF: Mapping[type[Message], str] = {struct: name for name, struct in TYPES.items()}
CONTENT_TYPE = b"application/json"
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODERS = {name: msgspec.json.Decoder(struct) for name, struct in TYPES.items()}


class Event(msgspec.Struct, Generic[M_co], frozen=True, kw_only=True):
    """A message with its CloudEvents attributes.

    `time` is when the event happened (RFC 3339). `partitionkey` is the record's key:
    the article id, or the id of a group or trend.
    `receivedtime` (our extension) is when the submission behind it was accepted, carried from stage to stage;
    `traceparent` is W3C Trace Context.
    """

    id: str
    source: str
    time: str
    partitionkey: str
    data: M_co
    receivedtime: str | None = None
    traceparent: str | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A Kafka record: raw key, value and headers."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


class EnvelopeError(ValueError):
    """The record is no CloudEvent of ours. `reason` is a dead letter's `Reason`; the text names the field."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def payload(message: Message) -> bytes:
    """The message as JSON, the same bytes for the same message."""
    return _ENCODER.encode(message)


def encode(event: Event[Message]) -> Record:
    """The record that carries `event`."""
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": event.id,
        "ce_type": TYPE_OF[type(event.data)],
        "ce_source": event.source,
        "ce_time": event.time,
        "ce_partitionkey": event.partitionkey,
        "ce_receivedtime": event.receivedtime,
        "traceparent": event.traceparent,
    }
    headers = [(name, value.encode()) for name, value in attributes.items() if value is not None]
    return Record(
        key=event.partitionkey.encode(),
        value=payload(event.data),
        headers=(*headers, ("content-type", CONTENT_TYPE)),
    )


def decode(record: Record) -> Event[Message]:
    """The event in `record`; `EnvelopeError` says which header or field is wrong."""
    headers = {name.lower(): value for name, value in record.headers}
    if (version := _text(headers, "ce_specversion")) != "1.0":
        raise EnvelopeError("undecodable", f"ce_specversion: {version!r} is not 1.0")
    kind = _text(headers, "ce_type")
    if kind not in _DECODERS:
        raise EnvelopeError("unsupported", f"ce_type: {kind!r} is not an event of this pipeline")
    return Event(
        id=_text(headers, "ce_id"),
        source=_text(headers, "ce_source"),
        time=_text(headers, "ce_time"),
        partitionkey=_text(headers, "ce_partitionkey"),
        receivedtime=_optional(headers, "ce_receivedtime"),
        traceparent=_optional(headers, "traceparent"),
        data=_data(kind, record.value),
    )


def _data(kind: str, value: bytes | None) -> Message:
    if value is None:
        raise EnvelopeError("undecodable", "value: there is none")
    try:
        return _DECODERS[kind].decode(value)
    except msgspec.ValidationError as error:
        raise EnvelopeError("invalid", str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EnvelopeError("undecodable", f"value: {error}") from error


def _text(headers: Mapping[str, bytes], name: str) -> str:
    if name not in headers:
        raise EnvelopeError("undecodable", f"{name}: the header is missing")
    try:
        return headers[name].decode()
    except UnicodeDecodeError as error:
        raise EnvelopeError("undecodable", f"{name}: not UTF-8") from error


def _optional(headers: Mapping[str, bytes], name: str) -> str | None:
    return _text(headers, name) if name in headers else None
