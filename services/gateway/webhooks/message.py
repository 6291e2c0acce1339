"""What an endpoint is sent: the event as a CloudEvent in JSON (structured mode), as on the live stream."""

import uuid
from datetime import datetime

import msgspec

from schemas.article import Retraction
from schemas.envelope import TYPE_OF
from schemas.tagged import TaggedArticle

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
MOST_BYTES = 20_000
"""Bytes of a body, unless the subscriber asks for whole events: Standard Webhooks advises no more."""

TEST = "dateline.webhook.test.v1"
KINDS = {"tagged": TYPE_OF[TaggedArticle], "retracted": TYPE_OF[Retraction]}


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """CloudEvents 1.0.2; `dataref` is its extension for data that is elsewhere: a path of the gateway."""

    specversion: str
    id: str
    type: str
    source: str
    time: str
    partitionkey: str | None = None
    datacontenttype: str | None = None
    dataref: str | None = None
    data: msgspec.Raw = msgspec.Raw()


def body(
    event: uuid.UUID, article: uuid.UUID, kind: str, producer: str, at: datetime, doc: bytes, whole: bool
) -> bytes:
    """The event with its payload `doc`, or with where that is, if it would be large and is not wanted `whole`."""
    envelope = Envelope(
        specversion="1.0",
        id=str(event),
        type=KINDS[kind],
        source=producer,
        time=at.isoformat(),
        partitionkey=str(article),
        datacontenttype="application/json",
        dataref=f"/v1/articles/{article}/versions/{event}",
    )
    full = msgspec.json.encode(msgspec.structs.replace(envelope, data=msgspec.Raw(doc)))
    return full if whole or len(full) <= MOST_BYTES else msgspec.json.encode(envelope)


def test_body(event: uuid.UUID, webhook: uuid.UUID, at: datetime) -> bytes:
    """An event that says no more than that deliveries arrive."""
    data = msgspec.json.encode({"webhook": str(webhook)})
    return msgspec.json.encode(
        Envelope(
            specversion="1.0",
            id=str(event),
            type=TEST,
            source="dateline/gateway",
            time=at.isoformat(),
            datacontenttype="application/json",
            data=msgspec.Raw(data),
        )
    )
