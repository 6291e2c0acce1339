"""A record of the tagged stream as a subscriber gets it: a server-sent event with a CloudEvent in it."""

import msgspec
from aiokafka.structs import ConsumerRecord

from schemas.article import Retraction
from schemas.envelope import TYPE_OF, EnvelopeError, Event, Message, Record, decode
from schemas.tagged import TaggedArticle

NAMES: dict[type[Message], str] = {TaggedArticle: "tagged", Retraction: "retracted"}
"""The `event:` of each message."""


class Delivery(msgspec.Struct, frozen=True):
    """The record at `offset` of `partition`. `message` is what filters look at; `body` the lines after `id:`."""

    partition: int
    offset: int
    message: Message
    body: bytes

    def frame(self, id_: str) -> bytes:
        """The whole event, whose id is the place behind it."""
        return b"id: %b\n%b" % (id_.encode(), self.body)


def delivery(record: ConsumerRecord) -> Delivery | None:
    """What subscribers get of `record`; None where it is no event that belongs on the stream."""
    try:
        event = decode(Record(key=record.key, value=record.value, headers=tuple(record.headers)))
    except EnvelopeError:
        return None
    if type(event.data) not in NAMES:
        return None
    return Delivery(record.partition, record.offset, event.data, _body(event, record.value or b""))


def _body(event: Event[Message], payload: bytes) -> bytes:
    """The payload goes out as it came. A line end in it stands between its parts, and would end a line of ours."""
    data = b" ".join(payload.splitlines()) if b"\n" in payload or b"\r" in payload else payload
    attributes = {
        "specversion": "1.0",
        "id": event.id,
        "type": TYPE_OF[type(event.data)],
        "source": event.source,
        "time": event.time,
        "partitionkey": event.partitionkey,
        "datacontenttype": "application/json",
    }
    known = msgspec.json.encode({name: value for name, value in attributes.items() if value is not None})
    name = NAMES[type(event.data)].encode()
    return b'event: %b\ndata: %b,"data":%b}\n\n' % (name, known[:-1], data)
