"""Events as they are delivered: CloudEvents 1.0 in JSON, by stream or webhook, with their payload read."""

import msgspec

from dateline_client.contract.article import Retraction
from dateline_client.contract.envelope import TYPES
from dateline_client.contract.tagged import TaggedArticle

TAGGED, RETRACTED = "dateline.article.tagged.v1", "dateline.article.retracted.v1"
Payload = TaggedArticle | Retraction


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event. Equal content has an equal `id`: drop what you know.

    `data` is the article with every tag, or its retraction; None where the delivery only says where it is (`dataref`,
    a path of the gateway: `Dateline.fetch` gets it), or where `type` is none of these. `place` is the position behind
    it on the live stream, None elsewhere.
    """

    id: str
    type: str
    source: str
    time: str
    data: Payload | None = None
    dataref: str | None = None
    place: str | None = None


class Lost(msgspec.Struct, frozen=True):
    """What the stream no longer keeps: the offsets `start` to `end` of `partition`. Read it by `Dateline.articles`."""

    partition: int
    start: int
    end: int


class _Envelope(msgspec.Struct, frozen=True):
    id: str
    type: str
    source: str
    time: str
    data: msgspec.Raw = msgspec.Raw(b"null")
    dataref: str | None = None


def decode(raw: bytes | str, place: str | None = None) -> Event:
    """The event in `raw`. `ValueError` where it is none, or its payload is not what its type says."""
    envelope = msgspec.json.decode(raw, type=_Envelope)
    data = None
    if envelope.type in (TAGGED, RETRACTED) and bytes(envelope.data) != b"null":
        data = msgspec.json.decode(envelope.data, type=TYPES[envelope.type])
    assert data is None or isinstance(data, TaggedArticle | Retraction)
    return Event(
        id=envelope.id,
        type=envelope.type,
        source=envelope.source,
        time=envelope.time,
        data=data,
        dataref=envelope.dataref,
        place=place,
    )
